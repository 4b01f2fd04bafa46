/** n8n's REST API answers 503 while a busy machine keeps it from its database, and closes connections. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { N8nRest, Refusal } from '../../demo/rest.mts';

let server: Server;
let answers: Array<[status: number, body: object] | 'reset'> = [];
let requests = 0;
let connections = 0;

beforeEach(async () => {
	requests = 0;
	connections = 0;
	server = createServer((request, response) => {
		requests++;
		const answer = answers.shift() ?? [200, { data: { results: [] } }];
		if (answer === 'reset') return void request.socket.resetAndDestroy();
		const [status, body] = answer;
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	});
	server.on('connection', () => connections++);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void server.close());

const rest = () => new N8nRest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

test('the request is repeated until the database is ready', async () => {
	const busy: [number, object] = [503, { code: 503, message: 'Database is not ready!' }];
	answers = [busy, busy];
	await expect(rest().executions('1')).resolves.toEqual([]);
	expect(answers).toEqual([]);
});

test.each([
	[503, { message: 'Service unavailable' }],
	[500, { message: 'Database is not ready!' }],
])('%i %j is not repeated', async (status, body) => {
	answers = [[status, body]];
	await expect(rest().executions('1')).rejects.toThrow(Refusal);
});

test('each request has a connection of its own, so that none is closed while it is in use again', async () => {
	const one = rest();
	for (let n = 0; n < 3; n++) await one.executions('1');
	expect([requests, connections]).toEqual([3, 3]);
});

test('a request whose connection breaks is not repeated', async () => {
	answers = ['reset'];
	await expect(rest().deactivate('1')).rejects.toThrow('fetch failed');
	expect(requests).toBe(1);
});

test('where nothing listens, it fails at once', async () => {
	const nobody = rest();
	await new Promise((resolve) => server.close(resolve));
	await expect(nobody.executions('1')).rejects.toThrow('fetch failed');
});
