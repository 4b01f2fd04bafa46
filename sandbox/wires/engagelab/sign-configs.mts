import { type FastifyInstance } from 'fastify';
import { fieldsOf } from '../../values.mts';
import { type EngageLabAccount, type Sign } from './account.mts';
import {
	badConfig,
	checkChangeable,
	checkUnplanned,
	findConfig,
	reviewed,
	seconds,
	success,
} from './configs.mts';
import { isSignName } from './rules.mts';

interface One {
	Params: { id: string };
}

/** /v1/sign-configs of the current generation (docs/providers/engagelab.md §3.3). */
export function signConfigRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	const { signs, templates } = account;
	const row = ({ id, name, status, createdAt, updatedAt }: Sign) => ({
		sign_id: id,
		sign_name: name,
		status,
		related_template_count: [...templates.values()].filter(({ signId }) => signId === id).length,
		audit_remark: '',
		created_time: seconds(createdAt),
		updated_time: seconds(updatedAt),
	});
	const readName = (body: unknown, own?: Sign): string => {
		const { sign_name: name } = fieldsOf(body);
		if (!isSignName(name)) throw badConfig('invalid sign_name');
		const taken = [...signs.values()].some((sign) => sign.name === name && sign !== own);
		if (taken) throw badConfig('sign_name already exist');
		return name;
	};

	app.get('/v1/sign-configs', () => [...signs.values()].map(row));

	app.get<One>('/v1/sign-configs/:id', ({ params }) => row(findConfig(signs, params.id, 'sign')));

	app.post('/v1/sign-configs', ({ body }) => {
		const name = readName(body);
		const now = Date.now();
		const id = account.nextId();
		signs.set(id, { id, name, status: reviewed(account), createdAt: now, updatedAt: now });
		return { sign_id: id };
	});

	app.put<One>('/v1/sign-configs/:id', ({ params, body }) => {
		const sign = findConfig(signs, params.id, 'sign');
		checkChangeable(sign, account, 'sign');
		sign.name = readName(body, sign);
		sign.status = reviewed(account);
		sign.updatedAt = Date.now();
		return success;
	});

	app.delete<One>('/v1/sign-configs/:id', ({ params }) => {
		const sign = findConfig(signs, params.id, 'sign');
		checkUnplanned(sign, account, 'sign');
		signs.delete(sign.id);
		return success;
	});
}
