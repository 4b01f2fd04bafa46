import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../core/planning/draft';
import type { OutboundMessage } from '../../core/message';
import type { SendResult } from '../../core/outcome';

/** How one generation sends. All messages of a request differ only in their recipients. */
export interface SendForm {
	readonly path: string;
	/** The reason the generation would refuse a message. */
	check(message: OutboundMessage): Fault | undefined;
	toWire(messages: readonly OutboundMessage[]): IDataObject;
	/** Reads the result of each message from an answer that is not a failure. */
	read(messages: readonly OutboundMessage[], body: unknown): SendResult[];
}
