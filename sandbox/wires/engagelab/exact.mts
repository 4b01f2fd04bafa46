/**
 * JSON with integers above 2^53, which the provider writes without quotes
 * (docs/providers/engagelab.md §3.1, §5).
 */

class Int64 {
	readonly digits: string;

	constructor(digits: string) {
		this.digits = digits;
	}

	toJSON(): string {
		return `int64:${this.digits}`;
	}
}

/** A whole number of any size, from its digits. */
export const int64 = (digits: string): unknown => new Int64(digits);

export const exactJson = (value: unknown): string =>
	JSON.stringify(value).replace(/"int64:(\d+)"/g, '$1');
