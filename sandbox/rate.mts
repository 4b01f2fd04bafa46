/** A fixed window per key, like the limits that were observed at the providers. */
export class RateLimiter {
	readonly #windows = new Map<string, { endsAt: number; used: number }>();

	/** Counts one request; `remaining` is negative when the limit is exceeded. */
	count(key: string, limit: number, windowMs: number): { remaining: number; resetSeconds: number } {
		const now = Date.now();
		let window = this.#windows.get(key);
		if (!window || window.endsAt <= now) {
			window = { endsAt: now + windowMs, used: 0 };
			this.#windows.set(key, window);
		}
		window.used++;
		return {
			remaining: limit - window.used,
			resetSeconds: Math.ceil((window.endsAt - now) / 1000),
		};
	}

	clear(): void {
		this.#windows.clear();
	}
}
