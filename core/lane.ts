/**
 * One run against one provider's account: bounded, paced, retried only where nothing was sent
 * (design §4.2, §4.4), and no longer than the provider is worth asking.
 */
import { Slots } from './bounded';
import { type Attempt, type Fate, followUp, isUnsure } from './fate';
import { Health, isDown } from './health';
import type { OutboundMessage } from './message';
import {
	FAILURES,
	type Failed,
	type Failure,
	failAll,
	isFailed,
	isTimeout,
	type SendResult,
} from './outcome';
import type { Batch, Regrouped, Target } from './provider';
import { longestWaitMs } from './retry-after';

export interface LaneSettings {
	/** Requests under way at once, per provider. */
	readonly concurrency: number;
	/** Further tries of a request that was not sent. */
	readonly maxRetries: number;
	/** Requests started per second at most, per provider; no limit if absent. */
	readonly maxRate?: number;
}

/** What sending needs of the outside world. */
export interface Ports {
	now(): number;
	/** In [0, 1). */
	random(): number;
	/** Waits that many milliseconds, or less if the execution is cancelled. */
	sleep(ms: number): Promise<void>;
	cancelled(): boolean;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** Where another provider could take the message meanwhile. */
const LONGEST_WAIT_WITH_NEXT_MS = 5_000;

const CANCELLED: Failure = {
	class: 'configuration',
	code: 'CANCELLED',
	message: 'Not sent, because the execution was cancelled',
};

const NOT_GROUPED: Failure = {
	class: 'configuration',
	code: 'NOT_GROUPED',
	message: 'Not sent, because the provider has no request for this message',
};

/** Whether the same provider may be asked again for this message. */
function mayRetry(result: SendResult): result is Failed {
	return isFailed(result) && result.outcome === 'notSent' && FAILURES[result.failure.class].retry;
}

/**
 * Milliseconds until the next try, or `undefined` if the provider asks for more than we wait.
 *
 * @param longest milliseconds that we wait for a provider that asks for them
 */
export function waitBefore(
	failures: readonly Failure[],
	tries: number,
	random: number,
	longest = LONGEST_WAIT_MS,
): number | undefined {
	const asked = longestWaitMs(failures);
	if (asked !== undefined && asked > longest) return undefined;
	const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
	// Full jitter above what was asked, so that parallel executions do not come back at once.
	return asked === undefined ? backoff * (0.5 + random / 2) : asked + random * FIRST_WAIT_MS;
}

/** Whether another provider can take a message if this one does not. */
export type HasNext = (message: OutboundMessage) => boolean;

type Fates = Map<OutboundMessage, Fate>;

interface Answered {
	readonly results: ReadonlyMap<OutboundMessage, readonly SendResult[]>;
	/** What has to travel in other requests. */
	readonly others: readonly Batch[];
}

export class Lane {
	private readonly slots: Slots;
	private readonly health: Health;
	private nextStart = 0;
	/** Set by a rate limit: nobody starts before. */
	private notBefore = 0;
	/** Lookups take turns, so that no row of a history is taken twice. */
	private lookups: Promise<unknown> = Promise.resolve();
	/** Ids of messages that are known to have been accepted. */
	private readonly taken = new Set<string>();
	private canLookUp = true;

	constructor(
		private readonly target: Target,
		private readonly settings: LaneSettings,
		private readonly ports: Ports,
	) {
		this.slots = new Slots(settings.concurrency);
		this.health = new Health(target.provider.displayName);
	}

	get providerId(): string {
		return this.target.provider.id;
	}

	/**
	 * Sends messages and tells each one's fate as soon as this provider has had its say.
	 * May be called again while it runs.
	 *
	 * @param settled called once per message, in any order
	 */
	async run(
		messages: readonly OutboundMessage[],
		hasNext: HasNext,
		settled: (message: OutboundMessage, fate: Fate) => void,
	): Promise<void> {
		const batches = this.target.account.group(messages);
		this.settleUngrouped(messages, batches, settled);
		await Promise.all(batches.map(async (batch) => await this.process(batch, hasNext, settled)));
	}

