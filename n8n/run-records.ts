/**
 * What a node remembers of a run, for those who must not do something twice: n8n's Retry On Fail runs
 * the whole node again in the same process, and the Retry button runs it again under a new execution
 * id. Both keep the node's context, which n8n stores with the execution as JSON.
 */
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { contentId } from '../core/digests';

export class RunRecords<T extends object> {
	private readonly records: Record<string, T>;
	private readonly prefix: string;
	/** An agent that repeats a call gets a new run index for the same items, so tools have one run. */
	readonly isTool: boolean;

	/** @param slot the name of these records in the node's context */
	constructor(ctx: IExecuteFunctions, slot: string) {
		const context: IContextObject = ctx.getContext('node');
		this.records = (context[slot] ??= {}) as Record<string, T>;
		this.isTool = ctx.getNode().type.endsWith('Tool');
		this.prefix = this.isTool
			? 'tool:'
			: `${String((ctx.getWorkflowDataProxy(0) as IDataObject).$runIndex)}:`;
		// In a loop, earlier rounds are over: nothing can run them again.
		for (const key of Object.keys(this.records)) {
			if (!key.startsWith(this.prefix)) delete this.records[key];
		}
	}

	private key(what: readonly unknown[]): string {
		return this.prefix + contentId(...what);
	}

	/** @param what the parts that together tell one thing from another; only a hash of them is kept */
	find(what: readonly unknown[]): T | undefined {
		return this.records[this.key(what)];
	}

	/** Keeps what JSON keeps of it: what a retry reads has to be what a restart reads. */
	record(what: readonly unknown[], value: T): void {
		this.records[this.key(what)] = JSON.parse(JSON.stringify(value)) as T;
	}
}
