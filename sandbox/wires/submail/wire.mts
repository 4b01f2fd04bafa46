import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type World } from '../../world.mts';
import { observe } from '../arrival.mts';
import { SubmailAccount } from './account.mts';
import { authenticate } from './auth.mts';
import { endpoints } from './endpoints.mts';
import { errorBody, Refusal, statusFailure } from './errors.mts';
import { readFiles, readParams } from './input.mts';
import { services } from './service.mts';

interface SubmailOptions {
	prefix: string;
	world: World;
}

interface Path {
	/** `group` is in the paths of address books only: `addressbook/sms/subscribe`. */
	Params: { model: string; group?: string; function: string };
}

/**
 * `/{model}/{function}` with an optional format; `message` is the old name of `sms`
 * (docs/providers/submail.md §1).
 */
function readPath({ params }: FastifyRequest<Path>) {
	const [name = '', format = 'json'] = params.function.split('.');
	const model = [params.model, ...(params.group === undefined ? [] : [params.group])]
		.map((part) => (part === 'message' ? 'sms' : part))
		.join('/');
	return { path: `${model}/${name}`, format };
}

function answer(request: FastifyRequest<Path>, reply: FastifyReply, account: SubmailAccount) {
	const { path, format } = readPath(request);
	const service = Object.hasOwn(services, path) ? services[path] : undefined;
	const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
	const methods = service ? ['GET', 'POST'] : (endpoint?.methods ?? []);
	if (methods.length === 0) return reply.code(404).send(statusFailure(404));
	if (!methods.includes(request.method)) return reply.code(405).send(statusFailure(405));
	// XML and YAML have the same data (docs/providers/submail.md §1): the sandbox only supports
	// JSON.
	if (format !== 'json') return reply.code(406).send(statusFailure(406));

	const params = readParams(request);
	if (service) return service(account, params);
	if (!endpoint) return reply.code(404).send(statusFailure(404));
	const app = authenticate(params, endpoint, account.settings, account.now());
	if (endpoint.bulk && !account.settings.submailBulk) throw new Refusal('119');
	const rows = request.arrival?.fault?.rows ?? {};
	const { method, ip } = request;
	const files = readFiles(request);
	return endpoint.answer({ account, app, params, files, method, ip, rows });
}

/** SUBMAIL: domestic and international SMS. */
export function submailWire(
	app: FastifyInstance,
	{ prefix, world }: SubmailOptions,
	done: () => void,
): void {
	const account = new SubmailAccount(world);
	observe(app, { world, wire: 'submail', mount: prefix, failure: statusFailure });

	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof Refusal)) return reply.code(500).send(statusFailure(500));
		const { settings } = world;
		return reply.code(settings.submailErrorStatus).send(errorBody(error, settings));
	});
	app.setNotFoundHandler((_request, reply) => reply.code(404).send(statusFailure(404)));
	for (const url of ['/:model/:function', '/:model/:group/:function']) {
		app.route<Path>({
			method: ['GET', 'POST', 'PUT', 'DELETE'],
			url,
			handler: (request, reply) => answer(request, reply, account),
		});
	}
	done();
}
