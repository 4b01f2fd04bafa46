/**
 * Sends planned messages through a provider: bounded, paced, retried only where nothing was sent
 * (design §4.2, §4.4), repeated after an unknown outcome only where the user wants it (§4.5).
 */
import type { OutboundMessage } from './message';
import { forEachBounded } from './bounded';
import { type Attempt, type Fate, followUp } from './fate';
import { FAILURES, type Failed, type Failure, failAll, isFailed, type SendResult } from './outcome';
import type { Api, Batch, SmsProvider } from './provider';

export type IfUnsure = 'neverTwice' | 'makeSure';

export interface DispatchSettings {
	readonly ifUnsure: IfUnsure;
	/** Requests under way at once. */
	readonly concurrency: number;
	/** Further tries of a request that was not sent. */
	readonly maxRetries: number;
	/** Requests started per second at most; no limit if absent. */
	readonly maxRate?: number;
}

/** What the dispatcher needs of the outside world. */
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

/** Milliseconds until the next try, or `undefined` if the provider asks for more than we wait. */
export function waitBefore(
	failures: readonly Failure[],
	tries: number,
	random: number,
): number | undefined {
	const asked = Math.max(0, ...failures.map(({ retryAfterMs }) => retryAfterMs ?? 0));
	if (asked > LONGEST_WAIT_MS) return undefined;
	const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
	// Full jitter above what was asked, so that parallel executions do not come back at once.
	return asked > 0 ? asked + random * FIRST_WAIT_MS : backoff * (0.5 + random / 2);
}

const isDown = (result: SendResult): boolean =>
	isFailed(result) && result.outcome === 'notSent' && result.failure.class === 'providerDown';

const isAuthFailure = (result: SendResult): result is Failed =>
	isFailed(result) && result.failure.class === 'auth';

/** One run against one provider account. */
export class Dispatcher {
	private nextStart = 0;
	/** Set by a rate limit: nobody starts before. */
	private notBefore = 0;
	/** A request has used up its tries on a provider that is down: the next ones try once. */
	private down = false;
	/** Asking on would change nothing: the credential was refused, or the wait is too long. */
	private closed: Failure | undefined;

	constructor(
		private readonly provider: SmsProvider,
		private readonly api: Api,
		private readonly settings: DispatchSettings,
		private readonly ports: Ports,
	) {}

	/**
	 * Sends all messages and tells each one's fate as soon as it is final. Throws only what the
	 * provider's `group` throws, before anything is sent.
	 *
	 * @param settled called once per message, in any order
	 */
	async run(
		messages: readonly OutboundMessage[],
		settled: (message: OutboundMessage, fate: Fate) => void,
	): Promise<void> {
		const batches = this.provider.group(messages);
		const grouped = new Set(batches.flatMap((batch) => batch.messages));
		for (const message of messages) {
			if (!grouped.has(message)) settled(message, this.unsent([message], NOT_GROUPED));
		}
		await forEachBounded(batches, this.settings.concurrency, async (batch) => {
			for (const [message, fate] of await this.runBatch(batch)) settled(message, fate);
		});
	}

	private async runBatch(batch: Batch): Promise<Map<OutboundMessage, Fate>> {
		const fates = await this.sendUntilSettled(batch);
		if (this.settings.ifUnsure !== 'makeSure') return fates;
		// Make Sure It Arrives: once more for what may not have been sent.
		const unsure = batch.messages.filter((message) =>
			fates.get(message)?.results.every(({ outcome }) => outcome === 'unknown'),
		);
		if (unsure.length === 0) return fates;
		const second = await this.sendUntilSettled({ ...batch, messages: unsure });
		for (const [message, after] of second) fates.set(message, followUp(fates.get(message), after));
		return fates;
	}

