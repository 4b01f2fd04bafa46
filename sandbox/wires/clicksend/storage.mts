import { type FastifyInstance } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { statusFailure } from './envelope.mts';

/** A picture of one point. */
const gif = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/**
 * Stands in for ClickSend's file storage, which is not a part of its API: one picture, which everyone can
 * open. Any other address is one that has expired (docs/providers/clicksend.md §12).
 */
export function clickSendStorage(
	app: FastifyInstance,
	{ prefix, world }: { prefix: string; world: World },
	done: () => void,
): void {
	observe(app, { world, wire: 'clicksend-storage', mount: prefix, failure: statusFailure });
	app.get('/_private/picture.gif', (_request, reply) => reply.type('image/gif').send(gif));
	app.get('/_private/*', (_request, reply) =>
		reply.code(403).type('application/xml').send('<Error><Code>AccessDenied</Code></Error>'),
	);
	done();
}
