/**
 * The requests to one provider in one run: paced, retried only if nothing was sent, and only while the
 * provider is worth asking.
 */
import { Doubts } from './doubts';
import { Health, isDown } from './health';
import type { OutboundMessage } from '../message';
import {
	type Attempt,
	type Failure,
	failAll,
	type Fate,
	followUp,
	isFailed,
	isTimeout,
	isUnsure,
	policyOf,
	type SendResult,
} from '../outcome';
import { type Limits, Pace, type Ports } from './pace';
import type { Batch, ProviderAccount, Regrouped } from '../provider';

export interface RequestSettings {
	/** Retries of a request that was not sent. */
	readonly maxRetries: number;
	/** Maximum requests started per second, per provider; no limit if absent. */
	readonly maxRate?: number;
}

const CANCELLED: Failure = {
	class: 'configuration',
	code: 'CANCELLED',
	message: 'Not sent, because the execution was cancelled',
};

/** Whether the same provider may be asked again for this message. */
const mayRetry = (result: SendResult): boolean =>
	isFailed(result) && result.outcome === 'notSent' && policyOf(result.failure).retry;

/** A message whose fate is not final yet. */
export interface Waiting {
	readonly message: OutboundMessage;
	/** Whether another provider can take it if this one does not. */
	readonly canMoveOn: boolean;
	/** The message's fate at this provider so far. */
	fate?: Fate;
	readonly resolve: (fate: Fate) => void;
	readonly reject: (error: unknown) => void;
}

export const byIndex = (waiting: readonly Waiting[]): Map<number, Waiting> =>
	new Map(waiting.map((one) => [one.message.index, one]));

/** Removes the messages of a batch from `left` and returns them, so that no message is sent twice. */
export function take({ messages }: Batch, left: Map<number, Waiting>): Waiting[] {
	return messages.flatMap(({ index }) => {
		const one = left.get(index);
		left.delete(index);
		return one ?? [];
	});
}

export class Requests {
	private readonly pace: Pace;
	/** Absent as long as every message was accepted. */
	private health: Health | undefined;
	/** Number of requests started, so that answers can be ordered. */
	private started = 0;
	/** Ids of messages whose outcome is known; no other message can have the same id. */
	private readonly taken = new Set<string>();
	private doubts: Doubts | undefined;

	constructor(
		private readonly target: ProviderAccount,
		private readonly settings: RequestSettings,
		private readonly ports: Ports,
		limits: Limits,
	) {
		this.pace = new Pace(limits, ports);
	}

	/**
	 * Sends a request, resends what was not sent within the limits of the settings, and then looks up
	 * unknown outcomes in the provider's history. Never throws.
	 *
	 * @param regrouped receives the requests that some of the messages must be sent in instead
	 * @returns the other messages, each with its fate
	 */
	async send(
		batch: Batch,
		waiting: readonly Waiting[],
		regrouped: Array<[Batch, Waiting[]]>,
	): Promise<readonly Waiting[]> {
		const since = this.ports.now();
		const settled = await this.sendUntilSettled(batch, waiting, regrouped);
		await this.clearDoubts(settled, since);
		return settled;
	}

	private async sendUntilSettled(
		batch: Batch,
		waiting: readonly Waiting[],
		regrouped: Array<[Batch, Waiting[]]>,
	): Promise<readonly Waiting[]> {
		const canMoveOn = waiting.every((one) => one.canMoveOn);
		let here = waiting;
		let open = waiting;
		for (;;) {
			const obstacle = await this.takeTurn(canMoveOn);
			if (obstacle) {
				// Results of earlier attempts are kept.
				for (const one of open) one.fate ??= this.unsent(one, obstacle);
				return here;
			}
			if (this.ports.admit) {
				const refused = await this.refused(open, this.ports.admit);
				if (refused.size > 0) {
					here = here.filter((one) => !refused.has(one));
					open = open.filter((one) => !refused.has(one));
				}
				if (open.length === 0) return here;
			}
			const elsewhere = await this.request(batch, open);
			for (const one of elsewhere) regrouped.push(one);
			const gone = new Set(elsewhere.flatMap(([, rest]) => rest));
			here = here.filter((one) => !gone.has(one));
			open = open.filter((one) => !gone.has(one) && one.fate?.results.every(mayRetry));
			if (open.length === 0 || !(await this.mayTryAgain(open, here, canMoveOn))) return here;
		}
	}

	/** The messages that must not be sent; they get their fate. */
	private async refused(
		open: readonly Waiting[],
		admit: NonNullable<Ports['admit']>,
	): Promise<ReadonlySet<Waiting>> {
		const results = await admit(open.map(({ message }) => message));
		const refused =
			results.size > 0 ? open.filter(({ message }) => results.has(message.index)) : [];
		for (const { message, fate, resolve } of refused) {
			const result = results.get(message.index);
			resolve(followUp(fate, { results: result ? [result] : [], attempts: [] }));
		}
		return new Set(refused);
	}

	/** Waits until a request may start. Returns the obstacle if no request may be made. */
	private async takeTurn(canMoveOn: boolean): Promise<Failure | undefined> {
		for (;;) {
			await this.health?.trial();
			const obstacle = this.ports.cancelled() ? CANCELLED : this.health?.obstacle(canMoveOn);
			if (obstacle) return obstacle;
			const wait = this.pace.start();
			if (wait === 0) return undefined;
			await this.ports.sleep(wait);
		}
	}

