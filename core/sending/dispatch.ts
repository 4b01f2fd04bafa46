/**
 * Sends each planned message to its first provider, to the next provider if that one may succeed
 * (failover), and once more after an unknown outcome if the user chose to make sure. Waits for delivery
 * in between, if the user asked for it, and calls who got no text.
 */
import { maskText, type OutboundMessage, recipientText } from '../message';
import {
	type Accepted,
	type Attempt,
	type Delivery,
	type Failed,
	type Failure,
	type Fate,
	failAll,
	followUp,
	isAccepted,
	isFailed,
	isUnsure,
	type OtherChannel,
	policyOf,
	type SendResult,
	withoutProof,
} from '../outcome';
import type { Planned, Stop } from '../planning/plan';
import type { Batch, ProviderAccount } from '../provider';
import { Limits, type Ports } from './pace';
import { byIndex, Requests, type RequestSettings, take, type Waiting } from './requests';
import { type Seen, UNKNOWN, Watch } from './watch';

export type IfUnsure = 'neverTwice' | 'makeSure';
export type IfNotDelivered = 'report' | 'next';

export interface DispatchSettings extends RequestSettings {
	/** Concurrent requests per provider. */
	readonly concurrency: number;
	readonly ifUnsure: IfUnsure;
	/** How long to wait for the delivery of an accepted message, in milliseconds; absent: not at all. */
	readonly waitMs?: number;
	/** What to do with a message that was waited for and not delivered; *Report* if absent. */
	readonly ifNotDelivered?: IfNotDelivered;
}

const NOT_GROUPED: Failure = {
	class: 'configuration',
	code: 'NOT_GROUPED',
	message: 'Not sent, because the provider’s code created no request for this message',
};

/**
 * One provider in one run. Messages that arrive at the same moment are grouped into requests, whose
 * concurrency is bounded; each message gets its own fate.
 */
class Lane {
	private readonly requests: Requests;
	/** Messages that arrived at this moment and are not grouped yet. */
	private arrived: Waiting[] = [];

	constructor(
		private readonly target: ProviderAccount,
		settings: DispatchSettings,
		private readonly ports: Ports,
		private readonly limits: Limits,
	) {
		this.requests = new Requests(target, settings, ports, limits);
	}

	/**
	 * Sends one message, together with all others that are sent at the same moment.
	 *
	 * @param canMoveOn whether another provider can take it if this one does not
	 * @returns the message's fate at this provider, across all attempts
	 * @throws only what the provider's `group` throws
	 */
	send(message: OutboundMessage, canMoveOn: boolean): Promise<Fate> {
		return new Promise<Fate>((resolve, reject) => {
			this.arrived.push({ message, canMoveOn, resolve, reject });
			// The first message schedules the grouping for all that arrive at the same moment.
			if (this.arrived.length === 1) void this.groupArrived();
		});
	}

	private async groupArrived(): Promise<void> {
		await this.ports.sleep(0);
		const arrived = this.arrived;
		this.arrived = [];
		try {
			const batches = this.target.account.group(arrived.map(({ message }) => message));
			const left = byIndex(arrived);
			const requests = batches.map((batch) => [batch, take(batch, left)] as const);
			for (const one of left.values()) one.resolve(this.requests.unsent(one, NOT_GROUPED));
			await this.travelAll(requests);
		} catch (error) {
			// Rejecting has no effect on messages that already have a fate.
			for (const { reject } of arrived) reject(error);
		}
	}

	private async travelAll(requests: ReadonlyArray<readonly [Batch, Waiting[]]>): Promise<void> {
		await Promise.all(
			requests.map(async ([batch, waiting]) => {
				if (waiting.length > 0) await this.travel(batch, waiting);
			}),
		);
	}

	/** Sends one request, with its retries, in one slot; then the requests that replace parts of it. */
	private async travel(batch: Batch, waiting: readonly Waiting[]): Promise<void> {
		const regrouped: Array<[Batch, Waiting[]]> = [];
		const settled = await this.limits.slots.use(
			async () => await this.requests.send(batch, waiting, regrouped),
		);
		for (const { fate, resolve } of settled) if (fate) resolve(fate);
		await this.travelAll(regrouped);
	}
}

