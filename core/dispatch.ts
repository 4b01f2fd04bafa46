/**
 * Sends planned messages: to the first provider of each, to the next where that one could do better
 * (failover), and once more after an unknown outcome where the user wants to make sure (design §4.5).
 */
import { type Attempt, type Fate, followUp, isUnsure } from './fate';
import { Lane, type LaneSettings, type Ports } from './lane';
import type { OutboundMessage } from './message';
import { FAILURES, isFailed, type SendResult } from './outcome';
import type { Stop } from './plan';
import type { Target } from './provider';

export type IfUnsure = 'neverTwice' | 'makeSure';

export interface DispatchSettings extends LaneSettings {
	readonly ifUnsure: IfUnsure;
}

/** A message on its way: where it may go, and what is known of it already. */
export interface Delivery {
	/** In the order in which they are tried; at least one. */
	readonly stops: readonly Stop[];
	/** Attempts that stand before all others. */
	readonly before?: readonly Attempt[];
}

interface Trip {
	readonly delivery: Delivery;
	/** Stops to go; the first one is where it is now. */
	ahead: readonly Stop[];
	fate?: Fate;
	repeated: boolean;
}

/** Whether another provider could do better with what one said about a message. */
const isCurable = (result: SendResult): boolean =>
	isFailed(result) && (result.outcome === 'unknown' || FAILURES[result.failure.class].failOver);

export class Dispatcher {
	private readonly lanes: readonly Lane[];
	/** Trips that wait to be grouped with others for the same provider. */
	private readonly inboxes: Trip[][];

	constructor(
		targets: readonly Target[],
		private readonly settings: DispatchSettings,
		private readonly ports: Ports,
	) {
		this.lanes = targets.map((target) => new Lane(target, settings, ports));
		this.inboxes = targets.map(() => []);
	}

	/**
	 * Sends all messages and tells each one's fate as soon as it is final. Throws only what a
	 * provider's `group` throws.
	 *
	 * @param settled called once per delivery, in any order, with the message in the form of the
	 *                provider that the fate is from
	 */
	async run(
		deliveries: readonly Delivery[],
		settled: (message: OutboundMessage, fate: Fate) => void,
	): Promise<void> {
		const finish = (trip: Trip, fate: Fate) => {
			const { stops, before = [] } = trip.delivery;
			const stop = this.stopOf(trip, fate) ?? stops[0];
			if (stop) settled(stop.message, { ...fate, attempts: [...before, ...fate.attempts] });
		};
		const trips = deliveries.map((delivery): Trip => ({
			delivery,
			ahead: delivery.stops,
			repeated: false,
		}));
		await this.send(trips, finish);
	}

	/** Sends trips to where they are now, and on from there until each has come to its end. */
	private async send(
		trips: readonly Trip[],
		finish: (trip: Trip, fate: Fate) => void,
	): Promise<void> {
		const running: Array<Promise<void>> = [];
		for (const trip of trips) {
			const [stop] = trip.ahead;
			if (!stop) continue;
			const inbox = this.inboxes[stop.target];
			// Whoever finds it empty takes along all that come at the same moment.
			if (inbox?.push(trip) === 1) running.push(this.runLane(stop.target, finish));
		}
		await Promise.all(running);
	}

	private async runLane(target: number, finish: (trip: Trip, fate: Fate) => void): Promise<void> {
		await this.ports.sleep(0);
		const trips = this.inboxes[target]?.splice(0) ?? [];
		const byMessage = new Map(
			trips.flatMap((trip) =>
				trip.ahead.slice(0, 1).map(({ message }) => [message, trip] as const),
			),
		);
		const onward: Array<Promise<void>> = [];
		await this.lanes[target]?.run(
			[...byMessage.keys()],
			(message) => (byMessage.get(message)?.ahead.length ?? 0) > 1,
			(message, latest) => {
				const trip = byMessage.get(message);
				if (!trip) return;
				const fate = followUp(trip.fate, latest);
				trip.fate = fate;
				trip.ahead = this.onward(trip, fate, latest);
				if (trip.ahead.length === 0) finish(trip, fate);
				else onward.push(this.send([trip], finish));
			},
		);
		await Promise.all(onward);
	}

	/** Where a message goes after its latest stop; nowhere, if its fate is final. */
	private onward(trip: Trip, fate: Fate, latest: Fate): readonly Stop[] {
		if (this.ports.cancelled() || !latest.results.every(isCurable)) return [];
		const makeSure = this.settings.ifUnsure === 'makeSure';
		if (isUnsure(latest) && !makeSure) return [];
		const rest = trip.ahead.slice(1);
		if (rest.length > 0 || trip.repeated || !makeSure || !isUnsure(fate)) return rest;
		// Nobody is left: once more to the one that may not have got it.
		trip.repeated = true;
		const doubtful = this.stopOf(trip, fate);
		return doubtful ? [doubtful] : [];
	}

	/** The stop that a fate is from. */
	private stopOf({ delivery }: Trip, { provider }: Fate): Stop | undefined {
		return delivery.stops.find(({ target }) => this.lanes[target]?.providerId === provider);
	}
}
