/** Templates: texts with {placeholders} that ClickSend stores (docs/providers/clicksend.md §7, templates). */
import type { Field } from '../../../n8n/parameters/fields';
import { deleted, requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { TEMPLATE_FIELD } from './locators';

const TEMPLATES = '/v3/sms/templates';

const NAME_FIELD = {
	displayName: 'Template Name',
	name: 'templateName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Server alert',
	description: 'Name of the template in ClickSend',
} as const satisfies Field;

const BODY_FIELD = {
	displayName: 'Body',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. {host} is down',
	description: 'The text, with {placeholders} for values',
} as const satisfies Field;

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a template',
	fields: [
		{ ...NAME_FIELD, required: true },
		{ ...BODY_FIELD, required: true },
	],
	request: ({ templateName, body }) => ({
		method: 'POST',
		path: TEMPLATES,
		body: { template_name: templateName, body },
	}),
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a template',
	fields: [TEMPLATE_FIELD],
	request: ({ template }) => ({ method: 'GET', path: path`/v3/sms/templates/${template}` }),
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many templates',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: TEMPLATES }),
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a template',
	fields: [
		TEMPLATE_FIELD,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [BODY_FIELD, NAME_FIELD],
		},
	],
	request({ template, updateFields: { templateName, body } }, env) {
		if (!templateName && !body) {
			throw env.refuse(
				'There is nothing to update',
				'Add Template Name or Body under Update Fields.',
			);
		}
		return {
			method: 'PUT',
			path: path`/v3/sms/templates/${template}`,
			body: { ...(templateName && { template_name: templateName }), ...(body && { body }) },
		};
	},
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a template',
	fields: [TEMPLATE_FIELD],
	request: ({ template }) => ({ method: 'DELETE', path: path`/v3/sms/templates/${template}` }),
	items: (_, { template }) => deleted(template),
});

export const template: Resource = {
	name: 'Template',
	value: 'template',
	operations: [getAll, create, get, update, remove],
};