	private settleUngrouped(
		messages: readonly OutboundMessage[],
		batches: readonly Batch[],
		settled: (message: OutboundMessage, fate: Fate) => void,
	): void {
		const grouped = new Set(batches.flatMap((batch) => batch.messages));
		for (const message of messages) {
			if (!grouped.has(message)) settled(message, this.unsent(message, NOT_GROUPED));
		}
	}

	private async process(
		batch: Batch,
		hasNext: HasNext,
		settled: (message: OutboundMessage, fate: Fate) => void,
	): Promise<void> {
		const { fates, regroup } = await this.slots.use(async () => {
			const sent = await this.sendUntilSettled(batch, hasNext);
			await this.clearDoubts(sent.fates, sent.since);
			return sent;
		});
		for (const [message, fate] of fates) settled(message, fate);
		await Promise.all(regroup.map(async (part) => await this.process(part, hasNext, settled)));
	}

	/** Sends a batch, then what was not sent of it again, within the limits of the settings. */
	private async sendUntilSettled(
		batch: Batch,
		hasNext: HasNext,
	): Promise<{ fates: Fates; since: number; regroup: readonly Batch[] }> {
		const fates: Fates = new Map();
		const regroup: Batch[] = [];
		const since = this.ports.now();
		const canMoveOn = batch.messages.every(hasNext);
		let open = batch;
		for (let tries = 0; ; tries++) {
			await this.takeTurn(canMoveOn);
			const obstacle = this.ports.cancelled() ? CANCELLED : this.health.obstacle(canMoveOn);
			if (obstacle) {
				// What an earlier try said stays said.
				for (const message of open.messages) {
					if (fates.has(message)) continue;
					fates.set(
						message,
						hasNext(message) ? this.skip(message, obstacle) : this.unsent(message, obstacle),
					);
				}
				return { fates, since, regroup };
			}
			const { results, others } = await this.send(open);
			regroup.push(...others);
			for (const { messages } of others) for (const message of messages) fates.delete(message);
			for (const [message, told] of results) {
				fates.set(message, this.extend(fates.get(message), told));
			}
			const again = open.messages.filter((message) => results.get(message)?.every(mayRetry));
			if (again.length === 0) return { fates, since, regroup };
			const told = again.flatMap((message) => results.get(message) ?? []);
			const isStillDown = [...fates.values()].every((fate) => fate.results.every(isDown));
			if (!(await this.mayTryAgain(told, isStillDown, tries, canMoveOn))) {
				return { fates, since, regroup };
			}
			open = { ...batch, messages: again };
		}
	}

	/** Waits for the next try, if there is to be one. */
	private async mayTryAgain(
		told: readonly SendResult[],
		isStillDown: boolean,
		tries: number,
		canMoveOn: boolean,
	): Promise<boolean> {
		const failures = told.filter(isFailed).map(({ failure }) => failure);
		const longest = canMoveOn ? LONGEST_WAIT_WITH_NEXT_MS : LONGEST_WAIT_MS;
		const wait = waitBefore(failures, tries, this.ports.random(), longest);
		if (wait === undefined) {
			this.health.keepAway(failures, canMoveOn);
			return false;
		}
		const isLimited = failures.some(({ class: kind }) => kind === 'rateLimited');
		if (isLimited) this.notBefore = Math.max(this.notBefore, this.ports.now() + wait);
		// A provider that takes its time to say nothing is not asked for more of it.
		if (failures.some(isTimeout)) return false;
		const givesUp = isStillDown && this.health.givesUp(canMoveOn);
		if (tries >= this.settings.maxRetries || givesUp) {
			this.health.usedUp(isStillDown);
			return false;
		}
		await this.ports.sleep(wait);
		return true;
	}

