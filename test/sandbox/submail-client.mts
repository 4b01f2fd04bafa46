import { fetch, FormData, type RequestInit } from 'undici';
import { type Sandbox } from '../../sandbox/server.mts';
import { fieldsOf } from '../../sandbox/values.mts';

export type Values = Record<string, unknown>;
export type Form = 'urlencoded' | 'multipart' | 'json';

const key = 'submail-sandbox-key';
export const domestic = { appid: '10001', signature: key };
export const international = { appid: '20001', signature: key };

export const mobile = '13800138000';
export const abroad = '+12025550100';

function encode(values: Values, form: Form): RequestInit {
	if (form === 'json') {
		return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(values) };
	}
	const texts = Object.entries(values).map(([name, value]): [string, string] => [
		name,
		String(value),
	]);
	if (form === 'urlencoded') return { body: new URLSearchParams(texts) };
	const body = new FormData();
	for (const [name, value] of texts) body.append(name, value);
	return { body };
}

export interface SubmailAnswer {
	status: number;
	/** The body when it is an object, else empty. */
	body: Values;
	/** The body when it is an array, else empty. */
	rows: Values[];
}

/** A client of SUBMAIL over HTTP. */
export class SubmailClient {
	readonly #sandbox: () => Sandbox;

	constructor(sandbox: () => Sandbox) {
		this.#sandbox = sandbox;
	}

	async request(method: string, path: string, init: RequestInit = {}): Promise<SubmailAnswer> {
		const url = `${this.#sandbox().url}/submail/${path}`;
		const response = await fetch(url, { method, ...init });
		const body: unknown = await response.json();
		const rows = Array.isArray(body) ? body.map(fieldsOf) : [];
		return { status: response.status, body: fieldsOf(body), rows };
	}

	/** Sends the values as they are, without adding a key. */
	raw(path: string, values: Values, form: Form = 'urlencoded', method = 'POST') {
		return this.request(method, path, encode(values, form));
	}

	post(path: string, values: Values = {}, form: Form = 'urlencoded') {
		const app = path.includes('international') ? international : domestic;
		return this.raw(path, { ...app, ...values }, form);
	}

	get(path: string, values: Values = {}) {
		const app = path.includes('international') ? international : domestic;
		const texts = Object.entries({ ...app, ...values }).map(([name, value]) => [
			name,
			String(value),
		]);
		return this.request('GET', `${path}?${new URLSearchParams(texts).toString()}`);
	}
}

export const codeOf = ({ body }: SubmailAnswer) => body.code;
