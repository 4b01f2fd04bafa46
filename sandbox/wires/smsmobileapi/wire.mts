import { type FastifyInstance } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { SmsMobileAccount } from './account.mts';
import { authenticate } from './auth.mts';
import { callRoutes } from './calls.mts';
import { deviceRoutes } from './devices.mts';
import { errorBody, Refusal, statusFailure } from './errors.mts';
import { logRoutes } from './log.mts';
import { receivedRoutes } from './received.mts';
import { sendRoutes } from './send.mts';
import { Tokens, tokenRoutes } from './tokens.mts';
import { whatsAppRoutes } from './whatsapp.mts';

declare module 'fastify' {
	interface FastifyRequest {
		/** `unknown` when the API key of an SMSMobileAPI request is unknown. */
		smsMobileKey: 'good' | 'unknown';
	}
}

const notFoundPage =
	'<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>';

/** SMSMobileAPI: checks the API key or token, then serves the path (docs/providers/smsmobileapi.md). */
export function smsMobileWire(
	app: FastifyInstance,
	{ prefix, world }: { prefix: string; world: World },
	done: () => void,
): void {
	const account = new SmsMobileAccount(world);
	const tokens = new Tokens();
	app.decorateRequest('smsMobileKey', 'unknown');
	observe(app, {
		world,
		wire: 'smsmobileapi',
		mount: prefix,
		failure: (status) => statusFailure(world, status),
	});

	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof Refusal)) return reply.code(500).send(statusFailure(world, 500));
		const { status, code, message } = error;
		return reply.code(status).send(errorBody(world, status, code, message));
	});

	tokenRoutes(app, world, tokens);
	app.setNotFoundHandler((_request, reply) =>
		reply.code(404).type('text/html; charset=utf-8').send(notFoundPage),
	);
	app.register((open, _options, ready) => {
		alsoUnslashed(open);
		open.addHook('preValidation', async (request, reply) => {
			const [path = '', query] = request.url.split('?');
			if (!path.endsWith('/') && world.settings.smsMobileUnslashed === 'redirect') {
				return reply.redirect(`${path}/${query === undefined ? '' : `?${query}`}`, 301);
			}
			request.smsMobileKey = authenticate(request, world, tokens);
			if (request.smsMobileKey === 'good' || /\/getsms\/?$/.test(path)) return;
			throw new Refusal(403, 'invalid_apikey', 'The API key is not valid.');
		});
		sendRoutes(open, account);
		logRoutes(open, account);
		receivedRoutes(open, account);
		deviceRoutes(open, world);
		callRoutes(open, account);
		whatsAppRoutes(open, account);
		ready();
	});
	done();
}

/**
 * Serves the same paths without their slash: a redirect turns a POST into a GET ([unsure],
 * docs/providers/smsmobileapi.md §1).
 */
function alsoUnslashed(app: FastifyInstance): void {
	app.addHook('onRoute', ({ method, routePath, handler }) => {
		if (!routePath.endsWith('/')) return;
		app.route({ method, url: routePath.slice(0, -1), handler });
	});
}
