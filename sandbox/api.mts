import { type FaultSpec } from './fault-spec.mts';
import { type Settings } from './settings.mts';
import {
	type PhoneMessage,
	type RecordedRequest,
	type Reply,
	type RequestFilter,
} from './types.mts';

export interface SandboxOptions {
	/** 0 or absent: any free port. */
	port?: number;
	log?: (line: string) => void;
}

export interface Sandbox {
	readonly url: string;
	readonly port: number;
	/** Every request that arrived at a wire, in order, those hit by a fault included. */
	requests(filter?: RequestFilter): RecordedRequest[];
	/** Every message that a provider accepted, in order of acceptance. */
	messages(): PhoneMessage[];
	/** Arms a fault and returns its id; throws when the spec makes no sense. */
	fault(spec: FaultSpec): string;
	clearFaults(): void;
	configure(settings: Partial<Settings>): void;
	/** Plays the carrier: what became of an accepted message. */
	carrier(messageId: string, state: 'delivered' | 'undelivered', errorCode?: string): PhoneMessage;
	/** Somebody writes back on a phone. */
	reply(reply: { from: string; to: string; text: string }): Reply;
	replies(): Reply[];
	/** Back to the state at start. */
	reset(): void;
	/** Also closes the connections that are open. */
	close(): Promise<void>;
}
