import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { RateLimiter } from '../rate.mts';
import { type World } from '../world.mts';
import { observe } from './arrival.mts';
import { type ClickSendAccount } from './clicksend/account.mts';
import { statusFailure } from './clicksend/envelope.mts';
import { clickSendRoutes } from './clicksend/routes.mts';
import { type MatonConnections } from './maton-connections.mts';
import { hasKey, refuse } from './maton-errors.mts';

interface MatonOptions {
	prefix: string;
	world: World;
	connections: MatonConnections;
	account: ClickSendAccount;
}

/**
 * The HTTP status that refuses a request without a usable connection; undefined lets it pass.
 * Without the header the oldest ACTIVE connection of the app is used (docs/providers/maton.md §2).
 */
function connectionProblem(
	request: FastifyRequest,
	{ prefix, world, connections }: MatonOptions,
): number | undefined {
	const [, app] = request.url.slice(prefix.length).split(/[/?]/);
	const active = connections
		.list()
		.filter((connection) => connection.app === app && connection.status === 'ACTIVE');
	const wanted = request.headers['maton-connection'];
	if (wanted === undefined) return active.length > 0 ? undefined : 400;
	if (active.some(({ connection_id }) => connection_id === wanted)) return undefined;
	return connections.find(String(wanted)) ? 400 : world.settings.matonUnknownConnection;
}

/** The data plane: checks the key, passes requests to ClickSend unchanged (docs/providers/maton.md §6). */
export function matonWire(app: FastifyInstance, options: MatonOptions, done: () => void): void {
	const { prefix, world, account } = options;
	const rate = new RateLimiter();
	world.onReset(() => rate.clear());

	// The body of an injected failure is ClickSend's, because most requests here reach ClickSend.
	observe(app, { world, wire: 'maton', mount: prefix, failure: statusFailure });

	app.addHook('preValidation', async (request, reply) => {
		if (!hasKey(request)) return refuse(world, reply, 401);
		const limit = world.settings.matonRateLimit;
		if (limit !== null && rate.count('account', limit, 1000).remaining < 0) {
			return refuse(world, reply, 429);
		}
		const problem = connectionProblem(request, options);
		if (problem !== undefined) return refuse(world, reply, problem);
	});

	// The first path segment selects the app, and ClickSend is the only one connected.
	app.setNotFoundHandler((_request, reply) => refuse(world, reply, 400));
	app.register(
		(clickSend, _options, ready) => {
			clickSendRoutes(clickSend, { account, via: 'maton' });
			ready();
		},
		{ prefix: '/clicksend' },
	);
	done();
}
