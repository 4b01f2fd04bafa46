/**
 * Waits for the delivery of accepted messages: all messages of an account are asked about together, in
 * growing steps, until each has a final status or its time is over.
 */
import type { Delivery, Failure } from '../outcome';
import type { ProviderAccount } from '../provider';
import type { StatusAnswer, StatusQuery } from '../status';
import type { Ports } from './pace';

/** Seconds from the acceptance to the first question, and from each question to the next one. */
const STEPS = [2, 3, 5, 8, 12, 20, 30];
/** A question may come sooner than its step, for messages whose time ends: by this factor. */
const SOONER = 3;

/** A message of which nothing is known. */
export const UNKNOWN: Delivery = {
	status: 'unknown',
	final: false,
	at: null,
	errorCode: null,
	errorText: null,
};

const deliveryOf = (report: DeliveryReport): Delivery => ({
	status: report.status,
	final: report.final,
	at: report.reportedAt,
	errorCode: report.errorCode,
	errorText: report.errorText,
});

/** How the wait for a message ended. */
export interface Seen {
	readonly delivery: Delivery;
	/** No final status came until the end. */
	readonly isSilent: boolean;
}

type DeliveryReport = StatusAnswer['reports'][number];

interface Pending {
	readonly query: StatusQuery;
	/** In milliseconds by this machine's clock. */
	readonly deadline: number;
	readonly resolve: (seen: Seen) => void;
	report?: DeliveryReport;
}

/** Messages of one request have slightly different times, and share the last question. */
const TOGETHER_MS = 1000;

/** When the wait for a message ends: with the next question, if that comes only a moment after its time. */
const endOf = ({ deadline }: Pending, next: number): number =>
	next > deadline && next <= deadline + TOGETHER_MS ? next : deadline;

/** One account in one run. */
export class Watch {
	/** What the user should know about messages without a final status. */
	readonly hints = new Set<string>();
	private readonly pending = new Set<Pending>();
	private isRunning = false;
	/** When the latest question was asked. */
	private asked = -Infinity;
	/** When the messages that are pending were first waited for, or last asked about. */
	private since = 0;
	private questions = 0;
	private failure: Failure | undefined;
	private hint: string | undefined;

	/** @param waitMs how long to wait for a message, from its acceptance, in milliseconds */
	constructor(
		private readonly target: ProviderAccount,
		private readonly ports: Ports,
		private readonly waitMs: number,
	) {}

	/** Waits for one message, together with all others of this account. Never rejects. */
	async wait(query: StatusQuery & { readonly sentAt: Date }): Promise<Seen> {
		// In a later run its time may be over already: then it is asked about once.
		const deadline = Math.max(query.sentAt.getTime() + this.waitMs, this.ports.now());
		return await new Promise((resolve) => {
			this.pending.add({ query, deadline, resolve });
			if (!this.isRunning) void this.run();
		});
	}

	private async run(): Promise<void> {
		this.isRunning = true;
		this.questions = 0;
		this.since = this.ports.now();
		// Messages of the same answer come at the same moment.
		await this.ports.sleep(0);
		while (this.pending.size > 0) {
			const next = this.nextQuestion();
			const [end] = bounds([...this.pending].map((one) => endOf(one, next)));
			const wait = Math.min(next, end) - this.ports.now();
			if (wait > 0) await this.ports.sleep(wait);
			const isDue = this.ports.now() >= next && !this.ports.cancelled();
			if (isDue) await this.ask();
			this.settle(isDue ? -Infinity : next);
		}
		this.isRunning = false;
	}

	/** When to ask next, in milliseconds; infinite if the wire answers no more in time. */
	private nextQuestion(): number {
		const { asked, pending, since, waitMs } = this;
		const longest = Math.max(1, waitMs / SOONER);
		const step = Math.min((STEPS[this.questions] ?? STEPS.at(-1) ?? 0) * 1000, longest);
		const interval = this.target.account.statusTerms?.interval?.(pending.size) ?? 0;
		const deadlines = [...pending].map(({ deadline }) => deadline);
		const [, last] = bounds(deadlines);
		if (interval > step) {
			// So few questions are possible that the last one should come at the end.
			const first = Math.min(last, Math.max(asked + interval, since + step));
			if (first < asked + interval) return Infinity;
			return last - Math.floor((last - first) / interval) * interval;
		}
		const soonest = Math.max(asked + Math.max(interval, step / SOONER), this.ports.now());
		const [end] = bounds(deadlines.filter((deadline) => deadline >= soonest));
		return Math.min(Math.max(since + step, soonest), end);
	}

	private async ask(): Promise<void> {
		const asked = [...this.pending];
		this.asked = this.ports.now();
		this.since = this.asked;
		this.questions++;
		const answer = await this.answerInTime(asked);
		this.failure = answer?.failure;
		this.hint = answer?.hint;
		const reports = new Map(answer?.reports.map((report) => [report.messageId, report]));
		for (const one of asked) one.report = reports.get(one.query.messageId) ?? one.report;
	}

	/** The answer, unless it comes too late for all of the messages. */
	private async answerInTime(asked: readonly Pending[]): Promise<StatusAnswer | undefined> {
		const { account, provider } = this.target;
		const [, end] = bounds(asked.map(({ deadline }) => deadline));
		let isOver = false;
		const tooLate = async () => {
			for (;;) {
				// Never less than a second, because the last question is asked at the end.
				await this.ports.sleep(1000);
				if (isOver || this.ports.cancelled() || this.ports.now() > end + LAST_ANSWER_MS) return;
			}
		};
		const failure: Failure = {
			class: 'providerDown',
			message: `${provider.displayName} did not answer`,
		};
		const answer = async () => await account.status?.(asked.map(({ query }) => query));
		const first = await Promise.race([answer().catch(() => undefined), tooLate()]);
		isOver = true;
		return first ?? { reports: [], failure };
	}

	/**
	 * Ends the wait for messages with a final status, and for those whose time is over.
	 *
	 * @param next when the next question is due
	 */
	private settle(next: number): void {
		const { best } = this.target.account.statusTerms ?? {};
		const isCancelled = this.ports.cancelled();
		const now = this.ports.now();
		for (const one of this.pending) {
			const { report, resolve } = one;
			const isKnown = report !== undefined && (report.final || report.status === best);
			if (!isKnown && !isCancelled && endOf(one, next) > now) continue;
			this.pending.delete(one);
			if (!isKnown) this.tell();
			resolve({
				delivery: report ? deliveryOf(report) : UNKNOWN,
				isSilent: !isKnown && !isCancelled,
			});
		}
	}

	private tell(): void {
		if (this.hint !== undefined) this.hints.add(this.hint);
		if (!this.failure) return;
		const { displayName } = this.target.provider;
		const { message, hint } = this.failure;
		const why = message.includes(displayName) ? message : `${displayName}: ${message}`;
		this.hints.add(
			`Wait for Delivery could not ask for a status: ${why}. ${[hint, 'The messages were accepted.'].filter(Boolean).join(' ')}`,
		);
	}
}

/** How long the answer to the last question may take after the end of the wait, in milliseconds. */
const LAST_ANSWER_MS = 5000;

/** The smallest and the largest of these; without a spread, because there may be many. */
function bounds(values: readonly number[]): [least: number, most: number] {
	let least = Infinity;
	let most = -Infinity;
	for (const value of values) {
		least = Math.min(least, value);
		most = Math.max(most, value);
	}
	return [least, most];
}
