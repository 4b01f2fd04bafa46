import { type FastifyInstance } from 'fastify';
import { type Sandbox } from './api.mts';
import { readHook } from './hook-spec.mts';

interface Listing {
	Querystring: { wire?: string; event?: string; url?: string; done?: string };
}

interface One {
	Params: { id: string };
}

/** Stands in for the providers' dashboards, and lists what was sent to the webhooks. */
export function hookControl(
	app: FastifyInstance,
	{ sandbox }: { sandbox: Sandbox },
	done: () => void,
): void {
	app.get('/hooks', () => ({ hooks: sandbox.hooks() }));
	app.post('/hooks', async ({ body }) => ({ id: await sandbox.hook(readHook(body)) }));
	app.delete<One>('/hooks/:id', ({ params }) => {
		sandbox.unhook(params.id);
		return { ok: true };
	});

	app.get<Listing>('/deliveries', ({ query }) => {
		const { done: isDone, ...filter } = query;
		const wanted = isDone === undefined ? {} : { done: isDone === 'true' };
		return { deliveries: sandbox.deliveries({ ...filter, ...wanted }) };
	});
	app.post<One>('/deliveries/:id/redeliver', ({ params }) => ({
		delivery: sandbox.redeliver(params.id),
	}));
	done();
}
