/** A real HTTP server that webhooks are sent to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Fields } from '../../sandbox/values.mts';

export interface Received {
	method: string;
	/** Path and query. */
	url: string;
	/** Names as they came, which Node would lower. */
	rawHeaders: string[];
	headers: Record<string, string>;
	body: string;
	/** The body, when it is JSON. */
	json: Fields;
}

/** What to answer with: a status, nothing ever, or something of its own. */
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

/** Waits for what is certain to happen; how long that takes says nothing. */
export async function until(isTrue: () => boolean): Promise<void> {
	const end = Date.now() + 20_000;
	while (!isTrue()) {
		if (Date.now() > end) throw new Error('It did not happen within 20 s.');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

export class Receiver {
	readonly received: Received[] = [];
	/** Taken one after the other; when there are no more: 200. */
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

	/** The first ones, once there are as many. */
	async first(count: number): Promise<Received[]> {
		await until(() => this.received.length >= count);
		return this.received.slice(0, count);
	}

	/** Once no connection is open any more. */
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
 * A receiver for the tests of one file, as new before each of them: what the test before has still on its
 * way is cut off by the sandbox’s reset, so this comes after {@link useSandbox}.
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
