/** The API of SMSMobileAPI for tests, as its own scripts use it. */
import { type Sandbox } from '../../sandbox/server.mts';

export const KEY = 'smsmobile-key';

export interface Told {
	status: number;
	type: string;
	location: string | null;
	body: unknown;
}

async function ask(url: string, init: RequestInit): Promise<Told> {
	const response = await fetch(url, { redirect: 'manual', ...init });
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	return {
		status: response.status,
		type,
		location: response.headers.get('location'),
		body: type.includes('json') ? (JSON.parse(text) as unknown) : text,
	};
}

/** A customer with the API key, or with other given credentials instead. */
export class SmsMobileCustomer {
	readonly #sandbox: () => Sandbox;

	constructor(sandbox: () => Sandbox) {
		this.#sandbox = sandbox;
	}

	/** Authenticated with a token, a key, or not at all. */
	async get(path: string, query: Record<string, string> = {}, auth: Auth = { apikey: KEY }) {
		const search = new URLSearchParams({ ...query, ...('apikey' in auth ? auth : {}) });
		const url = `${this.#sandbox().url}/smsmobileapi${path}?${search.toString()}`;
		return await ask(url, { headers: headersOf(auth) });
	}

	async post(path: string, form: Record<string, string> = {}, auth: Auth = { apikey: KEY }) {
		return await ask(`${this.#sandbox().url}/smsmobileapi${path}`, {
			method: 'POST',
			headers: headersOf(auth),
			body: new URLSearchParams({ ...form, ...('apikey' in auth ? auth : {}) }),
		});
	}

	/** Any other request, unchanged. */
	async raw(path: string, init: RequestInit) {
		return await ask(`${this.#sandbox().url}/smsmobileapi${path}`, init);
	}

	async token(secret = 'sandbox-secret') {
		const form = {
			grant_type: 'client_credentials',
			client_id: 'sandbox-client',
			client_secret: secret,
		};
		return await this.post('/oauth2/token', form, {});
	}
}

type Auth = { apikey: string } | { token: string } | Record<string, never>;

const headersOf = (auth: Auth): Record<string, string> =>
	'token' in auth ? { authorization: `Bearer ${auth.token}` } : {};
