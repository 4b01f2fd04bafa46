/** A small simulation of Acme SMS, the provider that the template is written for. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

interface Wanted {
	to: string;
	text: string;
	from?: string;
	send_at?: string;
	reference?: string;
}

export interface Acme {
	url: string;
	/** The messages that have arrived on phones. */
	readonly messages: Wanted[];
	/** Requests by path. */
	readonly requests: string[];
	/** Answers to return to the next requests instead: a status and a body. */
	readonly faults: Array<{ status: number; body?: unknown; headers?: Record<string, string> }>;
	close(): Promise<void>;
}

const KEY = 'Bearer acme-key';

/** Refused numbers, with the code that Acme returns for each. */
const REFUSED: Readonly<Record<string, string>> = {
	'+61400000666': 'opted_out',
	'+61400000777': 'not_documented',
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	const text = Buffer.concat(parts).toString('utf8');
	return text === '' ? undefined : JSON.parse(text);
}

export async function startAcme(): Promise<Acme> {
	const messages: Wanted[] = [];
	const requests: string[] = [];
	const faults: Acme['faults'] = [];

	const send = (wanted: Wanted) => {
		const code = REFUSED[wanted.to];
		if (code) return { to: wanted.to, error: { code } };
		messages.push(wanted);
		return { to: wanted.to, id: `m-${messages.length}`, parts: 1, price: '0.09', currency: 'EUR' };
	};

	async function answer(request: IncomingMessage) {
		const fault = faults.shift();
		if (fault) return fault;
		if (request.headers.authorization !== KEY) {
			return { status: 401, body: { error: { code: 'invalid_key' } } };
		}
		if (request.url === '/v1/account') {
			return { status: 200, body: { balance: '12.50', currency: 'EUR' } };
		}
		const { messages: wanted } = (await bodyOf(request)) as { messages: Wanted[] };
		return { status: 200, body: { messages: wanted.map(send) } };
	}

	const server: Server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		void answer(request).then(({ status, body, headers }: Acme['faults'][number]) => {
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(body === undefined ? '<html>' : JSON.stringify(body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		messages,
		requests,
		faults,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}
