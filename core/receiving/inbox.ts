/** The contract of what can be polled: an account's received messages. */
import type { InboundMessage } from './inbound';
import type { Failure } from '../outcome';

/** One message as an inbox lists it. */
export interface InboxRow {
	readonly message: InboundMessage;
	/** What tells it apart, see `ListedRow.key` in core/receiving/cursor.ts. */
	readonly key: string;
	/** Rows of this inbox have no ids. */
	readonly isCounted?: boolean;
	/** Unix seconds; `undefined` where the row has no time that can be read. */
	readonly at: number | undefined;
}

/** What a poll asks for. */
export interface InboxQuestion<P> {
	/** Everything since then, in Unix seconds; 0: everything, or as far back as the inbox reaches. */
	readonly floor: number;
	/** The newest message that was seen, in Unix seconds. */
	readonly newest: number | null;
	/** What the last answer gave as its `place`, if this process has heard one. */
	readonly place: P | undefined;
	/** When to stop asking and leave the rest to the next poll, in milliseconds by our clock. */
	readonly until: number;
}

/** What one poll got. */
export interface InboxAnswer<P> {
	readonly rows: readonly InboxRow[];
	/** Whether this, with the answers right before it, was everything since the question's floor. */
	readonly isComplete: boolean;
	/** The earliest time that these answers asked for, in Unix seconds, where the inbox asks by time. */
	readonly from?: number;
	/** Where the next poll goes on; nothing is lost if it is forgotten. */
	readonly place?: P;
	/** What went wrong after these rows, or instead of any. */
	readonly failure?: Failure;
	/** HTTP status of the failure, where there was an answer. */
	readonly status?: number;
}

/** An account's inbox, opened with a credential. Nothing here throws. */
export interface Inbox<P = unknown> {
	/**
	 * Whether messages can be had here at all: a wrong key that looks like an empty inbox, a rule that
	 * is missing.
	 */
	check(): Promise<{ readonly failure: Failure; readonly status?: number } | undefined>;
	list(question: InboxQuestion<P>): Promise<InboxAnswer<P>>;
	/**
	 * Tells the provider that a message was read, by its id. False where that did not work, and there
	 * is no sense in trying it with others now. Absent where the provider has no read marks.
	 */
	markAsRead?(id: string): Promise<boolean>;
}
