/** What an operation did in this execution, for those that must not be done twice. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { ApiRequest } from '../core/provider';
import type { Answer } from './operation';
import { RunRecords } from './run-records';

export class Once {
	private readonly records: RunRecords<Answer>;

	constructor(ctx: IExecuteFunctions) {
		this.records = new RunRecords(ctx, 'smsSuiteOnce');
	}

	private partsOf(item: number, { method, path, query, body, form }: ApiRequest): unknown[] {
		return [this.records.isTool ? 0 : item, method, path, query, body, form];
	}

	/** The answer to this request of this item, if it was done or nobody can tell whether it was. */
	find(item: number, request: ApiRequest): Answer | undefined {
		return this.records.find(this.partsOf(item, request));
	}

	/** Forgets what was certainly not done: a retry may do that. */
	record(item: number, request: ApiRequest, answer: Answer): void {
		if (!answer.ok && answer.failure.class !== 'unknownOutcome') return;
		this.records.record(this.partsOf(item, request), answer);
	}
}
