import { type FastifyInstance } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { GoToneAccount } from './account.mts';
import { type ApiPath, authenticate } from './auth.mts';
import { campaignRoutes } from './campaign.mts';
import { contactRoutes } from './contacts.mts';
import { error, Problem, statusFailure } from './envelope.mts';
import { groupRoutes } from './groups.mts';
import { profileRoutes } from './profile.mts';
import { reportRoutes } from './reports.mts';
import { sendRoutes } from './send.mts';

interface GoToneOptions {
	prefix: string;
	world: World;
}

const windowMs = 60_000;

const errorPage = (status: number) =>
	`<!DOCTYPE html><html><head><title>Error ${status}</title></head><body><h1>${status}</h1></body></html>`;

/** GoTone, an instance of Ultimate SMS: the same routes below two paths (docs/providers/gotone.md §1). */
export function goToneWire(
	app: FastifyInstance,
	{ prefix, world }: GoToneOptions,
	done: () => void,
): void {
	const account = new GoToneAccount(world);
	observe(app, { world, wire: 'gotone', mount: prefix, failure: statusFailure });

	app.setErrorHandler((thrown, request, reply) => {
		const problem =
			thrown instanceof Problem ? thrown : new Problem('broken', 'Something unexpected happened.');
		// Without "Accept: application/json" exceptions are pages (docs/providers/gotone.md §2).
		if (problem.isException && !request.headers.accept?.includes('json')) {
			const status = problem.status('true');
			return reply.code(status).type('text/html; charset=utf-8').send(errorPage(status));
		}
		return reply.code(problem.status(world.settings.gotoneStatuses)).send(error(problem.message));
	});

	app.setNotFoundHandler((request) => {
		const [path = ''] = request.url.slice(prefix.length + 1).split('?');
		throw new Problem('missing', `The route ${path} could not be found.`);
	});

	const serve = (apiPath: ApiPath) => (scope: FastifyInstance, _: unknown, ready: () => void) => {
		// Per account and minute; there is one account.
		scope.addHook('preValidation', (request, _reply, next) => {
			const { gotoneRateLimit: limit } = world.settings;
			if (limit !== null && account.rate.count('account', limit, windowMs).remaining < 0) {
				throw new Problem('throttled', 'Too Many Attempts.');
			}
			authenticate(request, apiPath, world);
			next();
		});
		const path = `/api/${apiPath}`;
		groupRoutes(scope, account, path);
		contactRoutes(scope, account, path);
		reportRoutes(scope, account, path);
		sendRoutes(scope, account, apiPath);
		if (apiPath === 'v3') campaignRoutes(scope, account);
		profileRoutes(scope, account);
		ready();
	};
	app.register(serve('v3'), { prefix: '/api/v3' });
	app.register(serve('http'), { prefix: '/api/http' });
	done();
}
