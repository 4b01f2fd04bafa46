/**
 * n8n's own de-duplication store: a set of keys per workflow and node, in n8n's database, that outlives
 * executions. n8n stores only hashes of the keys. Reading and recording are one step for the node but
 * not for the database: two executions at the same moment can both see a key as new.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n drops the oldest keys beyond this number, which keeps its row below 1 MB. */
const MOST_KEYS = 30_000;
/** Keys per call: n8n searches the whole row for each one. */
const AT_ONCE = 1_000;

const parts = (keys: readonly string[]): string[][] =>
	Array.from({ length: Math.ceil(keys.length / AT_ONCE) }, (_, part) =>
		keys.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
	);

export class KeyStore {
	constructor(private readonly ctx: Pick<IExecuteFunctions, 'helpers'>) {}

	/**
	 * Records keys.
	 *
	 * @returns those that were not recorded before
	 * @throws what n8n throws if its store cannot be used
	 */
	async claim(keys: readonly string[]): Promise<Set<string>> {
		const fresh = new Set<string>();
		for (const part of parts(keys)) {
			const answer = await this.ctx.helpers.checkProcessedAndRecord(part, 'node', {
				mode: 'entries',
				maxEntries: MOST_KEYS,
			});
			for (const key of answer.new) fresh.add(String(key));
		}
		return fresh;
	}

	/**
	 * Forgets keys.
	 *
	 * @throws what n8n throws if its store cannot be used
	 */
	async release(keys: readonly string[]): Promise<void> {
		for (const part of parts(keys)) {
			await this.ctx.helpers.removeProcessed(part, 'node', { mode: 'entries' });
		}
	}
}
