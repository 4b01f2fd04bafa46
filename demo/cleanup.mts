import { reasonOf } from './failure.mts';

/** What was started and must be ended, the last thing first. */
export class Cleanup {
	private readonly steps: (() => Promise<void> | void)[] = [];

	add(step: () => Promise<void> | void): void {
		this.steps.push(step);
	}

	/** Ends everything, even when ending one thing fails. Can be called again. */
	async run(): Promise<void> {
		for (let step = this.steps.pop(); step; step = this.steps.pop()) {
			try {
				await step();
			} catch (error) {
				console.error(`while cleaning up: ${reasonOf(error)}`);
			}
		}
	}
}
