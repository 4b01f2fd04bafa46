import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type World } from '../world.mts';
import { matonKey } from './maton-connections.mts';

const messages: Record<number, string> = {
	400: 'No active connection was found for this app.',
	401: 'Missing or invalid API key.',
	404: 'Connection not found.',
	429: 'Rate limit exceeded.',
};

/**
 * Maton's own errors. Their shape is not documented (docs/providers/maton.md §4), so it is a
 * setting. Neither shape has the `http_code` of ClickSend's envelope, so a client can tell them
 * from ClickSend's.
 */
export function matonFailure(world: World, status: number): unknown {
	const message = messages[status] ?? 'Internal gateway error.';
	return world.settings.matonErrors === 'text' ? message : { error: { code: status, message } };
}

export function refuse(world: World, reply: FastifyReply, status: number): FastifyReply {
	const body = matonFailure(world, status);
	const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
	return reply
		.code(status)
		.type(type)
		.send(typeof body === 'string' ? body : JSON.stringify(body));
}

/** `Authorization: Bearer <key>` on both planes (docs/providers/maton.md §2). */
export const hasKey = (request: FastifyRequest) =>
	request.headers.authorization === `Bearer ${matonKey}`;
