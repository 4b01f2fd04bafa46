import { Faults } from './faults.mts';
import { Journal } from './journal.mts';
import { Phones } from './phones.mts';
import { changedSettings, defaultSettings, type Settings } from './settings.mts';

/** Everything the wires share. A wire's own state joins `onReset`. */
export class World {
	readonly journal = new Journal();
	readonly phones = new Phones();
	readonly faults = new Faults();
	#settings = defaultSettings();
	#era = 0;
	readonly #resets: (() => void)[] = [];

	get settings(): Readonly<Settings> {
		return this.#settings;
	}

	/** Counts the resets: what began in an earlier era must not show up in this one. */
	get era(): number {
		return this.#era;
	}

	configure(change: unknown): void {
		this.#settings = changedSettings(this.#settings, change);
	}

	onReset(reset: () => void): void {
		this.#resets.push(reset);
	}

	reset(): void {
		this.#era++;
		this.#settings = defaultSettings();
		this.journal.clear();
		this.faults.clear();
		for (const reset of this.#resets) reset();
		this.phones.clear();
	}
}
