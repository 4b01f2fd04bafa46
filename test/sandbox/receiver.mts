/** An HTTP server that receives webhooks. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Fields } from '../../sandbox/values.mts';

export interface Received {
	method: string;
	/** Path and query. */
	url: string;
	/** Names in their original case, which Node would lower. */
	rawHeaders: string[];
	headers: Record<string, string>;
	body: string;
	/** The body, when it is JSON. */
	json: Fields;
}

/** How to answer: with a status, not at all, or by a function. */
type Answer = number | 'silence' | ((response: ServerResponse) => void);

async function read(request: IncomingMessage): Promise<Received> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks).toString();
	const { method = '', url = '', headers, rawHeaders } = request;
	const isJson = headers['content-type'] === 'application/json' && body !== '';
	return {
		method,
		url,
		rawHeaders,
		headers: headers as Record<string, string>,
		body,
		json: isJson ? (JSON.parse(body) as Fields) : {},
	};
}

/** Waits until a condition is true. It throws after 20 s, so the condition must be certain. */
export async function until(isTrue: () => boolean): Promise<void> {
	const end = Date.now() + 20_000;
	while (!isTrue()) {
		if (Date.now() > end) throw new Error('It did not happen within 20 s.');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

export class Receiver {
	readonly received: Received[] = [];
	/** The answers to the next requests, in order; after them 200. */
	answers: Answer[] = [];
	readonly #server = createServer((request, response) => {
		void read(request).then((received) => {
			const answer = this.answers.shift() ?? 200;
			this.received.push(received);
			if (typeof answer === 'function') answer(response);
			else if (answer !== 'silence') response.writeHead(answer).end();
		});
	});

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
	}

	/** Waits for `count` requests and returns the first of them. */
	async first(count: number): Promise<Received[]> {
		await until(() => this.received.length >= count);
		return this.received.slice(0, count);
	}

	/** Resolves when no connection is open any more. */
	async idle(): Promise<void> {
		let open = 1;
		await until(() => {
			this.#server.getConnections((_error, count) => (open = count));
			return open === 0;
		});
	}

	forget(): void {
		this.received.length = 0;
		this.answers = [];
	}

	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
	}

	async close(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		this.#server.closeAllConnections();
		await closed;
	}
}

/**
 * A receiver for the tests of one file, emptied before each of them. Call it after {@link useSandbox},
 * whose reset cuts requests of the previous test that are still in progress.
 */
export function useReceiver(): Receiver {
	const receiver = new Receiver();
	beforeAll(() => receiver.open());
	beforeEach(async () => {
		await receiver.idle();
		receiver.forget();
	});
	afterAll(() => receiver.close());
	return receiver;
}
