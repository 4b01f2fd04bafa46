import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../core/planning/draft';
import type { OutboundMessage } from '../../core/message';
import type { SendResult } from '../../core/outcome';

/** How one generation sends. All messages of a request are alike but for their recipients. */
export interface SendForm {
	readonly path: string;
	/** What the generation would refuse about a message. */
	check(message: OutboundMessage): Fault | undefined;
	toWire(messages: readonly OutboundMessage[]): IDataObject;
	/** What an answer that is no failure says about each message. */
	read(messages: readonly OutboundMessage[], body: unknown): SendResult[];
}
