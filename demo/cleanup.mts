import { reasonOf } from './failure.mts';

/** Steps that end what the demo started, the last one first. */
export class Cleanup {
	private readonly steps: (() => Promise<void> | void)[] = [];

	add(step: () => Promise<void> | void): void {
		this.steps.push(step);
	}

	/** Runs all steps, even when one fails. Can be called again. */
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
