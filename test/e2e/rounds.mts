import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL } from '../../demo/rest.mts';
import { say } from '../../demo/say.mts';
import { answersTo, answering } from './answering.mts';
import { until } from '../support/patience.mts';
import { type Place } from './place.mts';
import { type Source } from './sources.mts';

/** More than one, to see whether a batch stays together. */
const BATCH = 3;
const SETTLE_LIMIT_MS = 30_000;
/**
 * An execution that is killed before it begins stays "new" (queued) for ever: at startup, n8n 2.8.4 picks
 * it up, and reports that another process is already resuming it.
 */
const OVER = [...FINAL, 'new'];
/**
 * An execution that is killed between its start and its log entry may stay "running" for ever. Real ones
 * take a tenth of a second: one without progress for this long is not running.
 */
const LEFT_RUNNING_MS = 4_000;

/** The texts that one round wrote to one source. */
export interface Batch {
	source: Source;
	texts: string[];
	/** Milliseconds from when n8n received it until n8n ended; `undefined` if it was received only later. */
	killedAfterMs: number | undefined;
	/** Final statuses of the executions in the round, oldest first. */
	executions: string[];
}

/** Sources with their workflows in n8n, and all texts written to them. */
export class Rounds {
	readonly batches: Batch[] = [];
	private readonly workflows = new Map<Source, string>();

	constructor(
		private readonly place: Place,
		readonly sources: readonly Source[],
	) {}

	async begin(): Promise<void> {
		for (const source of this.sources) {
			const workflow = answering(this.place, source.name, source.trigger);
			this.workflows.set(source, await this.place.rest.publish(workflow));
			await source.prepare?.(this.place);
		}
		await this.settle();
	}

	/** Writes a batch to each of these sources. */
	private write(sources: readonly Source[]): Batch[] {
		const round = this.batches.length + 1;
		const batches = sources.map((source): Batch => {
			const texts = Array.from({ length: BATCH }, (_, n) => `${source.name}, ${round}.${n + 1}`);
			for (const text of texts) source.write(this.place.sandbox, text);
			return { source, texts, killedAfterMs: undefined, executions: [] };
		});
		this.batches.push(...batches);
		return batches;
	}

	/**
	 * Writes to a source and to the others with its pace, ends n8n `delayMs` after it received the texts,
	 * and starts it again.
	 */
	async play(lead: Source, delayMs: number, end: 'kill' | 'stop' = 'kill'): Promise<Batch[]> {
		const { place } = this;
		const sources = this.sources.filter(({ pace }) => pace === lead.pace);
		const before = await this.executions(sources);
		const watches = sources.map((source) => ({ source, isGiven: source.watch(place.sandbox) }));
		const batches = this.write(sources);
		const givenAt = new Map<Source, number>();
		const look = () => {
			for (const { source, isGiven } of watches) {
				if (!givenAt.has(source) && isGiven()) givenAt.set(source, performance.now());
			}
			return givenAt.get(lead);
		};
		const begun = await until('texts to be received', SETTLE_LIMIT_MS, look, 1);
		// Keep watching meanwhile, because the others may follow.
		while (performance.now() < begun + delayMs) {
			await sleep(1);
			look();
		}
		const endedAt = performance.now();
		const ended = place[end]();
		look();
		await ended;
		for (const batch of batches) {
			const at = givenAt.get(batch.source);
			if (at !== undefined) batch.killedAfterMs = Math.max(0, Math.round(endedAt - at));
		}
		say(`${end}: ${batches.map((one) => `${one.source.name} ${one.killedAfterMs} ms`).join(', ')}`);

		await place.start();
		await this.settle();
		const after = await this.executions(sources);
		for (const batch of batches) {
			const known = new Set(before.get(batch.source)?.map(({ id }) => id));
			const fresh = after.get(batch.source)?.filter(({ id }) => !known.has(id)) ?? [];
			batch.executions = fresh.map(({ status }) => status).reverse();
		}
		return batches;
	}

	/** Writes to every source while n8n is down. */
	async playWhileDown(): Promise<Batch[]> {
		await this.place.stop();
		const batches = this.write(this.sources);
		await this.place.start();
		await this.settle();
		return batches;
	}

	/** Waits until n8n has received and processed everything. */
	async settle(): Promise<void> {
		const { sandbox } = this.place;
		const asked = this.sources.map((source) => source.hasAsked(sandbox));
		// With the second request, it has acknowledged what it received with the first.
		await until('n8n to request texts', SETTLE_LIMIT_MS, () => asked.every((has) => has(2)));
		let before = '';
		let since = 0;
		await until(
			'every execution to end',
			SETTLE_LIMIT_MS,
			async () => {
				const all = [...(await this.executions(this.sources)).values()].flat();
				const now = JSON.stringify([all, sandbox.messages().length]);
				if (now !== before) since = Date.now();
				before = now;
				const quietMs = Date.now() - since;
				const isOver = all.every(({ status }) => OVER.includes(status));
				return quietMs >= (isOver ? 150 : LEFT_RUNNING_MS);
			},
			200,
		);
	}

	private async executions(sources: readonly Source[]) {
		const lists = sources.map(async (source) => {
			const workflow = this.workflows.get(source) ?? '';
			return [source, await this.place.rest.executions(workflow)] as const;
		});
		return new Map(await Promise.all(lists));
	}

	/** How often each text of a batch has been answered so far. */
	answers({ texts }: Batch): number[] {
		return texts.map((text) => answersTo(this.place, text));
	}

	/** One line per source: the delays in milliseconds after which a kill lost texts. */
	windows(): string[] {
		return this.sources.map((source) => {
			const mine = this.batches.filter((batch) => batch.source === source);
			const ended = mine.filter(({ killedAfterMs }) => killedAfterMs !== undefined);
			const times = ended
				.filter((batch) => this.answers(batch).includes(0))
				.map(({ killedAfterMs }) => killedAfterMs ?? 0);
			const window = `${Math.min(...times)} to ${Math.max(...times)} ms after n8n received them`;
			const lost = times.length === 0 ? 'nothing lost' : `lost in ${times.length}, ${window}`;
			return `${source.name}: ended ${ended.length} times, ${lost}`;
		});
	}

	/** The outcome of every batch as a Markdown table, the shortest delay first. */
	table(): string {
		const rows = this.batches
			.filter(({ killedAfterMs }) => killedAfterMs !== undefined)
			.sort((a, b) => (a.killedAfterMs ?? 0) - (b.killedAfterMs ?? 0))
			.map((batch) => {
				const counts = this.answers(batch);
				const lost = counts.filter((count) => count === 0).length;
				const repeated = counts.filter((count) => count > 1).length;
				const runs = batch.executions.join(', ') || 'none';
				return [batch.killedAfterMs, batch.source.name, BATCH, lost, repeated, runs];
			});
		const head = ['ended after ms', 'source', 'texts', 'lost', 'repeated', 'executions in n8n'];
		return [head, head.map(() => '---'), ...rows]
			.map((cells) => `| ${cells.join(' | ')} |`)
			.join('\n');
	}
}
