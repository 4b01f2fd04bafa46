/**
 * The events that a webhook node has seen, so that no event starts a workflow twice. Kept in this
 * process, where two simultaneous calls cannot both be first, and in the node's static data, which
 * survives a restart. n8n loads static data anew for every call and writes it back as a whole, so
 * simultaneous calls overwrite each other; every write therefore contains everything known so far.
 */
import type { IDataObject } from 'n8n-workflow';
import type { WebhookCall, WebhookEvent } from '../../core/receiving/webhook';
import { fingerprint, newSalt } from '../../core/digests';

/** Characters of a hash: with 4,000 keys, one in 70 billion new keys is taken for a known one. */
const WIDTH = 8;
/** Characters of a body's hash: longer, because the thief of a token could search for a colliding body. */
const BODY_WIDTH = 12;
/** Hashes kept in this process, for bursts. */
const KEPT_HERE = 20_000;
/** Hashes kept in static data, which stays below 64 kB in total. */
const KEPT_KEYS = 4_000;
const KEPT_TOKENS = 1_500;

/** The newest of many hashes, each with an associated hash or an empty value. */
class Newest {
	private readonly entries = new Map<string, string>();
	private loaded = '';

	/** @param stored   how many hashes static data keeps @param valueWidth characters of each value */
	constructor(
		private readonly stored: number,
		private readonly valueWidth: number,
	) {}

	get(hash: string): string | undefined {
		return this.entries.get(hash);
	}

	add(hash: string, value = ''): void {
		this.entries.delete(hash);
		this.entries.set(hash, value);
		if (this.entries.size <= KEPT_HERE) return;
		const [oldest] = this.entries.keys();
		if (oldest !== undefined) this.entries.delete(oldest);
	}

	load(written: unknown): void {
		if (typeof written !== 'string' || written === this.loaded) return;
		const size = WIDTH + this.valueWidth;
		for (let start = 0; start + size <= written.length; start += size) {
			const hash = written.slice(start, start + WIDTH);
			if (!this.entries.has(hash)) this.add(hash, written.slice(start + WIDTH, start + size));
		}
		this.loaded = written;
	}

	save(): string {
		const newest = [...this.entries].slice(-this.stored);
		this.loaded = newest.map(([hash, value]) => hash + value).join('');
		return this.loaded;
	}
}

export type Taken =
	| {
			/** The events that are new, in the order of the call. */
			readonly fresh: readonly WebhookEvent[];
			readonly repeated: number;
			/** Whether there is something that static data does not contain yet. */
			readonly isChanged: boolean;
	  }
	| 'replayed';

export class WebhookMemory {
	private readonly keys = new Newest(KEPT_KEYS, 0);
	private readonly tokens = new Newest(KEPT_TOKENS, BODY_WIDTH);
	/** Nobody can compute the hashes in advance. Stored, so that it is the same after a restart. */
	private salt = newSalt();

	/** Loads what only static data has: entries written before a restart, or by another process. */
	load(data: IDataObject): void {
		// State without a salt is from before: its hashes stay as they are.
		const salt = data.salt ?? (data.seen === undefined ? this.salt : '');
		if (typeof salt === 'string') this.salt = salt;
		this.keys.load(data.seen);
		this.tokens.load(data.tokens);
	}

	/** Separates new events from known ones and records them. Synchronous, so calls cannot interleave. */
	take(
		scope: string,
		call: WebhookCall,
		token: string | undefined,
		events: readonly WebhookEvent[],
	): Taken {
		const use = token === undefined ? 'known' : this.use(`${this.salt}${scope} ${token}`, call);
		if (use === 'stolen') return 'replayed';
		const fresh = events.filter(({ key }) => {
			const hash = fingerprint(`${this.salt}${scope} ${key}`, WIDTH);
			if (this.keys.get(hash) !== undefined) return false;
			this.keys.add(hash);
			return true;
		});
		const isChanged = use === 'new' || fresh.length > 0;
		return { fresh, repeated: events.length - fresh.length, isChanged };
	}

	/** Uses up a token. If it comes again with the same body, the call is a repeat. */
	private use(token: string, { text, body }: WebhookCall): 'new' | 'known' | 'stolen' {
		const hash = fingerprint(token, WIDTH);
		const print = fingerprint(this.salt + (text || JSON.stringify(body)), BODY_WIDTH);
		const before = this.tokens.get(hash);
		if (before !== undefined) return before === print ? 'known' : 'stolen';
		this.tokens.add(hash, print);
		return 'new';
	}

	save(data: IDataObject): void {
		data.salt = this.salt;
		data.seen = this.keys.save();
		data.tokens = this.tokens.save();
	}
}

const memories = new Map<string, WebhookMemory>();

/** @param place from {@link placeOfNode}: the ids of two nodes can be the same */
const nameOf = (workflowId: string, place: string): string => `${workflowId}/${place}`;

/** Returns the memory of a node in this process. */
export function memoryOf(workflowId: string, place: string): WebhookMemory {
	const name = nameOf(workflowId, place);
	const known = memories.get(name) ?? new WebhookMemory();
	memories.set(name, known);
	return known;
}

/** Frees memory when a workflow is deactivated; static data still has the newest entries. */
export function forgetMemoryOf(workflowId: string, place: string): void {
	memories.delete(nameOf(workflowId, place));
}
