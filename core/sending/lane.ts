/**
 * One provider in one run. Messages that arrive at the same moment are grouped into requests, whose
 * concurrency is bounded; each message gets its own fate.
 */
import { Slots } from '../bounded';
import type { OutboundMessage } from '../message';
import type { Failure } from '../outcome';
import type { Batch, ProviderAccount } from '../provider';
import type { Fate } from './fate';
import type { Ports } from './pace';
import { byIndex, Requests, type RequestSettings, take, type Waiting } from './requests';

export interface LaneSettings extends RequestSettings {
	/** Concurrent requests per provider. */
	readonly concurrency: number;
}

const NOT_GROUPED: Failure = {
	class: 'configuration',
	code: 'NOT_GROUPED',
	message: 'Not sent, because the provider has no request for this message',
};

export class Lane {
	private readonly slots: Slots;
	private readonly requests: Requests;
	/** Messages that arrived at this moment and are not grouped yet. */
	private arrived: Waiting[] = [];

	constructor(
		private readonly target: ProviderAccount,
		settings: LaneSettings,
		private readonly ports: Ports,
	) {
		this.slots = new Slots(settings.concurrency);
		this.requests = new Requests(target, settings, ports);
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
		const settled = await this.slots.use(
			async () => await this.requests.send(batch, waiting, regrouped),
		);
		for (const { fate, resolve } of settled) if (fate) resolve(fate);
		await this.travelAll(regrouped);
	}
}
