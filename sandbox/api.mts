import { type FaultSpec } from './fault-spec.mts';
import { type HookSpec } from './hook-spec.mts';
import { type NewReply } from './reply.mts';
import { type Settings } from './settings.mts';
import {
	type Delivery,
	type DeliveryFilter,
	type Hook,
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
	reply(reply: NewReply): Reply;
	replies(): Reply[];
	/**
	 * Sets up a webhook as in a provider's dashboard and returns its id; rejects with a sentence when
	 * the dashboard would not save it. ClickSend's rules are set up over its API instead.
	 */
	hook(spec: HookSpec): Promise<string>;
	hooks(): Hook[];
	unhook(id: string): void;
	/** Every webhook that was sent or is to be sent, in order, with its attempts. */
	deliveries(filter?: DeliveryFilter): Delivery[];
	/** Sends an earlier delivery again, byte for byte. */
	redeliver(id: string): Delivery;
	/** Back to the state at start. */
	reset(): void;
	/** Also closes the connections that are open. */
	close(): Promise<void>;
}
