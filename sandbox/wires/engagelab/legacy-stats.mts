import { type FastifyInstance } from 'fastify';
import { type PhoneMessage } from '../../types.mts';
import { type EngageLabAccount } from './account.mts';
import { int64 } from './exact.mts';
import { Refusal } from './refusal.mts';

const dayMs = 24 * 3_600_000;
const mostDays = 90;

/** The code of a refused query is the sandbox's choice: none is documented. */
export const refused = (what: string) => new Refusal(400, 35099, `Invalid ${what}`);

interface Query {
	start_date?: string;
	end_date?: string;
	template_ids?: string;
	time_zone?: string;
}

export function readDay(text: string | undefined, name: string): number {
	const day = /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? Date.parse(text ?? '') : NaN;
	if (Number.isNaN(day)) throw refused(name);
	return day;
}

/** `+8`, the default, as hours from UTC. */
export function readZone(text = '+8'): number {
	// An unencoded plus arrives as a blank.
	const [, sign = '', hours] = /^([+ -]?)(\d{1,2})$/.exec(text) ?? [];
	if (hours === undefined) throw refused('time_zone');
	return Number(hours) * (sign === '-' ? -1 : 1);
}

const percent = (part: number, whole: number): number =>
	whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;

function row(date: string, templateId: string, messages: PhoneMessage[], parts: number): object {
	const count = (state: PhoneMessage['state']) =>
		messages.filter((message) => message.state === state).length;
	const { length } = messages;
	const [delivered, failed] = [count('delivered'), count('undelivered')];
	return {
		send_date: date,
		msg_type: 2,
		sms_user: 'sms_user',
		template_id: int64(templateId),
		label_id: 0,
		targets: length,
		sent: length,
		process_failed: 0,
		delivered,
		send_failed: failed,
		wait_result: length - delivered - failed,
		billing_count: parts,
		delivered_percent: percent(delivered, length),
		send_failed_percent: percent(failed, length),
	};
}

/** GET /v1/stats_day: a row per day and template (docs/providers/engagelab.md §2.5). */
export function legacyStatsRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	app.get<{ Querystring: Query }>('/v1/stats_day', ({ query }) => {
		const from = readDay(query.start_date, 'start_date');
		const to = readDay(query.end_date, 'end_date');
		if (to < from || (to - from) / dayMs >= mostDays) throw refused('end_date');
		const zone = readZone(query.time_zone);
		const wanted = query.template_ids?.split(';') ?? [];
		if (wanted.length > 10) throw refused('template_ids');
		const groups = new Map<string, { messages: PhoneMessage[]; parts: number }>();
		for (const message of account.world.phones.list()) {
			const sent = account.sent(message.id);
			if (!sent || (wanted.length > 0 && !wanted.includes(sent.template.id))) continue;
			const local = Date.parse(message.acceptedAt) + zone * 3_600_000;
			if (local < from || local >= to + dayMs) continue;
			const key = `${new Date(local).toISOString().slice(0, 10)} ${sent.template.id}`;
			const group = groups.get(key) ?? { messages: [], parts: 0 };
			group.messages.push(message);
			group.parts += sent.segments;
			groups.set(key, group);
		}
		const rows = [...groups]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, group]) => {
				const [date = '', templateId = ''] = key.split(' ');
				return row(date, templateId, group.messages, group.parts);
			});
		return { result: rows, count: rows.length, total: rows.length };
	});
}
