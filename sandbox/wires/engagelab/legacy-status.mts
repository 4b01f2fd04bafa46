import { type FastifyInstance } from 'fastify';
import { RateLimiter } from '../../rate.mts';
import { type PhoneMessage } from '../../types.mts';
import { type EngageLabAccount, type Sent } from './account.mts';
import { int64 } from './exact.mts';
import { readDay, readZone, refused } from './legacy-stats.mts';
import { Refusal } from './refusal.mts';
import { statusOf } from './sms-hook.mts';

const dayMs = 24 * 3_600_000;
const perMinute = 60;
const mostRows = 100;
const mostIds = 10;

type Query = Record<string, string | undefined>;

function readCount(text: string | undefined, name: string, preset: number, most: number): number {
	const value = text === undefined || text === '' ? preset : Number(text);
	if (!Number.isInteger(value) || value < 0 || value > most) throw refused(name);
	return value;
}

const row = ({ id, state }: PhoneMessage, { to, template }: Sent) => ({
	phone: to,
	sms_id: id,
	msg_type: 2,
	sms_user: 'sms_user',
	template_id: int64(template.id),
	template_name: template.name,
	status: statusOf(state),
	sub_status: 0,
});

function look(account: EngageLabAccount, query: Query): object {
	const { send_date: day, phone, sms_ids: smsIds } = query;
	const from = readDay(day, 'send_date');
	const zone = readZone(query.time_zone);
	const offset = readCount(query.offset, 'offset', 0, Number.MAX_SAFE_INTEGER);
	const limit = readCount(query.limit, 'limit', mostRows, mostRows);
	const ids = smsIds?.split(';').filter((id) => id !== '');
	if (ids && ids.length > mostIds) throw refused('sms_ids');
	const all = account.world.phones.list().flatMap((message) => {
		const sent = account.sent(message.id);
		if (!sent || ids?.includes(message.id) === false) return [];
		const local = Date.parse(message.acceptedAt) + zone * 3_600_000;
		if (local < from || local >= from + dayMs) return [];
		const found = row(message, sent);
		const isWanted =
			(!phone || phone === sent.to) &&
			(!query.template_id || query.template_id === sent.template.id) &&
			(!query.status || query.status === String(found.status));
		return isWanted ? [found] : [];
	});
	const result = all.slice(offset, offset + limit);
	return { result, count: result.length, total: all.length };
}

/**
 * GET /v1/status: the messages of a day (docs/providers/engagelab.md §2.5). The same question gets the
 * same answer for a while, and an account has 60 questions a minute. [unsure] The refusal beyond that.
 */
export function legacyStatusRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	const { world } = account;
	const answers = new Map<string, { at: number; answer: object }>();
	const limiter = new RateLimiter();
	world.onReset(() => {
		answers.clear();
		limiter.clear();
	});
	app.get<{ Querystring: Query }>('/v1/status', ({ query }) => {
		if (limiter.count('sms_user', perMinute, 60_000).remaining < 0) {
			throw new Refusal(429, 429, 'too many requests');
		}
		const key = new URLSearchParams(Object.entries(query).sort() as [string, string][]).toString();
		const last = answers.get(key);
		if (last && Date.now() - last.at < world.settings.engageLabStatusCacheMs) return last.answer;
		const answer = look(account, query);
		answers.set(key, { at: Date.now(), answer });
		return answer;
	});
}
