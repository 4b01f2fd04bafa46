import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../values.mts';
import { type World } from '../world.mts';
import { observe } from './arrival.mts';
import { type MatonConnections } from './maton-connections.mts';
import { hasKey, matonFailure, refuse } from './maton-errors.mts';

interface ControlOptions {
	prefix: string;
	world: World;
	connections: MatonConnections;
}

interface One {
	Params: { connection_id: string };
}

/** Maton's control plane (docs/providers/maton.md §3). */
export function matonControlWire(
	app: FastifyInstance,
	{ prefix, world, connections }: ControlOptions,
	done: () => void,
): void {
	const wire = 'maton-ctrl';
	observe(app, { world, wire, mount: prefix, failure: (status) => matonFailure(world, status) });

	app.addHook('preValidation', async (request, reply) => {
		if (!hasKey(request)) return refuse(world, reply, 401);
	});
	app.setNotFoundHandler((_request, reply) => refuse(world, reply, 404));

	app.get<{ Querystring: { app?: string; status?: string; method?: string } }>(
		'/connections',
		({ query }) => ({
			connections: connections
				.list()
				.filter(
					(connection) =>
						(query.app ?? connection.app) === connection.app &&
						(query.status ?? connection.status) === connection.status &&
						(query.method ?? connection.method) === connection.method,
				),
		}),
	);

	app.post('/connections', (request, reply) => {
		const { app: name, method } = fieldsOf(request.body);
		if (textOf(name) === '') return refuse(world, reply, 400);
		return { connection: connections.create(textOf(name), textOf(method) || 'API_KEY') };
	});

	app.get<One>('/connections/:connection_id', ({ params }, reply) => {
		const connection = connections.find(params.connection_id);
		return connection ? { connection } : refuse(world, reply, 404);
	});

	app.delete<One>('/connections/:connection_id', ({ params }, reply) => {
		if (!connections.remove(params.connection_id)) return refuse(world, reply, 404);
		const status = world.settings.matonDeleteStatus;
		return status === 204 ? reply.code(204).send() : {};
	});
	done();
}
