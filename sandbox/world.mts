import { Faults } from './faults.mts';
import { Hooks } from './hooks.mts';
import { Journal } from './journal.mts';
import { Phones } from './phones.mts';
import { changedSettings, defaultSettings, type Settings } from './settings.mts';
import { Timers } from './timers.mts';
import { Webhooks } from './webhooks.mts';

/** Everything the wires share. A wire clears its own state through `onReset`. */
export class World {
	readonly journal = new Journal();
	readonly phones = new Phones();
	readonly faults = new Faults();
	readonly timers = new Timers();
	readonly hooks = new Hooks();
	readonly webhooks = new Webhooks(this.timers, () => this.#settings);
	#settings = defaultSettings();
	#era = 0;
	readonly #resets: (() => void)[] = [];

	get settings(): Readonly<Settings> {
		return this.#settings;
	}

	/** The number of resets: what began before a reset must not appear after it. */
	get era(): number {
		return this.#era;
	}

	configure(change: unknown): void {
		this.#settings = changedSettings(this.#settings, change);
	}

	onReset(reset: () => void): void {
		this.#resets.push(reset);
	}

	/** Cancels all delayed actions and webhooks. */
	stop(): void {
		this.timers.clear();
		this.webhooks.stop();
	}

	reset(): void {
		this.#era++;
		this.stop();
		this.webhooks.clear();
		this.hooks.clear();
		this.#settings = defaultSettings();
		this.journal.clear();
		this.faults.clear();
		for (const reset of this.#resets) reset();
		this.phones.clear();
	}
}
