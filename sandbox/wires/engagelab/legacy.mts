import { type FastifyInstance } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { type EngageLabAccount } from './account.mts';
import { hasPair } from './basic.mts';
import { exactJson } from './exact.mts';
import { legacySendRoutes } from './legacy-send.mts';
import { legacySignRoutes } from './legacy-signs.mts';
import { legacyStatsRoutes } from './legacy-stats.mts';
import { legacyStatusRoutes } from './legacy-status.mts';
import { legacyTemplateRoutes } from './legacy-templates.mts';
import { legacyFailure, Refusal } from './refusal.mts';
import { announceSmsHook } from './sms-hook.mts';

interface LegacyOptions {
	prefix: string;
	world: World;
	account: EngageLabAccount;
}

/** The legacy generation: `{"result":…}`, integer ids, `+0800` (docs/providers/engagelab.md §2). */
export function engageLabLegacyWire(
	app: FastifyInstance,
	{ prefix, world, account }: LegacyOptions,
	done: () => void,
): void {
	observe(app, { world, wire: 'engagelab-legacy', mount: prefix, failure: legacyFailure });

	app.setReplySerializer(exactJson);
	app.addHook('preValidation', async (request, reply) => {
		if (!hasPair(request, 'sms_user', 'sms_key')) return reply.code(401).send(legacyFailure(401));
	});
	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof Refusal)) return reply.code(500).send(legacyFailure(500));
		const { status, code, message } = error;
		return reply.code(status).send({ code, message });
	});
	app.setNotFoundHandler((_request, reply) => reply.code(404).send(legacyFailure(404)));

	announceSmsHook(account);
	legacySendRoutes(app, account);
	legacySignRoutes(app, account);
	legacyStatsRoutes(app, account);
	legacyStatusRoutes(app, account);
	legacyTemplateRoutes(app, account);
	done();
}
