import { type FastifyInstance } from 'fastify';
import { type Fields, fieldsOf, isFields, isTextList } from '../../values.mts';
import { type EngageLabAccount, type Template } from './account.mts';
import { int64 } from './exact.mts';
import { deliver, isTextMap, readTarget } from './phone.mts';
import { Refusal } from './refusal.mts';
import { fill } from './rules.mts';

const badParameter = (what: string) => new Refusal(400, 3002, `invalid parameter: ${what}`);

const soonest = 3 * 60;
const latest = 30 * 24 * 3600;

/** Unix seconds, at least 3 minutes and at most 30 days ahead (docs/providers/engagelab.md §3.1). */
function readSchedule(value: unknown): number | undefined {
	if (value === undefined) return undefined;
	// The sender's clock may be a few seconds off.
	const ahead = Number(value) - Date.now() / 1000;
	if (!Number.isInteger(value) || ahead < soonest - 5 || ahead > latest + 5) {
		throw badParameter('schedule_time');
	}
	return Number(value);
}

function findTemplate(body: Fields, { templates }: EngageLabAccount): Template {
	const { id } = fieldsOf(body.template);
	if (typeof id !== 'string' || id === '') throw badParameter('template.id');
	const template = templates.get(id);
	if (!template) throw new Refusal(400, 4001, 'template not found');
	if (template.status !== 2) throw new Refusal(400, 3003, 'template is not approved');
	return template;
}

/** `params` and `custom_args`: optional objects. */
function readParams(body: Fields): { params: Record<string, string>; customArgs: Fields } {
	const { params = {} } = fieldsOf(body.template);
	if (!isTextMap(params)) throw badParameter('template.params');
	const { custom_args: customArgs = {} } = body;
	if (!isFields(customArgs)) throw badParameter('custom_args');
	return { params, customArgs };
}

/** POST /v1/messages (docs/providers/engagelab.md §3.1). */
export function messageRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	app.post('/v1/messages', ({ body }) => {
		if (!isFields(body)) throw new Refusal(400, 3001, 'request body is not json');
		const { to } = body;
		if (!isTextList(to) || to.length === 0) throw badParameter('to');
		const { engageLabMaxRecipients: most, engageLabRefusedNumber } = account.world.settings;
		if (most !== null && to.length > most) throw badParameter('to');
		const template = findTemplate(body, account);
		const { params, customArgs } = readParams(body);
		const sendAt = readSchedule(body.schedule_time);
		const targets = to.map(readTarget);
		if (engageLabRefusedNumber === 'error' && targets.includes(undefined)) throw badParameter('to');

		const text = fill(template.content, params, 'current');
		const planId = account.nextId();
		const ids = targets.map((target) => {
			if (!target) return undefined;
			const id = account.nextId();
			deliver(account, target, { id, text, template, customArgs, sendAt });
			return id;
		});
		if (sendAt !== undefined) {
			const { id: templateId, signId } = template;
			account.plans.push({ templateId, signId, dueAt: sendAt * 1000 });
		}
		const [first] = ids;
		return {
			plan_id: planId,
			total_count: to.length,
			accepted_count: ids.filter((id) => id !== undefined).length,
			// A scheduled send has a task instead (docs/providers/engagelab.md §3.1).
			...(to.length === 1 && !sendAt && first !== undefined && { message_id: first }),
			...(sendAt !== undefined && { schedule_info: { task_id: int64(account.nextId()) } }),
		};
	});
}
