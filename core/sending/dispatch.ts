/**
 * Sends each planned message to its first provider, to the next provider if that one may succeed
 * (failover), and once more after an unknown outcome if the user chose to make sure.
 */
import type { OutboundMessage } from '../message';
import {
	type Failure,
	FAILURES,
	type Fate,
	followUp,
	isFailed,
	isUnsure,
	type SendResult,
} from '../outcome';
import type { Planned } from '../planning/plan';
import type { Batch, ProviderAccount } from '../provider';
import { Limits, type Ports } from './pace';
import { byIndex, Requests, type RequestSettings, take, type Waiting } from './requests';

export type IfUnsure = 'neverTwice' | 'makeSure';

export interface DispatchSettings extends RequestSettings {
	/** Concurrent requests per provider. */
	readonly concurrency: number;
	readonly ifUnsure: IfUnsure;
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
	async send(message: OutboundMessage, canMoveOn: boolean): Promise<Fate> {
		return await new Promise<Fate>((resolve, reject) => {
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

export class Dispatcher {
	private readonly lanes: ReadonlyMap<string, Lane>;
	private readonly makeSure: boolean;

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
				return [id, new Lane(target, settings, ports, shared)];
			}),
		);
		this.makeSure = settings.ifUnsure === 'makeSure';
	}

	/**
	 * Sends one message; messages that are delivered at the same moment share requests.
	 *
	 * @returns its final fate across all providers that were asked
	 * @throws only what a provider's `group` throws
	 */
	async deliver({ stops, passedOver }: Pick<Planned, 'stops' | 'passedOver'>): Promise<Fate> {
		let fate: Fate = { results: [], attempts: passedOver };
		const route = [...stops];
		// The loop body may append one more stop to the route.
		for (const [at, { provider, message }] of route.entries()) {
			const canMoveOn = at < route.length - 1;
			const latest = await this.lanes.get(provider)?.send(message, canMoveOn);
			if (!latest) continue;
			fate = followUp(fate, latest);
			if (this.ports.cancelled() || !latest.results.every((one) => this.isCurable(one))) break;
			if (at !== stops.length - 1 || !this.makeSure || !isUnsure(fate)) continue;
			// No provider is left: try the one whose outcome is unknown once more.
			const { provider: inDoubt } = fate;
			route.push(...stops.filter((stop) => stop.provider === inDoubt));
		}
		return fate;
	}

	/** Whether another provider may succeed, and may be asked, after this result. */
	private isCurable(result: SendResult): boolean {
		if (!isFailed(result)) return false;
		return result.outcome === 'unknown'
			? this.makeSure && !result.withheld
			: FAILURES[result.failure.class].failOver;
	}
}
