/** The contract of an inbox that can be polled: an account's received messages. */
import type { InboundMessage } from './inbound';
import type { Failure } from '../outcome';

/** Rows of one poll, more than a list of 16 MiB has; it is remembered which of them are known. */
export const MOST_ROWS = 50_000;

/** One message as an inbox lists it. */
export interface InboxRow {
	readonly message: InboundMessage;
	/** Identifies the message, see `ListedRow.key` in core/receiving/cursor.ts. */
	readonly key: string;
	/** Rows of this inbox have no ids. */
	readonly isCounted?: boolean;
	/** Unix seconds; `undefined` if the row has no readable time. */
	readonly at: number | undefined;
}

/** What a poll asks for. */
export interface InboxQuestion<P> {
	/** Earliest time wanted, in Unix seconds; 0 means everything, or as far back as the inbox reaches. */
	readonly floor: number;
	/** Time of the newest message seen, in Unix seconds. */
	readonly newest: number | null;
	/** The `place` of the last answer, if this process has received one. */
	readonly place: P | undefined;
	/** When to stop and leave the rest to the next poll, in milliseconds by our clock. */
	readonly until: number;
}

/** The result of one poll. */
export interface InboxAnswer<P> {
	readonly rows: readonly InboxRow[];
	/** Whether this answer and those right before it covered everything since the question's floor. */
	readonly isComplete: boolean;
	/** The earliest time that was asked for, in Unix seconds, if the inbox is queried by time. */
	readonly from?: number;
	/** Where the next poll continues; nothing is lost if it is forgotten. */
	readonly place?: P;
	/** What went wrong after these rows, or before any. */
	readonly failure?: Failure;
	/** HTTP status of the failure, if there was an answer. */
	readonly status?: number;
}

/** An account's inbox, opened with a credential. Nothing here throws. */
export interface Inbox<P = unknown> {
	/**
	 * Checks that the inbox can give messages at all: finds a wrong key that looks like an empty inbox,
	 * or a missing rule.
	 */
	check(): Promise<{ readonly failure: Failure; readonly status?: number } | undefined>;
	list(question: InboxQuestion<P>): Promise<InboxAnswer<P>>;
	/**
	 * Marks a message as read at the provider, by its id. False if that failed and trying it with other
	 * messages now is pointless. Absent if the provider has no read marks.
	 */
	markAsRead?(id: string): Promise<boolean>;
}
