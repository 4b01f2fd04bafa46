/**
 * n8n's de-duplication store: a list of keys in n8n's database, one list per workflow and node, shared
 * by all executions and processes. n8n has no other place that executions share and that a node may use.
 */
import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** Keys kept per node; n8n then drops the oldest. Each takes 27 bytes in one row of the database. */
const MOST_KEYS = 20_000;
const ENTRIES = { mode: 'entries', maxEntries: MOST_KEYS } as const;
/** Longer than another process takes between reading the list and writing it. */
const VERIFY_MS = 100;
const ATTEMPTS = 5;

/** Calls of this process run one after another, because n8n reads the whole list and then writes it. */
const turns = new Map<string, Promise<unknown>>();

/** What a store needs of n8n's context. */
type StoreContext = Pick<IExecuteFunctions, 'getNode' | 'getWorkflow'> & {
	readonly helpers: Pick<
		IExecuteFunctions['helpers'],
		'checkProcessedAndRecord' | 'removeProcessed'
	>;
};

/** What is done in one turn, in this order. */
interface Exchange {
	readonly forget?: readonly string[];
	readonly record: readonly string[];
	/** Chooses from the keys that were not recorded before those that are forgotten again. */
	surplus(fresh: ReadonlySet<string>): readonly string[];
}

/**
 * The numbers of the current period and of as many before it as a time has, because the store knows no
 * times. Who looks for a key of each of them finds what was recorded within that time, or up to a period
 * longer ago.
 *
 * @param now milliseconds
 * @param parts periods into which the time is divided
 */
export function periodsOf(now: number, minutes: number, parts: number): [number, ...number[]] {
	const current = Math.floor(now / ((minutes * 60_000) / parts));
	return [current, ...Array.from({ length: parts }, (_, back) => current - 1 - back)];
}

export class KeyStore {
	private readonly row: string;

	constructor(private readonly ctx: StoreContext) {
		this.row = JSON.stringify([ctx.getWorkflow().id, ctx.getNode().id]);
	}

	/**
	 * Records the keys and returns those that were not recorded before. Atomic within this process only.
	 *
	 * @throws what n8n throws if its database does not answer, or an Error where there is no store
	 */
	async claim(keys: readonly string[]): Promise<string[]> {
		if (keys.length === 0) return [];
		return await this.inTurn(async () => await this.record(keys));
	}

	/**
	 * The same across processes: n8n's store reads and then writes, so two processes can each take a key
	 * for new, and the later one overwrites what the other has written. So a token is written along, and
	 * a moment later the keys are ours only if it is still there. What remains is a process that takes
	 * longer than that moment between reading and writing.
	 *
	 * @param sleep waits this many milliseconds
	 * @throws as `claim`, and if others keep overwriting the list
	 */
	async claimForSure(
		keys: readonly string[],
		sleep: (ms: number) => Promise<void>,
	): Promise<string[]> {
		if (keys.length === 0) return [];
		for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
			const token = `token:${randomUUID()}`;
			const fresh = await this.claim([...keys, token]);
			const ours = fresh.filter((key) => key !== token);
			if (ours.length > 0) await sleep(VERIFY_MS);
			const isOverwritten = ours.length > 0 && (await this.claim([token])).length > 0;
			await this.release([token]);
			if (!isOverwritten) return ours;
		}
		throw new Error('Other executions of this node keep overwriting the list of keys');
	}

	/**
	 * Forgets and records keys; no other call of this process comes between.
	 *
	 * @param start called when it is our turn
	 * @throws as `claim`
	 */
	async exchange(start: () => Exchange): Promise<void> {
		await this.inTurn(async () => {
			const { forget = [], record, surplus } = start();
			await this.remove(forget);
			if (record.length === 0) return [];
			// Room for those that are only asked about, so that they push no others out.
			const fresh = await this.record(record, record.length);
			await this.remove(surplus(new Set(fresh)));
			return [];
		});
	}

	/** Forgets these keys. @throws as `claim` */
	async release(keys: readonly string[]): Promise<void> {
		if (keys.length === 0) return;
		await this.inTurn(async () => {
			await this.remove(keys);
			return [];
		});
	}

	private async remove(keys: readonly string[]): Promise<void> {
		if (keys.length > 0) await this.ctx.helpers.removeProcessed([...keys], 'node', ENTRIES);
	}

	private async record(keys: readonly string[], room = 0): Promise<string[]> {
		const { checkProcessedAndRecord: record } = this.ctx.helpers;
		const options = { ...ENTRIES, maxEntries: MOST_KEYS + room };
		// The very first keys of a node are inserted: of two processes that do so, one fails.
		const answer = await record([...keys], 'node', options).catch(
			async () => await record([...keys], 'node', options),
		);
		return answer.new.map(String);
	}

	private async inTurn(work: () => Promise<string[]>): Promise<string[]> {
		const before = turns.get(this.row) ?? Promise.resolve();
		const mine = before.then(work, work);
		// The next one waits for this one, whatever its outcome.
		const settled = mine.then(
			() => undefined,
			() => undefined,
		);
		turns.set(this.row, settled);
		await settled;
		if (turns.get(this.row) === settled) turns.delete(this.row);
		return await mine;
	}
}
