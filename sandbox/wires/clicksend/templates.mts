import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { pageOf, type Query } from './paging.mts';
import { type Template } from './shapes.mts';

const path = '/v3/sms/templates';

interface One {
	Params: { template_id: string };
}

function readTemplate(body: unknown, old?: Template): Omit<Template, 'template_id'> {
	const fields = fieldsOf(body);
	const template_name = textOf(fields.template_name) || (old?.template_name ?? '');
	const text = textOf(fields.body) || (old?.body ?? '');
	if (template_name === '' || text === '') {
		throw badRequest('The template_name and body fields are required.', 'MISSING_REQUIRED_FIELDS');
	}
	return { template_name, body: text };
}

/** Templates (docs/providers/clicksend.md §7). A send cannot name a template: clients fill them in. */
export function templateRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const { templates } = account;
	const find = (id: string) => {
		const template = templates.get(Number(id));
		if (!template) throw notFound('Template record not found.');
		return template;
	};

	app.get<{ Querystring: Query }>(path, ({ query }) =>
		success('Here are your data.', pageOf([...templates.values()], query, path)),
	);

	app.post(path, ({ body }) => {
		const template = { template_id: account.nextId(), ...readTemplate(body) };
		templates.set(template.template_id, template);
		return success('New template has been saved.', template);
	});

	app.get<One>(`${path}/:template_id`, ({ params }) =>
		success('Here is your template.', find(params.template_id)),
	);

	app.put<One>(`${path}/:template_id`, ({ params, body }) => {
		const template = find(params.template_id);
		Object.assign(template, readTemplate(body, template));
		return success('Your template has been updated.', template);
	});

	app.delete<One>(`${path}/:template_id`, ({ params }) => {
		templates.delete(find(params.template_id).template_id);
		return success('Your template has been deleted.', null);
	});
}
