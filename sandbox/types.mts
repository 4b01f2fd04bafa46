/** What the sandbox tells about itself: the shapes of its object and of its control API. */

/** One request that arrived at a wire, faults included. */
export interface RecordedRequest {
	id: number;
	at: string;
	wire: string;
	method: string;
	/** Below the mount and without the query, e.g. `/v3/sms/send`. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Parsed JSON or form; otherwise the text; null without a body. */
	body: unknown;
	/** Null while unanswered, and for good when the connection was cut. */
	status: number | null;
	/** The id of the fault that hit it; ids begin with the kind. */
	fault?: string;
}

export interface RequestFilter {
	wire?: string;
	method?: string;
	/** A string matches anywhere in the path, so that it finds a call direct and through Maton. */
	path?: string | RegExp;
}

export type MessageState =
	'queued' | 'scheduled' | 'sent' | 'delivered' | 'undelivered' | 'cancelled';

/** A message that a provider accepted: what arrived (or will arrive) at a phone. */
export interface PhoneMessage {
	id: string;
	/** The id of the provider in the product, e.g. `clickSend`. */
	provider: string;
	via?: 'maton';
	/** Absent: a text. */
	channel?: 'mms' | 'voice' | 'whatsapp';
	/** Of an MMS. */
	mediaUrl?: string;
	to: string;
	from: string;
	text: string;
	encoding: 'GSM-7' | 'UCS-2';
	segments: number;
	reference?: string;
	state: MessageState;
	/** The carrier's reason, when it did not deliver. */
	errorCode?: string;
	acceptedAt: string;
	scheduledAt?: string;
}

/** What somebody wrote back on a phone; kept for the inbound wires. */
export interface Reply {
	id: string;
	from: string;
	to: string;
	text: string;
	/** When the provider says that it arrived. */
	at: string;
	/** The provider that it reached; absent when it reached none. */
	provider?: string;
	/** The message of this provider that the phone had last. */
	messageId?: string;
}

/** A webhook that was set up, without its secrets. */
export interface Hook {
	id: string;
	kind: string;
	url: string;
	events?: string[];
	format?: string;
}

/** A webhook that the sandbox sends: the request, and how it went so far. */
export interface Delivery {
	id: string;
	/** As in the records of requests. */
	wire: string;
	/** The provider's word for what happened, e.g. `sms.received`; `inbound` and `receipt` of ClickSend. */
	event: string;
	method: string;
	url: string;
	/** Without secrets; signatures are there. */
	headers: Record<string, string>;
	body: string;
	/** The delivery that this one repeats. */
	repeatOf?: string;
	attempts: { at: string; status?: number; error?: string }[];
	/** Nothing more will be tried. */
	done: boolean;
	/** It was answered as its provider wants. */
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
	| { type: 'reset' };