const NONE: readonly Stop[] = [];

/** Identifies a lane: texts and calls of a provider do not share one. */
const laneOf = (provider: string, channel: OtherChannel | undefined): string =>
	channel ? `${channel}:${provider}` : provider;

/** It was certainly not made, and another provider may do better. */
const mayMoveOn = (result: SendResult): boolean =>
	isFailed(result) && result.outcome !== 'unknown' && policyOf(result.failure).failOver;

/** Accepted, and without a final status so far. */
const isPending = (result: SendResult): result is Accepted =>
	result.outcome === 'accepted' && result.delivery?.final !== true;

/** What the dispatcher needs to know about a planned message. */
type Deliverable = Pick<Planned, 'stops' | 'calls' | 'passedOver'>;

/** What is known about a message before it is sent, and what wants to know more meanwhile. */
interface Progress {
	/** Its fate in earlier runs. */
	readonly before?: Fate;
	/** Called when it was accepted and is waited for now: nothing of it may be sent again from then on. */
	readonly accepted?: (fate: Fate) => void;
}

/** The attempts with what became of the last one that was accepted. */
function withDelivery(attempts: readonly Attempt[], told: Pick<Attempt, 'delivery' | 'failure'>) {
	const at = attempts.findLastIndex(({ outcome }) => outcome === 'accepted');
	return attempts.map((attempt, position) => (position === at ? { ...attempt, ...told } : attempt));
}

/** Whether a text through this provider was accepted, and finally not delivered. */
const failedAt = (fate: Fate | undefined, provider: string): boolean =>
	fate?.attempts.some(
		(one) => one.provider === provider && !one.channel && one.delivery?.status === 'failed',
	) === true;

export class Dispatcher {
	private readonly lanes: ReadonlyMap<string, Lane>;
	/** By provider; empty if nothing is waited for. */
	private readonly watches = new Map<string, Watch>();
	private readonly names = new Map<string, string>();
	private readonly makeSure: boolean;
	private readonly goesOn: boolean;
	/** Accepted, and without a final status at the end of the wait. */
	private readonly silent = new WeakSet<SendResult>();
	/** Why messages were not waited for, with their number. */
	private readonly unwatched = new Map<string, number>();

	/** @param limits by provider; dispatchers of other accounts in the same run share them */
	constructor(
		targets: readonly ProviderAccount[],
		settings: DispatchSettings,
		private readonly ports: Ports,
		limits = new Map<string, Limits>(),
	) {
		this.lanes = new Map(
			targets.map((target) => {
				const { id } = target.provider;
				const shared = limits.get(id) ?? new Limits(settings);
				limits.set(id, shared);
				return [laneOf(id, target.channel), new Lane(target, settings, ports, shared)];
			}),
		);
		const { waitMs, ifNotDelivered, ifUnsure } = settings;
		for (const target of waitMs ? targets : []) {
			const { id, displayName } = target.provider;
			if (target.channel) continue;
			this.names.set(id, displayName);
			if (target.account.status) this.watches.set(id, new Watch(target, ports, waitMs ?? 0));
		}
		this.makeSure = ifUnsure === 'makeSure';
		this.goesOn = ifNotDelivered === 'next';
	}

	/**
	 * Sends one message; messages that are delivered at the same moment share requests.
	 *
	 * @returns its final fate across all providers that were asked in this run
	 * @throws only what a provider's `group` throws
	 */
	deliver(message: Deliverable, progress: Progress = {}): Promise<Fate> {
		const { stops, calls, passedOver } = message;
		const [first, second] = stops;
		const lane = first && !second ? this.lanes.get(first.provider) : undefined;
		const mayFollow = calls !== undefined || this.makeSure || this.isWaited;
		const hasStory = progress.before !== undefined || passedOver.length > 0;
		if (!first || !lane || mayFollow || hasStory) return this.route(message, progress);
		// The usual message. Thousands wait for their requests at the same time, so nothing is kept of it here.
		return lane.send(first.message, false);
	}

