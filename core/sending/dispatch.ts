/**
 * Sends each planned message to its first provider, to the next provider if that one may succeed
 * (failover), and once more after an unknown outcome if the user chose to make sure.
 */
import { type Attempt, type Fate, followUp, isUnsure } from './fate';
import { Lane, type LaneSettings } from './lane';
import { FAILURES, isFailed, type SendResult } from '../outcome';
import type { Ports } from './pace';
import type { Planned } from '../planning/plan';
import type { ProviderAccount } from '../provider';

export type IfUnsure = 'neverTwice' | 'makeSure';

export interface DispatchSettings extends LaneSettings {
	readonly ifUnsure: IfUnsure;
}

const NOBODY_ASKED: Fate = { results: [], attempts: [] };

export class Dispatcher {
	private readonly lanes: ReadonlyMap<string, Lane>;
	private readonly makeSure: boolean;

	constructor(
		targets: readonly ProviderAccount[],
		settings: DispatchSettings,
		private readonly ports: Ports,
	) {
		this.lanes = new Map(
			targets.map((target) => [target.provider.id, new Lane(target, settings, ports)]),
		);
		this.makeSure = settings.ifUnsure === 'makeSure';
	}

	/**
	 * Sends one message; messages that are delivered at the same moment share requests.
	 *
	 * @returns its final fate across all providers that were asked
	 * @throws only what a provider's `group` throws
	 */
	async deliver({ stops, unfit }: Pick<Planned, 'stops' | 'unfit'>): Promise<Fate> {
		let fate = this.passedOver(unfit);
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

	/** The initial fate of a message: it lists the providers that cannot take the message at all. */
	private passedOver(unfit: Planned['unfit']): Fate {
		if (unfit.length === 0) return NOBODY_ASKED;
		const at = new Date(this.ports.now()).toISOString();
		const attempts = unfit.map(({ provider, failure }): Attempt => ({
			provider,
			at,
			outcome: 'notSent',
			failure,
			skipped: true,
		}));
		return { results: [], attempts };
	}

	/** Whether another provider may succeed, and may be asked, after this result. */
	private isCurable(result: SendResult): boolean {
		if (!isFailed(result)) return false;
		return result.outcome === 'unknown' ? this.makeSure : FAILURES[result.failure.class].failOver;
	}
}
