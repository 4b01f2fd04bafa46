import { type FastifyInstance } from 'fastify';

/** This machine, as the Host header names it, with any port. */
const loopback = /^(([\w-]+\.)*localhost\.?|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i;

/**
 * Keeps web pages on the developer's machine from driving the sandbox. A page whose name was made to
 * lead to 127.0.0.1 has its own name as Host, and a page of another server has its own Origin.
 */
export function fence(app: FastifyInstance): void {
	app.addHook('onRequest', async (request, reply) => {
		const { host = '', origin } = request.headers;
		if (!loopback.test(host)) {
			return await reply.code(421).send({ error: 'The sandbox is for this machine only.' });
		}
		if (origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase()) {
			return await reply
				.code(403)
				.send({ error: 'Pages of other servers may not use the sandbox.' });
		}
	});
}

/** Takes bodies as JSON only: a page can send other types to another server without asking it first. */
export function jsonOnly(app: FastifyInstance): void {
	app.addHook('onRequest', async ({ headers }, reply) => {
		const { 'content-length': length = '0', 'transfer-encoding': chunked } = headers;
		const hasBody = length !== '0' || chunked !== undefined;
		if (!hasBody || /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return;
		return await reply.code(415).send({ error: 'The control API takes application/json only.' });
	});
}
