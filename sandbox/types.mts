/** The types of the sandbox object and of its control API. */

/** One request that arrived at a wire, whether or not a fault hit it. */
export interface RecordedRequest {
	id: number;
	at: string;
	wire: string;
	method: string;
	/** Without the wire's prefix and without the query, e.g. `/v3/sms/send`. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** The parsed JSON or form, otherwise the text; null without a body. */
	body: unknown;
	/** Null until it is answered; stays null when the connection was cut. */
	status: number | null;
	/** The id of the fault that hit it. It begins with the kind of the fault. */
	fault?: string;
}

export interface RequestFilter {
	wire?: string;
	method?: string;
	/** A string matches anywhere in the path, so that it finds direct calls and those through Maton. */
	path?: string | RegExp;
}

export type MessageState =
	'queued' | 'scheduled' | 'sent' | 'delivered' | 'undelivered' | 'cancelled';

/** A message that a provider accepted, and that arrived (or will arrive) at a phone. */
export interface PhoneMessage {
	id: string;
	/** The id of the provider in the product, e.g. `clickSend`. */
	provider: string;
	via?: 'maton';
	/** Absent: SMS. */
	channel?: 'mms' | 'voice' | 'whatsapp';
	/** MMS only. */
	mediaUrl?: string;
	to: string;
	from: string;
	text: string;
	encoding: 'GSM-7' | 'UCS-2';
	segments: number;
	reference?: string;
	state: MessageState;
	/** The carrier's error code when the message was not delivered. */
	errorCode?: string;
	acceptedAt: string;
	scheduledAt?: string;
}

/** A reply from a phone, kept for the inbound wires. */
export interface Reply {
	id: string;
	from: string;
	to: string;
	text: string;
	/** When it arrived, according to the provider. */
	at: string;
	/** The provider that received it; absent when there is none. */
	provider?: string;
	/** The last message of this provider to the phone. */
	messageId?: string;
	/** Absent: SMS. */
	channel?: 'whatsapp';
	/** The address of a picture that came with it. */
	media?: string;
}

/** A call to a phone of a provider that nobody answered. */
export interface MissedCall {
	from: string;
	to: string;
	/** The caller's name in the address book. */
	name?: string;
	at: string;
}

/** A webhook that was set up, without its secrets. */
export interface Hook {
	id: string;
	kind: string;
	url: string;
	events?: string[];
	format?: string;
}

/** A webhook that the sandbox sends: the request, and its attempts so far. */
export interface Delivery {
	id: string;
	/** As in `RecordedRequest`. */
	wire: string;
	/** The provider's name of the event, e.g. `sms.received`; `inbound` and `receipt` for ClickSend. */
	event: string;
	method: string;
	url: string;
	/** With signatures, without secrets. */
	headers: Record<string, string>;
	body: string;
	/** The id of the delivery that this one repeats. */
	repeatOf?: string;
	attempts: { at: string; status?: number; error?: string }[];
	/** There will be no further attempt. */
	done: boolean;
	/** The answer has a status that the provider takes as success. */
	delivered: boolean;
}

export interface DeliveryFilter {
	wire?: string;
	event?: string;
	/** A part of the URL. */
	url?: string;
	done?: boolean;
}

export type SandboxEvent =
	| { type: 'message'; message: PhoneMessage }
	| { type: 'state'; message: PhoneMessage }
	| { type: 'reply'; reply: Reply }
	| { type: 'call'; call: MissedCall }
	| { type: 'reset' };
