import { type Sandbox } from '../../sandbox/server.mts';
import { fieldsOf } from '../../sandbox/values.mts';
import { type CallOptions, request } from './harness.mts';

export const token = '1|gotone-sandbox-token';

export interface Answer {
	status: number;
	body: Record<string, unknown>;
}

/** A GoTone client on `/api/v3`, or on `/api/http` with the token as a parameter. */
export class GoToneClient {
	readonly #sandbox: () => Sandbox;
	readonly #path: 'v3' | 'http';

	constructor(sandbox: () => Sandbox, path: 'v3' | 'http' = 'v3') {
		this.#sandbox = sandbox;
		this.#path = path;
	}

	/** Sends a request without the token, unless the options have it. */
	raw(method: string, path: string, options: CallOptions = {}) {
		const url = `${this.#sandbox().url}/gotone/api/${this.#path}${path}`;
		return request(url, method, options);
	}

	async call(method: string, path: string, body?: object): Promise<Answer> {
		const isV3 = this.#path === 'v3';
		const withToken = (isV3 ? '' : path.includes('?') ? '&' : '?') + (isV3 ? '' : tokenQuery);
		const response = await this.raw(method, path + withToken, {
			headers: {
				accept: 'application/json',
				...(isV3 && { authorization: `Bearer ${token}` }),
			},
			...(body && { body }),
		});
		return { status: response.status, body: fieldsOf(await response.json()) };
	}

	/** Sends one plain text, with the given changes. */
	send(change: object = {}): Promise<Answer> {
		const plain = { recipient: '61411111111', sender_id: 'Sandbox', type: 'plain', message: 'Hi' };
		return this.call('POST', '/sms/send', { ...plain, ...change });
	}
}

export const tokenQuery = `api_token=${encodeURIComponent(token)}`;

export const failed = (status: number, message: string | RegExp) => ({
	status,
	body: {
		status: 'error',
		message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
	},
});