	/** One request, with every message accounted for whatever the provider's code does. */
	private async send(batch: Batch): Promise<Answered> {
		const finished = this.health.start();
		const answer = await this.ask(batch);
		const { results = [], regroup = [] }: Partial<Regrouped> =
			'regroup' in answer ? answer : { results: answer };
		const byIndex = new Map<number, SendResult[]>();
		for (const result of results) {
			const known = byIndex.get(result.index);
			if (known) known.push(result);
			else byIndex.set(result.index, [result]);
		}
		const elsewhere = new Set(regroup.flatMap(({ messages }) => messages));
		const told = batch.messages
			.filter((message) => !elsewhere.has(message))
			.map((message): [OutboundMessage, readonly SendResult[]] => [
				message,
				byIndex.get(message.index) ?? this.unheard(message),
			]);
		finished(told.flatMap(([, ofOne]) => ofOne));
		return { results: new Map(told), others: regroup };
	}

	private async ask(batch: Batch): Promise<readonly SendResult[] | Regrouped> {
		try {
			return await this.target.account.send(batch);
		} catch {
			// A provider that trips over an answer has sent its request: what came of it is unknown.
			return [];
		}
	}

	private unheard(message: OutboundMessage): SendResult[] {
		return failAll([message], 'unknown', {
			class: 'unknownOutcome',
			message: `${this.target.provider.displayName} did not say what became of this message`,
		});
	}

	/** Asks the provider's history for what became of messages whose outcome is unknown (design §4.5). */
	private async clearDoubts(fates: Fates, since: number): Promise<void> {
		const { account } = this.target;
		for (const { results } of fates.values()) {
			for (const { outcome, messageId } of results) {
				if (outcome !== 'unknown' && messageId !== undefined) this.taken.add(messageId);
			}
		}
		const doubtful = [...fates].filter(([, fate]) => isUnsure(fate)).map(([message]) => message);
		if (doubtful.length === 0 || !account.lookup) return;
		const turn = this.lookups.then(async () => await this.lookUp(doubtful, new Date(since)));
		this.lookups = turn;
		for (const result of await turn) {
			const message = doubtful.find(({ index }) => index === result.index);
			const fate = message && fates.get(message);
			if (!fate) continue;
			if (result.messageId !== undefined) this.taken.add(result.messageId);
			const found = this.extend(undefined, [result], { lookedUp: true });
			fates.set(message, followUp(fate, found));
		}
	}

	private async lookUp(messages: readonly OutboundMessage[], since: Date): Promise<SendResult[]> {
		if (!this.canLookUp || this.ports.cancelled()) return [];
		try {
			const found = await this.target.account.lookup?.({ messages, since, taken: this.taken });
			// A history that does not answer now would only cost time again.
			if (!found) this.canLookUp = false;
			return found ?? [];
		} catch {
			this.canLookUp = false;
			return [];
		}
	}

	/** Waits for the rate of the settings and for a rate limit of the provider, also one that comes meanwhile. */
	private async takeTurn(canMoveOn: boolean): Promise<void> {
		const { maxRate } = this.settings;
		for (;;) {
			await this.health.trial();
			const now = this.ports.now();
			const start = Math.max(now, this.nextStart, this.notBefore);
			if (start <= now || this.health.obstacle(canMoveOn) || this.ports.cancelled()) {
				if (maxRate) this.nextStart = now + 1000 / maxRate;
				return;
			}
			await this.ports.sleep(start - now);
		}
	}

	/** A fate without a try. */
	private unsent(message: OutboundMessage, failure: Failure): Fate {
		const { id } = this.target.provider;
		return { provider: id, results: failAll([message], 'notSent', failure), attempts: [] };
	}

	/** The same, as part of the story of a message that goes on to another provider. */
	private skip(message: OutboundMessage, failure: Failure): Fate {
		return this.extend(undefined, failAll([message], 'notSent', failure), { skipped: true });
	}

	private extend(
		before: Fate | undefined,
		results: readonly SendResult[],
		how: Pick<Attempt, 'skipped' | 'lookedUp'> = {},
	): Fate {
		const { id: provider } = this.target.provider;
		const at = new Date(this.ports.now()).toISOString();
		const attempts = results.slice(0, 1).map((first): Attempt => ({
			provider,
			at,
			outcome: first.outcome,
			messageId: first.messageId,
			failure: isFailed(first) ? first.failure : undefined,
			...how,
		}));
		return { provider, results, attempts: [...(before?.attempts ?? []), ...attempts] };
	}
}
