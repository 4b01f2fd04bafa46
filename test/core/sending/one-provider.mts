/** Runs of one scripted provider, and the outcome of each message. */
import { Dispatcher, type DispatchSettings } from '../../../core/sending/dispatch';
import { type Fate } from '../../../core/outcome';
import {
	deliverAll,
	deliveries,
	messages,
	ScriptedProvider,
	type Step,
	verdict,
	World,
} from './fakes.mts';

export const SETTINGS: DispatchSettings = { ifUnsure: 'neverTwice', concurrency: 1, maxRetries: 3 };

export interface Run {
	readonly world?: World;
	/** The answer about each message at each attempt. */
	readonly script: ReadonlyArray<readonly Step[]>;
	readonly size?: number;
	readonly latency?: (indexes: readonly number[]) => number;
	readonly settings?: Partial<DispatchSettings>;
}

export async function dispatch({ world = new World(), script, size, latency, settings }: Run) {
	const provider = new ScriptedProvider(world, script, size, latency);
	const dispatcher = new Dispatcher([provider.target], { ...SETTINGS, ...settings }, world);
	const settled: Array<[number, Fate]> = [];
	await world.run(
		deliverAll(dispatcher, deliveries(messages(script.length)), ({ index }, fate) =>
			settled.push([index, fate]),
		),
	);
	const fates = new Map(settled);
	return {
		provider,
		world,
		settled,
		fates,
		verdicts: script.map((_, index) => verdict(fates.get(index))),
		tries: script.map((_, index) => provider.tries(index)),
	};
}

export const makeSure = { ifUnsure: 'makeSure' } as const;
