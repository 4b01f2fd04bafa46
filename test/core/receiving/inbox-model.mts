/**
 * Models a provider's inbox, and a trigger that polls it as n8n does: stored state survives a restart,
 * memory does not. For property tests of core/receiving/cursor.ts.
 */
import {
	acknowledged,
	advance,
	type Cursor,
	type Listing,
	MOST_SEEN,
	startOf,
} from '../../../core/receiving/cursor';

export interface Message {
	/** Identifies a message for the test; the provider may not return it. */
	readonly id: number;
	/** Unix seconds, by the provider's clock. */
	readonly stamp: number;
	readonly text: string;
	isRead: boolean;
}

export interface Kind {
	/** The order of the list; `mixed` means unordered. */
	readonly order: 'oldest' | 'newest' | 'mixed';
	/** Rows per poll. */
	readonly page: number;
	/** Messages can be marked as read, which removes them from the list. */
	readonly hasMarks: boolean;
	/** Rows have no ids. */
	readonly isCounted: boolean;
	/** The list can be queried for messages since a given time. */
	readonly isByTime: boolean;
	/** n8n keeps the state of a poll without output (2.41), or loses it at the next stop (2.8). */
	readonly keepsSilent: boolean;
	readonly most: number;
}

const OF = 'test';

export class Model {
	readonly messages: Message[] = [];
	/** Ids in the order in which they were emitted. */
	readonly given: number[] = [];
	/** The largest size of the stored state, in characters. */
	largest = 0;
	clock = 1_700_000_000;
	private stored: Cursor;
	private live: Cursor;
	private offset = 0;
	private isRestart = true;

	constructor(
		readonly kind: Kind,
		isBaseline = false,
	) {
		this.live = this.stored = startOf(OF, isBaseline);
	}

	get newest(): number {
		return this.messages.reduce((most, { stamp }) => Math.max(most, stamp), 0);
	}

	/** @param late seconds before the newest message, or before now if there is none */
	arrive(text: string, late = 0): Message {
		const stamp = late === 0 ? this.clock : (this.newest || this.clock) - late;
		const message = { id: this.messages.length, stamp, text, isRead: false };
		this.messages.push(message);
		return message;
	}

	private list(): { listed: Message[]; isComplete: boolean } {
		const { order, page, isByTime } = this.kind;
		const all = this.messages.filter(
			({ isRead, stamp }) => !isRead && (!isByTime || stamp >= this.live.floor),
		);
		// Stable, so that messages with equal times keep their order of arrival.
		if (order !== 'mixed') all.sort((a, b) => a.stamp - b.stamp);
		if (order === 'newest') all.reverse();
		if (order === 'mixed') all.sort((a, b) => ((a.id * 7919) % 101) - ((b.id * 7919) % 101));
		const listed = all.slice(this.offset, this.offset + page);
		const isComplete = this.offset + page >= all.length;
		return { listed, isComplete };
	}

	/** @param failsAfter the list breaks off after this many rows; then nothing is acknowledged */
	poll(failsAfter = Infinity): Message[] {
		const { hasMarks, isCounted, keepsSilent, most } = this.kind;
		const { listed: wanted, isComplete: wasWhole } = this.list();
		const listed = wanted.slice(0, failsAfter);
		const isBroken = listed.length < wanted.length || failsAfter === 0;
		const listing: Listing = {
			rows: listed.map(({ id, text, stamp }) => ({
				key: isCounted ? `${text} ${stamp}` : String(id),
				isCounted,
				at: stamp,
				isWanted: true,
			})),
			isComplete: wasWhole && !isBroken,
		};
		const isRestart = hasMarks && this.isRestart;
		const step = advance(this.live, listing, { now: this.clock, most, isRestart });
		const done = hasMarks && !isBroken ? step.handed : [];
		for (const position of done) (listed[position] as Message).isRead = true;
		this.live = acknowledged(step.cursor, listing, done);
		this.isRestart = false;
		const goesOn = !wasWhole && !isBroken && !step.isCut && done.length === 0;
		this.offset = goesOn ? this.offset + this.kind.page : 0;
		if (step.fresh.length > 0 || keepsSilent) this.stored = this.live;
		this.largest = Math.max(this.largest, JSON.stringify(this.live).length);
		const fresh = step.fresh.map((position) => listed[position] as Message);
		this.given.push(...fresh.map(({ id }) => id));
		return fresh;
	}

	/** n8n stops and starts. */
	restart(): void {
		this.live = JSON.parse(JSON.stringify(this.stored)) as Cursor;
		this.offset = 0;
		this.isRestart = true;
	}

	/**
	 * n8n is killed right after a poll, before its messages reach an execution.
	 *
	 * @param isStored whether the state had reached the database
	 */
	pollAndKill(isStored: boolean): Message[] {
		const before = this.stored;
		const count = this.given.length;
		const fresh = this.poll();
		this.given.splice(count);
		if (!isStored) this.stored = before;
		this.restart();
		return fresh;
	}

	/** All state that the next poll depends on. */
	private get state(): string {
		const read = this.messages.filter(({ isRead }) => isRead).length;
		return JSON.stringify([this.live, this.offset, this.isRestart, read]);
	}

	/** Polls until no more messages can come. */
	settle(): void {
		const enough =
			4 * Math.ceil((this.messages.length + 1) / Math.min(this.kind.page, this.kind.most));
		for (let silent = 0, polls = 0; silent < enough + 4; polls++) {
			if (polls > 100 * (enough + 4)) throw new Error('It never comes to rest');
			const before = this.state;
			silent = this.poll().length > 0 ? 0 : silent + 1;
			// If a poll changed nothing, the next one would not either.
			if (silent > 0 && this.state === before) return;
		}
	}
}

export { MOST_SEEN };