	/**
	 * Makes one request and assigns its results to their messages by index. A message without a result
	 * has an unknown outcome, whatever the provider's code does.
	 *
	 * @returns the requests that some of the messages must be sent in instead
	 */
	private async request(
		batch: Batch,
		open: readonly Waiting[],
	): Promise<Array<[Batch, Waiting[]]>> {
		const left = byIndex(open);
		const messages = batch.messages.filter(({ index }) => left.has(index));
		const order = ++this.started;
		const finished = this.health?.start();
		const answer = await this.ask({ ...batch, messages });
		const { results = [], regroup = [] } = Array.isArray(answer) ? { results: answer } : answer;
		const told = new Map<number, SendResult[]>();
		for (const result of results) {
			const known = told.get(result.index);
			if (known) known.push(result);
			else told.set(result.index, [result]);
			left.delete(result.index);
			const { outcome, messageId } = result;
			if (outcome !== 'unknown' && messageId !== undefined) this.taken.add(messageId);
		}
		const elsewhere = regroup.map((part): [Batch, Waiting[]] => [part, take(part, left)]);
		for (const { message } of left.values()) told.set(message.index, this.unheard(message));
		const heard: SendResult[] = [];
		const at = this.moment();
		for (const one of open) {
			const said = told.get(one.message.index);
			if (!said) continue;
			for (const one of said) heard.push(one);
			one.fate = followUp(one.fate, this.fateOf(said, at));
		}
		this.learn(heard, order);
		finished?.();
		return elsewhere;
	}

	private learn(heard: readonly SendResult[], order: number): void {
		if (heard.some(isFailed)) this.health ??= new Health(this.target.provider.displayName);
		this.health?.answered(heard, order, this.started);
	}

	private async ask(batch: Batch): Promise<SendResult[] | Regrouped> {
		try {
			return await this.target.account.send(batch);
		} catch {
			// Provider code that throws while reading an answer has sent its request: the outcome is unknown.
			return [];
		}
	}

	/** Waits for the next attempt for the open messages, if there is one. Returns whether there is. */
	private async mayTryAgain(
		open: readonly Waiting[],
		here: readonly Waiting[],
		canMoveOn: boolean,
	): Promise<boolean> {
		const failures = open
			.flatMap(({ fate }) => fate?.results ?? [])
			.filter(isFailed)
			.map(({ failure }) => failure);
		// All of them were in the same requests; a regrouped message keeps its attempts.
		const tries = open[0]?.fate?.attempts.length ?? 0;
		const wait = this.pace.backOff(failures, tries - 1, canMoveOn);
		if (wait === undefined) {
			this.health?.keepAway(failures, canMoveOn);
			return false;
		}
		// A provider that timed out is not retried: it would only time out again.
		if (failures.some(isTimeout)) return false;
		const isStillDown = here.every(({ fate }) => fate?.results.every(isDown));
		const givesUp = isStillDown && this.health?.givesUp(canMoveOn) === true;
		if (tries > this.settings.maxRetries || givesUp) {
			this.health?.usedUp(isStillDown);
			return false;
		}
		await this.ports.sleep(wait);
		return true;
	}

	/** Looks up messages whose outcome is unknown in the provider's history. */
	private async clearDoubts(settled: readonly Waiting[], since: number): Promise<void> {
		const unsure = settled.filter(({ fate }) => fate && isUnsure(fate));
		if (unsure.length === 0) return;
		this.doubts ??= new Doubts(this.target.account, this.ports, this.taken);
		const found = await this.doubts.lookUp(
			unsure.map(({ message }) => message),
			since,
		);
		for (const result of found) {
			const one = unsure.find(({ message }) => message.index === result.index);
			if (one)
				one.fate = followUp(one.fate, this.fateOf([result], this.moment(), { lookedUp: true }));
		}
	}

	private unheard(message: OutboundMessage): SendResult[] {
		return failAll([message], 'unknown', {
			class: 'unknownOutcome',
			message: `${this.target.provider.displayName} did not report the outcome of this message`,
		});
	}

	/** A fate without a request; recorded as an attempt if the message moves on to another provider. */
	unsent({ message, canMoveOn }: Waiting, failure: Failure): Fate {
		const results = failAll([message], 'notSent', failure);
		if (canMoveOn) return this.fateOf(results, this.moment(), { skipped: true });
		const { provider, channel } = this.target;
		return { provider: provider.id, ...(channel && { channel }), results, attempts: [] };
	}

	/** Now, in ISO 8601. */
	private moment(): string {
		return new Date(this.ports.now()).toISOString();
	}

	private fateOf(
		results: readonly SendResult[],
		at: string,
		how: Pick<Attempt, 'skipped' | 'lookedUp'> = {},
	): Fate {
		const { id: provider } = this.target.provider;
		const way = this.target.channel ? { channel: this.target.channel } : {};
		const [first] = results;
		if (!first) return { provider, ...way, results, attempts: [] };
		const attempt: { -readonly [K in keyof Attempt]: Attempt[K] } = {
			provider,
			...way,
			at,
			outcome: first.outcome,
		};
		if (first.messageId !== undefined) attempt.messageId = first.messageId;
		if (isFailed(first)) attempt.failure = first.failure;
		return { provider, ...way, results, attempts: [Object.assign(attempt, how)] };
	}
}
