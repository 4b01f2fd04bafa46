import { Agent, fetch, type Headers, type Response } from 'undici';
import { type Sandbox, startSandbox } from '../../sandbox/server.mts';
import { fieldsOf } from '../../sandbox/values.mts';

export interface Row {
	to: string;
	from: string;
	body: string;
	status: string;
	message_id: string;
	schedule: number | string;
	custom_string: string | null;
	message_parts?: number;
	message_price?: string;
	list_id?: number | null;
	is_shared_system_number?: boolean;
	[field: string]: unknown;
}

export interface SendData {
	total_price: number;
	total_count: number;
	queued_count: number;
	blocked_count: number;
	messages: Row[];
}

export interface Page<T> {
	total: number;
	per_page: number;
	current_page: number;
	last_page: number;
	next_page_url: string | null;
	prev_page_url: string | null;
	from: number | null;
	to: number | null;
	data: T[];
}

export interface Answer<Data = unknown> {
	status: number;
	headers: Headers;
	body: { http_code: number; response_code: string; response_msg: string; data: Data };
}

export const basic = (user: string, key: string) =>
	`Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`;

export const sandboxUser = basic('sandbox', 'sandbox-key');

/** Starts a sandbox for the tests of one file, and resets it before each of them. */
export function useSandbox(): () => Sandbox {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	beforeEach(() => sandbox.reset());
	afterAll(() => sandbox.close());
	return () => sandbox;
}

export interface CallOptions {
	body?: unknown;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

/**
 * Makes one request with its own connection: after an aborted request undici opens another
 * connection in advance, and a port that then refuses connections would look like one that is cut.
 */
export async function request(
	url: string,
	method: string,
	{ body, headers, signal }: CallOptions = {},
): Promise<Response> {
	const dispatcher = new Agent();
	try {
		return await fetch(url, {
			method,
			headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
			...(body !== undefined && { body: JSON.stringify(body) }),
			...(signal && { signal }),
			dispatcher,
		});
	} finally {
		void dispatcher.close();
	}
}

/** A ClickSend client; `mount` and `authorization` may make it a client of Maton instead. */
export class Client {
	readonly #sandbox: () => Sandbox;
	readonly #mount: string;
	readonly #authorization: string;

	constructor(sandbox: () => Sandbox, mount = '/clicksend', authorization = sandboxUser) {
		this.#sandbox = sandbox;
		this.#mount = mount;
		this.#authorization = authorization;
	}

	raw(method: string, path: string, options: CallOptions = {}): Promise<Response> {
		const headers = { authorization: this.#authorization, ...options.headers };
		return request(`${this.#sandbox().url}${this.#mount}${path}`, method, { ...options, headers });
	}

	async call<Data>(method: string, path: string, body?: unknown): Promise<Answer<Data>> {
		const response = await this.raw(method, path, { body });
		const { status, headers } = response;
		return { status, headers, body: (await response.json()) as Answer<Data>['body'] };
	}

	async send(...messages: unknown[]): Promise<SendData> {
		const { body } = await this.call<SendData>('POST', '/v3/sms/send', { messages });
		return body.data;
	}

	async history(query = ''): Promise<Page<Row>> {
		const { body } = await this.call<Page<Row>>('GET', `/v3/sms/history${query}`);
		return body.data;
	}
}

export const statusesOf = ({ messages }: SendData) => messages.map(({ status }) => status);

/** How a request fails: the code of its connection error, else the error's name. */
export async function failureOf(pending: Promise<unknown>): Promise<unknown> {
	try {
		await pending;
	} catch (error) {
		const { name, cause } = fieldsOf(error);
		return fieldsOf(cause).code ?? name;
	}
	return 'no failure';
}

export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
