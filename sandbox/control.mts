import { type FastifyInstance } from 'fastify';
import { type Sandbox } from './api.mts';
import { readFault } from './fault-spec.mts';
import { jsonOnly } from './fence.mts';
import { hookControl } from './hook-control.mts';
import { fieldsOf, messageOf, textOf } from './values.mts';
import { type MatonConnections } from './wires/maton-connections.mts';
import { type World } from './world.mts';

interface ControlOptions {
	world: World;
	sandbox: Sandbox;
	connections: MatonConnections;
}

interface Listing {
	Querystring: { wire?: string; method?: string; path?: string; limit?: string };
}

/** The newest rows, at most `limit`; all of them when `limit` is not a whole number above 0. */
function newest<T>(rows: T[], limit: string | undefined): T[] {
	return limit && /^[1-9]\d*$/.test(limit) ? rows.slice(-Number(limit)) : rows;
}

/** The sandbox object over HTTP, for the page, the demo and tests in other processes. */
export function controlApi(
	app: FastifyInstance,
	{ world, sandbox, connections }: ControlOptions,
	done: () => void,
): void {
	jsonOnly(app);
	// Every error here is caused by an invalid request: say why.
	app.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ error: messageOf(error) }),
	);
	app.setNotFoundHandler((_request, reply) =>
		reply.code(404).send({ error: 'The control API has no such path.' }),
	);

	app.get('/health', () => ({ ok: true, url: sandbox.url }));

	app.get<Listing>('/requests', ({ query: { limit, ...filter } }) => ({
		requests: newest(sandbox.requests(filter), limit),
	}));

	app.get<Listing>('/messages', ({ query }) => ({
		messages: newest(sandbox.messages(), query.limit),
	}));

	app.get('/faults', () => ({ faults: world.faults.list() }));
	app.post('/faults', ({ body }) => ({ id: sandbox.fault(readFault(body)) }));
	app.delete('/faults', () => {
		sandbox.clearFaults();
		return { ok: true };
	});

	app.get('/settings', () => world.settings);
	app.post('/settings', ({ body }) => {
		world.configure(body);
		return world.settings;
	});

	app.post('/reset', () => {
		sandbox.reset();
		return { ok: true };
	});

	app.post('/carrier', ({ body }) => {
		const { messageId, state, errorCode } = fieldsOf(body);
		if (state !== 'delivered' && state !== 'undelivered') {
			throw new Error('The state must be delivered or undelivered.');
		}
		const code = textOf(errorCode) || undefined;
		return { message: sandbox.carrier(textOf(messageId), state, code) };
	});

	app.get<Listing>('/replies', ({ query }) => ({
		replies: newest(sandbox.replies(), query.limit),
	}));
	app.post('/replies', ({ body }) => ({ reply: world.phones.reply(body) }));
	app.post('/calls', ({ body }) => ({ call: world.phones.call(body) }));

	// The `url` of a Maton connection leads here. Opening it stands for the user's consent.
	app.get<{ Querystring: { session_token?: string } }>('/maton-connect', ({ query }, reply) => {
		const known = connections.finish(query.session_token ?? '');
		return reply
			.code(known ? 200 : 404)
			.type('text/plain; charset=utf-8')
			.send(known ? 'Connected. You can close this page.' : 'This connection is unknown.');
	});

	app.register(hookControl, { sandbox });

	app.get('/events', (request, reply) => {
		reply.hijack();
		reply.raw.writeHead(200, {
			'content-type': 'text/event-stream',
			'cache-control': 'no-cache',
		});
		reply.raw.write(': hello\n\n');
		const end = world.phones.subscribe((event) => {
			reply.raw.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
		});
		request.raw.on('close', end);
	});
	done();
}
