/**
 * What an operation did in this execution, for those that must not be done twice. Kept like the
 * ledger of sends, and for the same reason: n8n runs the whole node again on a retry.
 */
import { createHash } from 'node:crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ApiRequest } from '../core/provider';
import type { Answer } from './operation';

const SLOT = 'smsSuiteOnce';

export class Once {
	private readonly records: Record<string, Answer>;
	private readonly prefix: string;
	private readonly isTool: boolean;

	constructor(ctx: IExecuteFunctions) {
		const context: IContextObject = ctx.getContext('node');
		this.records = (context[SLOT] ??= {}) as typeof this.records;
		// An agent that repeats a call gets a new run index for the same request.
		this.isTool = ctx.getNode().type.endsWith('Tool');
		this.prefix = this.isTool
			? 'tool:'
			: `${String((ctx.getWorkflowDataProxy(0) as IDataObject).$runIndex)}:`;
		// In a loop, earlier rounds are over: nothing can run them again.
		for (const key of Object.keys(this.records)) {
			if (!key.startsWith(this.prefix)) delete this.records[key];
		}
	}

	private key(item: number, { method, path, query, body, form }: ApiRequest): string {
		const what = JSON.stringify([this.isTool ? 0 : item, method, path, query, body, form]);
		return this.prefix + createHash('sha256').update(what).digest('base64url').slice(0, 22);
	}

	/** The answer to this request of this item, if it was done or nobody can tell whether it was. */
	find(item: number, request: ApiRequest): Answer | undefined {
		return this.records[this.key(item, request)];
	}

	/** Forgets what was certainly not done: a retry may do that. */
	record(item: number, request: ApiRequest, answer: Answer): void {
		if (!answer.ok && answer.failure.class !== 'unknownOutcome') return;
		// Through JSON, because n8n stores it as JSON.
		this.records[this.key(item, request)] = JSON.parse(JSON.stringify(answer)) as Answer;
	}
}
