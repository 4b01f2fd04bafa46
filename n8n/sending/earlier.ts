/**
 * What an earlier run of the same execution may have done that the ledger does not know. n8n stores the
 * ledger when the node ends, so it is missing
 * - after a crash: the Retry button then starts the workflow from its beginning;
 * - for a second Retry of the same failed execution: what the first one did is stored with the first one.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { type Failure, failAll, type Fate, isUnsure } from '../../core/outcome';
import { KeyStore } from '../store';
import { type Claim, endOf, keysOf, type Settled, stateOf } from './claims';
import { type Mark, markOf } from './ledger';

/** How far back a history is asked about a run that was interrupted, of which no time is known. */
const LONGEST_BACK_MS = 24 * 60 * 60_000;

/** The parts of n8n's data proxy that tell what happened before. */
interface Before {
	readonly $runIndex: number;
	readonly $prevNode: { readonly name?: string; readonly runIndex?: number };
	readonly $items: (
		node: string,
		output: number,
		run: number,
	) => ReadonlyArray<{ readonly json: object }>;
	readonly $: (node: string) => { readonly isExecuted: boolean };
}

/**
 * Whether the previous node has been run once more from the start of the workflow. n8n gives a crashed
 * execution an artificial item for every node that its log lists as finished; a trigger never runs
 * twice otherwise. A loop has a second run of the previous node too, but with the items of the first.
 */
function beganAnew(ctx: IExecuteFunctions, { $prevNode, $items }: Before): boolean {
	const { name, runIndex = 0 } = $prevNode;
	if (!name || runIndex === 0) return false;
	if (ctx.getParentNodes(name).length === 0) return true;
	try {
		const [first] = $items(name, 0, 0);
		return first !== undefined && 'isArtificialRecoveredEventItem' in first.json;
	} catch {
		// It has no items: it was interrupted itself, before this node began.
		return false;
	}
}

/** Whether an earlier run of this node left no trace in the context, because n8n was killed. */
function interruption(ctx: IExecuteFunctions): Mark['interrupted'] {
	if (ctx.getMode() !== 'retry') return undefined;
	const before = ctx.getWorkflowDataProxy(0) as object as Before;
	if (beganAnew(ctx, before)) return true;
	// With Save Execution Progress, only this node is repeated.
	return before.$(ctx.getNode().name).isExecuted ? before.$runIndex : undefined;
}

const INTERRUPTED: Failure = {
	class: 'unknownOutcome',
	code: 'INTERRUPTED',
	message: 'An earlier run of this execution was interrupted, and may have sent this message',
	hint: 'Look for the message at the provider. If it is not there, send it with a new execution.',
};

const CLAIMED: Failure = {
	class: 'unknownOutcome',
	code: 'CLAIMED',
	message: 'Another Retry of this execution has sent this message, or is sending it',
	hint: 'Look at the executions of this workflow, or for the message at the provider.',
};

const unknown = (failure: Failure): Fate => ({
	results: failAll([{ index: 0 }], 'unknown', failure),
	attempts: [],
});
const ACCEPTED: Fate = { results: [{ index: 0, outcome: 'accepted' }], attempts: [] };

const claimOf = (id: string, key: string): Claim => ({
	held: [`retry:${id}:${key}`],
	open: `retry?${id}:${key}`,
});

export class Earlier {
	/** A retry whose other Retries may have sent something. */
	readonly isShared: boolean;
	private readonly mark: Mark;
	private readonly store: KeyStore;
	private readonly mine = new Set<string>();
	/** The store failed, so nobody knows what other Retries have sent. */
	hasFailed = false;

	/** Must be created before anything else of the node's run can fail. */
	constructor(private readonly ctx: IExecuteFunctions) {
		const { mark, isNew } = markOf(ctx);
		if (isNew) mark.interrupted = interruption(ctx);
		this.mark = mark;
		this.isShared = !isNew && ctx.getMode() === 'retry';
		this.store = new KeyStore(ctx);
	}

	/** Whether messages that the ledger does not know may have been sent by a run that was interrupted. */
	get isInterrupted(): boolean {
		const { interrupted } = this.mark;
		if (interrupted === undefined) return false;
		if (interrupted === true) return true;
		const { $runIndex } = this.ctx.getWorkflowDataProxy(0) as object as Before;
		return $runIndex === interrupted;
	}

	/** Whether it may have sent anything that the ledger does not know. */
	get mayHaveSent(): boolean {
		return this.isShared || this.isInterrupted;
	}

	/** The earliest time at which an earlier run can have sent a message. */
	get since(): number {
		const earliest = Date.now() - LONGEST_BACK_MS;
		return this.mark.interrupted === undefined ? Math.max(this.mark.began, earliest) : earliest;
	}

	/**
	 * Claims messages before they are sent.
	 *
	 * @param keys of the ledger
	 * @returns what is known about those that must not simply be sent
	 */
	async claim(
		keys: readonly string[],
		sleep: (ms: number) => Promise<void>,
	): Promise<Map<string, Fate>> {
		const fates = new Map<string, Fate>();
		if (!this.isShared || this.hasFailed) return fates;
		const { id } = this.mark;
		const claims = new Map(keys.map((key) => [key, claimOf(id, key)]));
		let fresh: Set<string>;
		try {
			fresh = new Set(await this.store.claimForSure([...claims.values()].flatMap(keysOf), sleep));
		} catch {
			// A text that nobody gets would be worse, and most executions are retried only once.
			this.hasFailed = true;
			return fates;
		}
		const accepted: string[] = [];
		for (const [key, claim] of claims) {
			const state = stateOf(claim, fresh);
			if (state === 'mine') this.mine.add(key);
			else fates.set(key, state === 'accepted' ? ACCEPTED : unknown(CLAIMED));
			if (state === 'accepted') accepted.push(claim.open);
		}
		await this.release(accepted);
		return fates;
	}

	/**
	 * What is known about a message with several keys: it is accepted only if it is for all of them.
	 *
	 * @param claimed as {@link claim} gave it
	 */
	joint(keys: readonly string[], claimed: ReadonlyMap<string, Fate>): Fate | undefined {
		const fates = keys.flatMap((key) => claimed.get(key) ?? []);
		if (fates.length === 0 || fates.length === keys.length) return fates.find(isUnsure) ?? fates[0];
		return unknown(CLAIMED);
	}

	/** What is known about a message of a run that was interrupted. */
	readonly interruptedFate = unknown(INTERRUPTED);

	/**
	 * Tells other Retries what became of the messages: accepted ones stay held, unsent ones are released.
	 *
	 * @param outcomes of the messages whose outcome is known, by key
	 */
	async settle(outcomes: ReadonlyMap<string, Settled>): Promise<void> {
		if (!this.isShared || this.hasFailed) return;
		const { id } = this.mark;
		const over = [...outcomes]
			.filter(([key, outcome]) => outcome === 'accepted' || this.mine.has(key))
			.flatMap(([key, outcome]) => endOf(claimOf(id, key), outcome));
		await this.release(over);
	}

	private async release(keys: readonly string[]): Promise<void> {
		try {
			await this.store.release(keys);
		} catch {
			// A claim that is kept can only hold a message back.
		}
	}
}
