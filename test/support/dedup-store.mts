/**
 * n8n's de-duplication store, in memory. It behaves as the server's does: one list of hashes per workflow
 * and node, checking records, and the oldest hashes are dropped beyond a maximum.
 */
import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import {
	type DeduplicationItemTypes,
	type ICheckProcessedContextData,
	type ICheckProcessedOptions,
	type IDataDeduplicator,
} from 'n8n-workflow';

const hash = (item: DeduplicationItemTypes) =>
	createHash('md5').update(String(item)).digest('base64');

const rowOf = ({ workflow, node }: ICheckProcessedContextData) => `${workflow.id}/${node?.id}`;

export class DedupStore implements IDataDeduplicator {
	private readonly rows = new Map<string, string[]>();
	/** Set: every call fails, as it does when the database is away. */
	isDown = false;
	calls = 0;

	/** What is stored of all nodes. */
	get size(): number {
		return [...this.rows.values()].reduce((sum, row) => sum + row.length, 0);
	}

	clear(): void {
		this.rows.clear();
		this.isDown = false;
		this.calls = 0;
	}

	private async open(): Promise<void> {
		this.calls++;
		await new Promise((resolve) => setImmediate(resolve));
		if (this.isDown) throw new Error('The database is away');
	}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		_scope: 'node' | 'workflow',
		context: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	) {
		await this.open();
		const name = rowOf(context);
		const row = [...(this.rows.get(name) ?? [])];
		// As n8n: only what was stored before counts, not repetitions within the call.
		const before = new Set(row);
		const answer = {
			new: [] as DeduplicationItemTypes[],
			processed: [] as DeduplicationItemTypes[],
		};
		for (const item of items) {
			const key = hash(item);
			if (before.has(key)) answer.processed.push(item);
			else {
				answer.new.push(item);
				row.push(key);
			}
		}
		if (maxEntries) row.splice(0, row.length - maxEntries);
		this.rows.set(name, row);
		return answer;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		_scope: 'node' | 'workflow',
		context: ICheckProcessedContextData,
	): Promise<void> {
		await this.open();
		const row = this.rows.get(rowOf(context)) ?? [];
		for (const item of items) {
			const at = row.indexOf(hash(item));
			if (at >= 0) row.splice(at, 1);
		}
	}

	async clearAllProcessedItems(
		_scope: 'node' | 'workflow',
		context: ICheckProcessedContextData,
	): Promise<void> {
		await this.open();
		this.rows.delete(rowOf(context));
	}

	async getProcessedDataCount(
		_scope: 'node' | 'workflow',
		context: ICheckProcessedContextData,
	): Promise<number> {
		await this.open();
		return this.rows.get(rowOf(context))?.length ?? 0;
	}
}

let store: DedupStore | undefined;

/** The store of this process: n8n-core takes one, once. */
export async function dedupStore(): Promise<DedupStore> {
	if (!store) {
		store = new DedupStore();
		await DataDeduplicationService.init(store);
	}
	return store;
}
