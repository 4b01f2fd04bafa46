import { type FaultSpec } from './fault-spec.mts';
import { type HookSpec } from './hook-spec.mts';
import { type NewCall, type NewReply } from './reply.mts';
import { type Settings } from './settings.mts';
import {
	type Delivery,
	type DeliveryFilter,
	type Hook,
	type MissedCall,
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
	/** Every request that arrived at a wire, in order, including those hit by a fault. */
	requests(filter?: RequestFilter): RecordedRequest[];
	/** Every message that a provider accepted, in the order of acceptance. */
	messages(): PhoneMessage[];
	/** Arms a fault and returns its id; throws when the spec is invalid. */
	fault(spec: FaultSpec): string;
	clearFaults(): void;
	configure(settings: Partial<Settings>): void;
	/** Acts as the carrier: sets the delivery status of an accepted message. */
	carrier(messageId: string, state: 'delivered' | 'undelivered', errorCode?: string): PhoneMessage;
	/** Sends a reply from a phone. */
	reply(reply: NewReply): Reply;
	replies(): Reply[];
	/** Calls a phone of a provider, where nobody answers. */
	call(call: NewCall): MissedCall;
	/**
	 * Sets up a webhook as in a provider's dashboard and returns its id; rejects with an Error that
	 * says why the dashboard would not save it. ClickSend's rules are set up through its API instead.
	 */
	hook(spec: HookSpec): Promise<string>;
	hooks(): Hook[];
	unhook(id: string): void;
	/** Every webhook that was sent or is still to be sent, in order, with its attempts. */
	deliveries(filter?: DeliveryFilter): Delivery[];
	/** Sends an earlier delivery again, byte for byte. */
	redeliver(id: string): Delivery;
	/** Restores the state at start. */
	reset(): void;
	/** Stops the sandbox and closes its open connections. */
	close(): Promise<void>;
}
