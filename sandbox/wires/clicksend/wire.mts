import { type FastifyInstance } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { type ClickSendAccount } from './account.mts';
import { authenticate } from './auth.mts';
import { statusFailure } from './envelope.mts';
import { clickSendRoutes } from './routes.mts';

interface ClickSendOptions {
	prefix: string;
	world: World;
	account: ClickSendAccount;
}

/** ClickSend's API, reached directly. */
export function clickSendWire(
	app: FastifyInstance,
	{ prefix, world, account }: ClickSendOptions,
	done: () => void,
): void {
	observe(app, { world, wire: 'clicksend', mount: prefix, failure: statusFailure });
	clickSendRoutes(app, {
		account,
		guard: (request, reply) => authenticate(request, reply, account),
	});
	done();
}
