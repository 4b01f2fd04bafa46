/** Templates, the only texts that can be sent (docs/providers/engagelab.md §2.2, §3.2). */
import { deleted, requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { simpleTemplate } from '../rows';
import { TEMPLATE_FIELD } from './locators';
import { TEMPLATE_FIELDS, templateBody, templateRow } from './templateFields';

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a template',
	description:
		'Create a template. In the current generation, EngageLab then reviews it; in the legacy generation, submit it for review in the console.',
	fields: TEMPLATE_FIELDS,
	request: (params, env) => ({
		method: 'POST',
		path: '/templates',
		body: templateBody(params, env),
	}),
	// The current generation returns only the ID; the legacy one returns the template as it stored it.
	items: (data, params) => [
		data.template_name === undefined ? { ...templateRow(params), ...data } : data,
	],
	simplify: simpleTemplate,
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a template',
	fields: [TEMPLATE_FIELD],
	request: ({ template }) => ({ method: 'GET', path: path`/templates/${template}` }),
	simplify: simpleTemplate,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many templates',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: '/templates' }),
	simplify: simpleTemplate,
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a template',
	description: 'Replace the whole template. In the current generation, EngageLab reviews it again.',
	fields: [TEMPLATE_FIELD, ...TEMPLATE_FIELDS],
	request: ({ template, ...params }, env) => ({
		method: 'PUT',
		path: path`/templates/${template}`,
		body: templateBody(params, env),
	}),
	items: (_, { template, templateName }) => [{ updated: true, templateId: template, templateName }],
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a template',
	description: 'Delete a template; workflows that use it stop sending',
	fields: [TEMPLATE_FIELD],
	request: ({ template }) => ({ method: 'DELETE', path: path`/templates/${template}` }),
	items: (_, { template }) => deleted(template),
});

export const template: Resource = {
	name: 'Template',
	value: 'template',
	operations: [getAll, create, get, update, remove],
};
