import { type FastifyInstance, type FastifyReply } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { type EngageLabAccount } from './account.mts';
import { hasPair } from './basic.mts';
import { announceCallbacks } from './callbacks.mts';
import { exactJson } from './exact.mts';
import { messageRoutes } from './messages.mts';
import { currentFailure, Refusal } from './refusal.mts';
import { signConfigRoutes } from './sign-configs.mts';
import { templateConfigRoutes } from './template-configs.mts';

interface CurrentOptions {
	prefix: string;
	world: World;
	account: EngageLabAccount;
}

/**
 * The current generation: bare objects and arrays, string ids, Unix seconds
 * (docs/providers/engagelab.md §3).
 */
export function engageLabWire(
	app: FastifyInstance,
	{ prefix, world, account }: CurrentOptions,
	done: () => void,
): void {
	observe(app, { world, wire: 'engagelab', mount: prefix, failure: currentFailure });

	// The official client also expects a non-zero code with HTTP 200
	// (docs/providers/engagelab.md §3.1).
	const refuse = (reply: FastifyReply, status: number, body: object) =>
		reply.code(world.settings.engageLabErrorStatus === 'ok' ? 200 : status).send(body);

	app.setReplySerializer(exactJson);
	app.addHook('preValidation', async (request, reply) => {
		if (!hasPair(request, 'dev_key', 'dev_secret')) return refuse(reply, 401, currentFailure(401));
	});
	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof Refusal)) return refuse(reply, 500, currentFailure(500));
		const { status, code, message } = error;
		return refuse(reply, status, { code, message });
	});
	app.setNotFoundHandler((_request, reply) => reply.code(404).send(currentFailure(404)));

	announceCallbacks(account);
	messageRoutes(app, account);
	signConfigRoutes(app, account);
	templateConfigRoutes(app, account);
	done();
}