	/** Tries the providers of a message in turn, and then the calls. */
	private async route(message: Deliverable, { before, accepted }: Progress): Promise<Fate> {
		const { stops, calls = NONE, passedOver } = message;
		let fate: Fate = { results: [], attempts: passedOver };
		// Where it finally failed in an earlier run, it would fail again.
		const fresh = before ? stops.filter(({ provider }) => !failedAt(before, provider)) : stops;
		const texts = fresh.length > 0 || calls.length > 0 ? fresh : stops;
		const route = [...texts];
		// The loop body may append one more stop to the route.
		for (const [at, { provider, message }] of route.entries()) {
			const canMoveOn = at < route.length - 1;
			const sent = await this.lanes.get(provider)?.send(message, canMoveOn);
			if (!sent) continue;
			const earlier = fate;
			const told = (interim: Fate) => accepted?.(followUp(earlier, interim));
			const latest = this.isWaited
				? await this.follow(message, sent, calls.length > 0, told)
				: sent;
			fate = followUp(fate, latest);
			if (this.ports.cancelled() || !latest.results.every((one) => this.isCurable(one))) break;
			if (at !== texts.length - 1 || !this.makeSure || !isUnsure(fate)) continue;
			// No provider is left: try the one whose outcome is unknown once more.
			const { provider: inDoubt } = fate;
			route.push(...stops.filter((stop) => stop.provider === inDoubt));
		}
		if (fate.results.length === 0) fate = { ...fate, results: this.unsent(message, before) };
		return calls.length > 0 ? await this.call(message, fate, before) : fate;
	}

	/** The results of a message whose text no provider can take (any more). */
	private unsent({ calls = NONE, passedOver }: Deliverable, before?: Fate): readonly SendResult[] {
		if (before) return before.results;
		const reason = passedOver.at(-1)?.failure;
		const message = calls[0]?.message;
		return reason && message ? failAll([message], 'notSent', reason) : [];
	}

	/** Whether more can be found out, or done, about a message that an earlier run has sent. */
	isOpen(fate: Fate, { calls = NONE }: Deliverable): boolean {
		const isWaiting = this.isWaited && fate.results.some((one) => isPending(one));
		return isWaiting || (calls.length > 0 && !isAccepted(fate));
	}

	/**
	 * Goes on with a message that was accepted, or may have been, in an earlier run: what is left of its
	 * wait, and what follows from it. It is not sent again otherwise.
	 */
	async resume(message: Deliverable, before: Fate, accepted?: Progress['accepted']): Promise<Fate> {
		const { stops, calls = NONE } = message;
		const { provider, channel } = before;
		const stop = channel ? undefined : stops.find((one) => one.provider === provider);
		const fate = stop ? await this.follow(stop.message, before, calls.length > 0) : before;
		const rest = stops.filter((one) =>
			fate.attempts.every((attempt) => attempt.provider !== one.provider),
		);
		const isOver = this.ports.cancelled() || !fate.results.every((one) => this.isCurable(one));
		if (isOver || fate === before || rest.length === 0) return await this.call(message, fate, fate);
		const progress = {
			before: fate,
			accepted: (interim: Fate) => accepted?.(followUp(fate, interim)),
		};
		return followUp(fate, await this.deliver({ stops: rest, calls, passedOver: [] }, progress));
	}

	/** What the user should know about the wait. */
	hints(): string[] {
		const counted = [...this.unwatched].map(
			([why, count]) => `${count} ${count === 1 ? 'message was' : 'messages were'} ${why}`,
		);
		return [...counted, ...[...this.watches.values()].flatMap(({ hints }) => [...hints])];
	}

	/** Whether the user asked to wait for delivery. */
	private get isWaited(): boolean {
		return this.names.size > 0;
	}

