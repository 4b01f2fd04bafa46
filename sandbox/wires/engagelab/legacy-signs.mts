import { type FastifyInstance } from 'fastify';
import { fieldsOf } from '../../values.mts';
import { type EngageLabAccount, type Sign } from './account.mts';
import { int64 } from './exact.mts';
import { beijingTime, nextLegacyId } from './legacy-values.mts';
import { Refusal } from './refusal.mts';
import { isSignName } from './rules.mts';

interface One {
	Params: { id: string };
}

const mostSigns = 100;

const row = ({ id, name, createdAt, updatedAt }: Sign) => ({
	sign_id: int64(id),
	sign_name: name,
	create_time: beijingTime(createdAt),
	update_time: beijingTime(updatedAt),
});

const missing = () => new Refusal(400, 34010, 'sign not exists');

function readName(body: unknown): string {
	const { sign_name: name } = fieldsOf(body);
	if (!isSignName(name)) throw new Refusal(400, 34005, 'Invalid sign_name');
	return name;
}

/** /v1/signs of the legacy generation (docs/providers/engagelab.md §2.1). */
export function legacySignRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	const { signs } = account;
	/** [unsure] Changing an unknown sign returns the count 0, or is refused. */
	const change = (id: string, apply: (sign: Sign) => void) => {
		const sign = signs.get(id);
		if (sign) apply(sign);
		else if (account.world.settings.engageLabUnknownId === 'error') throw missing();
		return { count: sign ? 1 : 0 };
	};

	app.get<{ Querystring: { sign_name?: string } }>('/v1/signs', ({ query }) => {
		const wanted = (query.sign_name ?? '').toLowerCase();
		const found = [...signs.values()].filter(({ name }) => name.toLowerCase().includes(wanted));
		return { result: found.map(row), count: found.length, total: found.length };
	});

	app.get<One>('/v1/signs/:id', ({ params }) => {
		const sign = signs.get(params.id);
		if (!sign) throw missing();
		return { result: row(sign) };
	});

	app.post('/v1/signs', ({ body }) => {
		const name = readName(body);
		if (signs.size >= mostSigns) {
			const { engageLabSignLimitCode: code } = account.world.settings;
			throw new Refusal(400, code, 'sign count is over the limit');
		}
		const now = Date.now();
		const sign = { id: nextLegacyId(account), name, status: 2, createdAt: now, updatedAt: now };
		signs.set(sign.id, sign);
		return { result: row(sign) };
	});

	app.put<One>('/v1/signs/:id', ({ params, body }) => {
		const name = readName(body);
		return change(params.id, (sign) => Object.assign(sign, { name, updatedAt: Date.now() }));
	});

	app.delete<One>('/v1/signs/:id', ({ params }) =>
		change(params.id, (sign) => signs.delete(sign.id)),
	);
}
