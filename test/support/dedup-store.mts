/**
 * n8n's de-duplication store without its database: the same answers, the same whole-row reads and writes
 * (n8n's deduplication-helper, mode "entries"). Several processes are several `await`s here.
 */
import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import { type ICheckProcessedContextData } from 'n8n-workflow';

type Options = { mode: string; maxEntries?: number };
type Key = string | number;

const hashOf = (key: Key): string => createHash('md5').update(String(key)).digest('base64');
const rowOf = ({ workflow, node }: ICheckProcessedContextData): string =>
	`${String(workflow.id)} n:${node?.id ?? ''}`;

export class DedupStore {
	readonly rows = new Map<string, string[]>();
	/** Calls so far, for tests of what a run costs. */
	calls = 0;
	/** Throws as n8n does when its database does not answer. */
	isDown = false;
	/** Called between reading and writing: what another process does meanwhile. */
	meanwhile: (() => void) | undefined;
	/** Called with a copy of the rows after each write. */
	afterWrite: ((rows: Array<[string, string[]]>) => void) | undefined;

	reset(): void {
		this.rows.clear();
		this.calls = 0;
		this.isDown = false;
		this.meanwhile = undefined;
		this.afterWrite = undefined;
	}

	private async read(context: ICheckProcessedContextData): Promise<string[] | undefined> {
		this.calls++;
		await Promise.resolve();
		if (this.isDown) throw new Error('Connection terminated');
		const row = this.rows.get(rowOf(context));
		return row && [...row];
	}

	private async write(context: ICheckProcessedContextData, row: string[]): Promise<void> {
		const { meanwhile } = this;
		this.meanwhile = undefined;
		meanwhile?.();
		await Promise.resolve();
		this.rows.set(rowOf(context), row);
		this.afterWrite?.([...this.rows].map(([name, keys]) => [name, [...keys]]));
	}

	async checkProcessedAndRecord(
		keys: Key[],
		_scope: string,
		context: ICheckProcessedContextData,
		{ maxEntries }: Options,
	): Promise<{ new: Key[]; processed: Key[] }> {
		const stored = await this.read(context);
		const row = stored ?? [];
		// As n8n does: what the call itself repeats is not recognised.
		const known = new Set(row);
		const answer: { new: Key[]; processed: Key[] } = { new: [], processed: [] };
		for (const key of keys) {
			const hash = hashOf(key);
			(known.has(hash) ? answer.processed : answer.new).push(key);
			if (!known.has(hash)) row.push(hash);
		}
		if (maxEntries) row.splice(0, row.length - maxEntries);
		await this.write(context, row);
		return answer;
	}

	async removeProcessed(
		keys: Key[],
		_scope: string,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const row = await this.read(context);
		if (!row) return;
		for (const key of keys) {
			const at = row.indexOf(hashOf(key));
			if (at !== -1) row.splice(at, 1);
		}
		await this.write(context, row);
	}

	async clearAllProcessedItems(_scope: string, context: ICheckProcessedContextData): Promise<void> {
		this.rows.delete(rowOf(context));
		await Promise.resolve();
	}

	async getProcessedDataCount(
		_scope: string,
		context: ICheckProcessedContextData,
	): Promise<number> {
		await Promise.resolve();
		return this.rows.get(rowOf(context))?.length ?? 0;
	}
}

/** The store of all engines of this test file. */
export const dedupStore = new DedupStore();

/** Gives n8n the store. n8n takes one per process, and tests of several files share a process. */
export function provideStore(): void {
	try {
		Object.assign(DataDeduplicationService.getInstance(), { deduplicator: dedupStore });
	} catch {
		void DataDeduplicationService.init(dedupStore);
	}
}
