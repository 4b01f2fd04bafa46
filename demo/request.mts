const TIMEOUT_MS = 30_000;

/**
 * `fetch` on a connection of its own, for at most 30 s. n8n closes idle connections, when it was busy also
 * one on which the next request is just arriving; a POST that breaks must not be repeated.
 */
export async function request(url: string, init: RequestInit = {}): Promise<Response> {
	const headers = new Headers(init.headers);
	headers.set('connection', 'close');
	return await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), ...init, headers });
}
