import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type EngageLabAccount, type Template } from './account.mts';
import {
	badConfig,
	checkChangeable,
	checkUnplanned,
	findConfig,
	reviewed,
	seconds,
	success,
} from './configs.mts';
import { isName, isTemplateContent } from './rules.mts';

interface One {
	Params: { id: string };
}

/** `otp` is an alias (docs/providers/engagelab.md §3.2). */
const types: Record<string, string> = {
	utility: 'utility',
	marketing: 'marketing',
	authentication: 'authentication',
	otp: 'authentication',
};

type Written = Pick<
	Template,
	'name' | 'type' | 'content' | 'countryCodes' | 'signId' | 'signPosition'
>;

/** Reads the fields of a template. POST and PUT both require all of them. */
function readTemplate(body: unknown, { signs }: EngageLabAccount): Written {
	const fields = fieldsOf(body);
	const { template_name: name, template_content: content, country_codes: countryCodes } = fields;
	const type = types[textOf(fields.template_type)];
	if (!isName(name, 255)) throw badConfig('invalid template_name');
	if (type === undefined) throw badConfig('invalid template_type');
	if (!isTemplateContent(content)) throw badConfig('invalid template_content');
	if (typeof countryCodes !== 'string' || !/^[A-Z]{2}(,[A-Z]{2})*$/.test(countryCodes)) {
		throw badConfig('invalid country_codes');
	}
	const written = { name, type, content, countryCodes, signId: '', signPosition: 0 };
	if (fields.add_signature !== true) return written;
	const sign = signs.get(textOf(fields.sign_id));
	if (!sign) throw badConfig('invalid signId');
	if (sign.status !== 2) throw badConfig('sign status is not approved, can not use');
	const { sign_position: position } = fields;
	if (position !== 1 && position !== 2) throw badConfig('invalid sign_position');
	return { ...written, signId: sign.id, signPosition: position };
}

/** /v1/template-configs of the current generation (docs/providers/engagelab.md §3.2). */
export function templateConfigRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	const { signs, templates } = account;
	const row = (template: Template) => {
		const sign = signs.get(template.signId);
		return {
			template_id: template.id,
			template_name: template.name,
			template_type: template.type,
			template_content: template.content,
			country_codes: template.countryCodes,
			add_signature: sign !== undefined,
			sign_id: sign?.id ?? '',
			sign_name: sign?.name ?? '',
			sign_position: template.signPosition,
			sign_status: sign?.status ?? 0,
			status: template.status,
			audit_remark: template.remark,
			created_time: seconds(template.createdAt),
			updated_time: seconds(template.updatedAt),
		};
	};

	app.get('/v1/template-configs', () => [...templates.values()].map(row));

	app.get<One>('/v1/template-configs/:id', ({ params }) =>
		row(findConfig(templates, params.id, 'template')),
	);

	app.post('/v1/template-configs', ({ body }) => {
		const written = readTemplate(body, account);
		const now = Date.now();
		const id = account.nextId();
		const status = reviewed(account);
		templates.set(id, { id, status, remark: '', createdAt: now, updatedAt: now, ...written });
		return { template_id: id };
	});

	app.put<One>('/v1/template-configs/:id', ({ params, body }) => {
		const template = findConfig(templates, params.id, 'template');
		checkChangeable(template, account, 'template');
		// After a change it is reviewed again (docs/providers/engagelab.md §3.2).
		const change = { status: reviewed(account), updatedAt: Date.now() };
		Object.assign(template, readTemplate(body, account), change);
		return success;
	});

	app.delete<One>('/v1/template-configs/:id', ({ params }) => {
		const template = findConfig(templates, params.id, 'template');
		checkUnplanned(template, account, 'template');
		templates.delete(template.id);
		return success;
	});
}