	/** Waits for the delivery of a message that a provider has accepted, if the user asked for that. */
	private async follow(
		message: OutboundMessage,
		fate: Fate,
		canCall: boolean,
		waiting?: (fate: Fate) => void,
	): Promise<Fate> {
		if (!this.isWaited || !fate.results.some(isPending)) return fate;
		waiting?.(fate);
		const { provider = '', attempts } = fate;
		const sentAt = new Date(attempts.findLast(({ outcome }) => outcome === 'accepted')?.at ?? NaN);
		const seen = await Promise.all(
			fate.results.map(async (one) =>
				isPending(one) ? await this.watch(provider, message, one, sentAt) : undefined,
			),
		);
		const results = fate.results.map((one, position): SendResult => {
			const { delivery, isSilent = false } = seen[position] ?? {};
			if (!delivery || one.outcome !== 'accepted') return one;
			const result =
				delivery.status === 'failed' && (this.goesOn || canCall)
					? this.undelivered(one, delivery, provider)
					: { ...one, delivery };
			if (isSilent) this.silent.add(result);
			return result;
		});
		const [only, ...others] = results;
		if (!only || others.length > 0) return { ...fate, results };
		if (only.outcome === 'skipped') return { ...fate, results };
		const told = { delivery: only.delivery, ...(isFailed(only) && { failure: only.failure }) };
		return { ...fate, results, attempts: withDelivery(attempts, told) };
	}

	private async watch(
		provider: string,
		message: OutboundMessage,
		{ messageId, scheduledAt, to }: Accepted,
		sentAt: Date,
	): Promise<Seen> {
		const watch = this.watches.get(provider);
		const name = this.names.get(provider) ?? provider;
		const why = scheduledAt
			? 'scheduled for later, and not waited for.'
			: !watch
				? `not waited for, because ${name} has no API for the delivery status. Use the SMS Webhook Trigger with delivery reports instead.`
				: messageId === undefined || Number.isNaN(sentAt.getTime())
					? `not waited for, because ${name} gave no ID.`
					: undefined;
		if (why === undefined && watch && messageId !== undefined) {
			const number = to ?? (message.to.kind === 'list' ? undefined : recipientText(message.to));
			return await watch.wait({ messageId, to: number, sentAt });
		}
		if (why !== undefined) this.unwatched.set(why, (this.unwatched.get(why) ?? 0) + 1);
		return { delivery: UNKNOWN, isSilent: false };
	}

	/** The provider took the text, and its carrier has refused it for good: another one may do better. */
	private undelivered(result: Accepted, delivery: Delivery, provider: string): Failed {
		const { index, to, raw, messageId } = result;
		const { errorCode, errorText } = delivery;
		const reason = errorText === null ? '' : `: ${maskText(errorText, 100)}`;
		const failure: Failure = {
			class: 'undelivered',
			code: errorCode ?? 'UNDELIVERED',
			message: `${this.names.get(provider) ?? provider} accepted the text, but it was not delivered${reason}`,
			hint: 'Check that the phone can be reached, or ask the provider about the message.',
		};
		return { index, to, raw, messageId, outcome: 'rejected', failure, delivery };
	}

	/**
	 * Calls, with the same text, a recipient who got no text. A call is not a second text, so it is also made
	 * if it is unknown whether the text was sent. There is only one call.
	 */
	private async call({ calls = NONE }: Deliverable, text: Fate, before?: Fate): Promise<Fate> {
		if (calls.length === 0 || this.ports.cancelled()) return text;
		const isCalled = before?.attempts.some(
			({ channel, outcome }) => channel && (outcome === 'accepted' || outcome === 'unknown'),
		);
		if (isCalled || !text.results.every((one) => this.mayCall(one))) return text;
		let fate = text;
		for (const [at, { provider, message }] of calls.entries()) {
			const lane = this.lanes.get(laneOf(provider, 'call'));
			const called = await lane?.send(message, at < calls.length - 1);
			if (!called) continue;
			// That the same call was made before proves nothing about the text.
			fate = followUp(fate, { ...called, results: withoutProof(called.results) });
			if (!called.results.every(mayMoveOn)) break;
		}
		return fate;
	}

	/** Whether another provider may succeed, and may be asked, after this result. */
	private isCurable(result: SendResult): boolean {
		if (!isFailed(result)) return this.goesOn && this.makeSure && this.silent.has(result);
		return result.outcome === 'unknown' ? this.makeSure && !result.withheld : mayMoveOn(result);
	}

	/** Whether the recipient may be called. */
	private mayCall(result: SendResult): boolean {
		if (!isFailed(result)) return this.makeSure && this.silent.has(result);
		// Another execution is sending it.
		return (result.outcome === 'unknown' && !result.withheld) || mayMoveOn(result);
	}
}
