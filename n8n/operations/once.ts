/**
 * Records what operations that must not be repeated did in this execution. Kept like the ledger of
 * sends, and for the same reason: n8n runs the whole node again on a retry.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { ApiRequest } from '../../core/provider';
import { contentId } from '../../core/digests';
import { type Memory, memoryOf } from '../sending/ledger';
import type { Answer } from './operation';

const SLOT = 'smsSuiteOnce';

export class Once {
	private readonly memory: Memory<Answer>;

	constructor(ctx: IExecuteFunctions) {
		this.memory = memoryOf(ctx, SLOT);
	}

	private key(item: number, { method, path, query, body, form }: ApiRequest): string {
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