	/** Sends a batch, then what was not sent of it again, within the limits of the settings. */
	private async sendUntilSettled(batch: Batch): Promise<Map<OutboundMessage, Fate>> {
		const fates = new Map<OutboundMessage, Fate>();
		let open = batch;
		for (let tries = 0; ; tries++) {
			await this.takeTurn();
			const obstacle = this.ports.cancelled() ? CANCELLED : this.closed;
			if (obstacle) {
				// What an earlier try said stays said.
				for (const message of open.messages) {
					if (!fates.has(message)) fates.set(message, this.unsent([message], obstacle));
				}
				return fates;
			}
			const results = await this.send(open);
			for (const [message, told] of results) {
				fates.set(message, this.extend(fates.get(message), told));
			}
			const again = open.messages.filter((message) => results.get(message)?.every(mayRetry));
			if (again.length === 0) return fates;
			const told = again.flatMap((message) => results.get(message) ?? []);
			const isStillDown = [...fates.values()].every((fate) => fate.results.every(isDown));
			if (!(await this.mayTryAgain(told, isStillDown, tries))) return fates;
			open = { ...batch, messages: again };
		}
	}

	/** Waits for the next try, if there is to be one. */
	private async mayTryAgain(
		told: readonly SendResult[],
		isStillDown: boolean,
		tries: number,
	): Promise<boolean> {
		const failures = told.filter(isFailed).map(({ failure }) => failure);
		const wait = waitBefore(failures, tries, this.ports.random());
		if (wait === undefined) {
			this.closed = failures.find(({ retryAfterMs = 0 }) => retryAfterMs > LONGEST_WAIT_MS);
			return false;
		}
		const isLimited = failures.some(({ class: kind }) => kind === 'rateLimited');
		if (isLimited) this.notBefore = Math.max(this.notBefore, this.ports.now() + wait);
		if (tries >= this.settings.maxRetries || (this.down && isStillDown)) {
			this.down = isStillDown;
			return false;
		}
		await this.ports.sleep(wait);
		return true;
	}

	/** One request, with every message accounted for whatever the provider's code does. */
	private async send(batch: Batch): Promise<Map<OutboundMessage, SendResult[]>> {
		const results = await this.ask(batch);
		const byIndex = new Map<number, SendResult[]>();
		for (const result of results) {
			const known = byIndex.get(result.index);
			if (known) known.push(result);
			else byIndex.set(result.index, [result]);
		}
		if (!results.every(isDown)) this.down = false;
		if (results.length > 0 && results.every(isAuthFailure)) this.closed = results[0]?.failure;
		return new Map(
			batch.messages.map((message) => [
				message,
				byIndex.get(message.index) ??
					failAll([message], 'unknown', {
						class: 'unknownOutcome',
						message: `${this.provider.displayName} did not say what became of this message`,
					}),
			]),
		);
	}

	private async ask(batch: Batch): Promise<SendResult[]> {
		try {
			return await this.provider.send(batch, this.api);
		} catch {
			// A provider that trips over an answer has sent its request: what came of it is unknown.
			return [];
		}
	}

	/** Waits for the rate of the settings and for a rate limit of the provider, also one that comes meanwhile. */
	private async takeTurn(): Promise<void> {
		const { maxRate } = this.settings;
		for (;;) {
			const now = this.ports.now();
			const start = Math.max(now, this.nextStart, this.notBefore);
			if (start <= now || this.closed || this.ports.cancelled()) {
				if (maxRate) this.nextStart = now + 1000 / maxRate;
				return;
			}
			await this.ports.sleep(start - now);
		}
	}

	/** A fate without a try. */
	private unsent(messages: readonly OutboundMessage[], failure: Failure): Fate {
		return { results: failAll(messages, 'notSent', failure), attempts: [] };
	}

	private extend(before: Fate | undefined, results: readonly SendResult[]): Fate {
		const at = new Date(this.ports.now()).toISOString();
		const attempts = results.slice(0, 1).map((first): Attempt => ({
			provider: this.provider.id,
			at,
			outcome: first.outcome,
			messageId: first.messageId,
			failure: isFailed(first) ? first.failure : undefined,
		}));
		return { results, attempts: [...(before?.attempts ?? []), ...attempts] };
	}
}
