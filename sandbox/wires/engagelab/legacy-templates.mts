import { type FastifyInstance } from 'fastify';
import { fieldsOf } from '../../values.mts';
import { type EngageLabAccount, type Template } from './account.mts';
import { int64 } from './exact.mts';
import { beijingTime, idText, nextLegacyId } from './legacy-values.mts';
import { Refusal } from './refusal.mts';
import { isName } from './rules.mts';

interface One {
	Params: { id: string };
}

const row = (template: Template) => ({
	template_id: int64(template.id),
	template_name: template.name,
	msg_type: 2,
	template_type: template.type,
	approval_status: template.status,
	approval_message: template.remark,
	template_content: template.content,
	...(template.signId !== '' && { sign_id: int64(template.signId) }),
	create_time: beijingTime(template.createdAt),
	update_time: beijingTime(template.updatedAt),
});

export const noTemplate = () => new Refusal(400, 33001, 'The template does not exist');

/** The codes of invalid values are not documented. */
const invalid = (field: string) => new Refusal(400, 33005, `Invalid ${field}`);

function readTemplate(body: unknown, { signs }: EngageLabAccount) {
	const fields = fieldsOf(body);
	const { template_name: name, template_content: content, template_type: type } = fields;
	if (!isName(name, 64)) throw invalid('template_name');
	if (!isName(content, 512)) throw invalid('template_content');
	if (type !== 0 && type !== 1 && type !== 2) throw invalid('template_type');
	if (fields.msg_type !== 2) throw invalid('msg_type');
	const signId = fields.sign_id === undefined ? '' : idText(fields.sign_id);
	if (fields.sign_id !== undefined && !signs.has(signId)) {
		throw new Refusal(400, 34010, 'sign not exists');
	}
	return { name, content, type, signId };
}

/** /v1/templates of the legacy generation (docs/providers/engagelab.md §2.2). */
export function legacyTemplateRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	const { templates } = account;
	const find = (id: string): Template => {
		const template = templates.get(id);
		if (!template) throw noTemplate();
		return template;
	};
	/** The answer to a change is not documented: a count, as for a sign, or the template. */
	const changed = (template: Template) =>
		account.world.settings.engageLabTemplateChange === 'count'
			? { count: 1 }
			: { result: row(template) };

	app.get('/v1/templates', () => {
		const all = [...templates.values()].map(row);
		return { result: all, count: all.length, total: all.length };
	});

	app.get<One>('/v1/templates/:id', ({ params }) => ({ result: row(find(params.id)) }));

	app.post('/v1/templates', ({ body }) => {
		const written = readTemplate(body, account);
		const now = Date.now();
		const template: Template = {
			id: nextLegacyId(account),
			// It is submitted for review by another call.
			status: -2,
			remark: '',
			signPosition: 0,
			countryCodes: '',
			createdAt: now,
			updatedAt: now,
			...written,
		};
		templates.set(template.id, template);
		return { result: row(template) };
	});

	app.put<One>('/v1/templates/:id', ({ params, body }) => {
		const template = find(params.id);
		Object.assign(template, readTemplate(body, account), { updatedAt: Date.now() });
		return changed(template);
	});

	app.delete<One>('/v1/templates/:id', ({ params }) => {
		const template = find(params.id);
		templates.delete(template.id);
		return changed(template);
	});
}
