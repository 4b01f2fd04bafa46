/**
 * Records what operations that must not be repeated did in this execution. Kept like the ledger of
 * sends, and for the same reason: n8n runs the whole node again on a retry.
 */
import { type IExecuteFunctions, sleep } from 'n8n-workflow';
import type { ApiRequest } from '../../core/provider';
import { contentId } from '../../core/digests';
import type { Earlier } from '../sending/earlier';
import { type Memory, memoryOf } from '../sending/ledger';
import type { Answer } from './operation';

const SLOT = 'smsSuiteOnce';

const doubt = (message: string): Answer => ({
	ok: false,
	failure: {
		class: 'unknownOutcome',
		message,
		hint: 'Check at the provider, and repeat it with a new execution if it was not done.',
	},
});
const INTERRUPTED = doubt(
	'An earlier run of this execution was interrupted, and may have done this',
);
const CLAIMED = doubt('Another Retry of this execution has done this, or is doing it');

/**
 * Claims a request that this execution has no answer to.
 *
 * @returns why it must not be made: a run that was interrupted, or another Retry, may have made it
 */
export async function claim(earlier: Earlier, key: string): Promise<Answer | undefined> {
	if (earlier.isInterrupted) return INTERRUPTED;
	return (await earlier.claim([key], sleep)).has(key) ? CLAIMED : undefined;
}

/** Tells other Retries whether a request was done. */
export async function settle(earlier: Earlier, key: string, answer: Answer): Promise<void> {
	if (!answer.ok && answer.failure.class === 'unknownOutcome') return;
	await earlier.settle(new Map([[key, answer.ok ? 'accepted' : 'notSent']]));
}

export class Once {
	private readonly memory: Memory<Answer>;

	constructor(ctx: IExecuteFunctions) {
		this.memory = memoryOf(ctx, SLOT);
	}

	/** Identifies a request of an item in this execution. */
	key(item: number, { method, path, query, body, form }: ApiRequest): string {
		const { prefix, isTool } = this.memory;
		return prefix + contentId(isTool ? 0 : item, method, path, query, body, form);
	}

	/** The answer to this request of this item, if it was done or may have been done. */
	find(item: number, request: ApiRequest): Answer | undefined {
		return this.memory.records[this.key(item, request)];
	}

	/** Forgets a request that was certainly not done, so that a retry may make it. */
	record(item: number, request: ApiRequest, answer: Answer): void {
		if (!answer.ok && answer.failure.class !== 'unknownOutcome') return;
		// Through JSON, because n8n stores it as JSON.
		this.memory.records[this.key(item, request)] = JSON.parse(JSON.stringify(answer)) as Answer;
	}
}
