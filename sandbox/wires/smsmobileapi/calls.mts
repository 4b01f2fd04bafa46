import { type FastifyInstance } from 'fastify';
import { type SmsMobileAccount } from './account.mts';
import { badRequest } from './errors.mts';
import { type Params, paramsOf } from './params.mts';
import { dayOf, readDay } from './received.mts';
import { type CallRow } from './shapes.mts';

function wholeNumber(params: Params, name: string, usual: number, most: number): number {
	const text = params[name] ?? '';
	if (text === '') return usual;
	if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
	throw badRequest('invalid_parameter', `${name} must be a number up to ${most}.`);
}

/** `date` has no zone ([unsure], here UTC); `call_datetime_utc` says which one it is. */
const callRow = ({ guid, number, name, at }: CallRow) => {
	const time = new Date(at).toISOString().replace('T', ' ').slice(0, 19);
	return { guid, number, name, date: time, call_datetime_utc: time, duration_sec: 0 };
};

function listMissed(account: SmsMobileAccount, params: Params) {
	const offset = wholeNumber(params, 'offset', 0, 1_000_000);
	const limit = wholeNumber(params, 'limit', 100, 500);
	const first = readDay(params, 'date_start');
	const last = readDay(params, 'date_end');
	const wanted = (params.search ?? '').toLowerCase();
	const data = account.missed
		.toReversed()
		.filter(({ number, name }) => `${number} ${name ?? ''}`.toLowerCase().includes(wanted))
		.filter(({ at }) => first === '' || dayOf(at) >= first)
		.filter(({ at }) => last === '' || dayOf(at) <= last)
		.slice(offset, offset + limit)
		.map(callRow);
	return { success: true, offset, limit, count: data.length, data };
}

/** GET /call/missed/list/, newest first (docs/providers/smsmobileapi.md §4). */
export function callRoutes(app: FastifyInstance, account: SmsMobileAccount): void {
	app.get('/call/missed/list/', (request) => listMissed(account, paramsOf(request, account.world)));
}
