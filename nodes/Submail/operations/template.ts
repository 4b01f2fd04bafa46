/** Templates with @var(name) that SUBMAIL stores and reviews (docs/providers/submail.md §6). */
import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../../core/values';
import { isFault } from '../../../core/planning/draft';
import { isoTime } from '../../../core/unix-time';
import type { Field, Fields } from '../../../n8n/parameters/fields';
import {
	deleted,
	type RequestEnv,
	requestOperation,
	type Resource,
} from '../../../n8n/operations/operation';
import { asSignature } from '../prepare';
import { TEMPLATE_FIELD } from './locators';

const TEMPLATES = '/sms/template.json';

const CONTENT_FIELD = {
	displayName: 'Content',
	name: 'content',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. @var(host) is down',
	description: 'The text, with @var(name) for variables',
} as const satisfies Field;

const SIGNATURE_FIELD = {
	displayName: 'Signature',
	name: 'signature',
	type: 'string',
	default: '',
	placeholder: 'e.g. Acme',
	description:
		'The signature in front of the text: 2 to 10 characters, with or without 【】. Templates of domestic apps need one, those of international apps have none.',
} as const satisfies Field;

const TITLE_FIELD = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	default: '',
	description: 'Name of the template in SUBMAIL, at most 64 characters',
} as const satisfies Field;

/**
 * Returns `undefined` for an empty signature.
 *
 * @throws NodeOperationError if the signature is not valid
 */
function readSignature(signature: string, { refuse }: RequestEnv): string | undefined {
	if (signature.trim() === '') return undefined;
	const written = asSignature(signature);
	if (isFault(written)) {
		throw refuse(
			'Signature must have 2 to 10 characters',
			'Omit the brackets 【】, or put them around the whole signature.',
		);
	}
	return written;
}

const STATES: Readonly<Record<string, string>> = {
	0: 'notSubmitted',
	1: 'inReview',
	2: 'approved',
	3: 'rejected',
};

const simplify = (row: IDataObject): IDataObject => ({
	templateId: row.template_id ?? null,
	title: row.sms_title ?? null,
	signature: row.sms_signature ?? null,
	content: row.sms_content ?? null,
	state: STATES[String(row.template_status)] ?? null,
	// SUBMAIL's spelling.
	rejectReason: row.template_reject_reson ?? null,
	createdAt: isoTime(row.add_date),
	updatedAt: isoTime(row.edit_date),
});

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a template',
	description: 'Create a template, which SUBMAIL then reviews',
	fields: [
		SIGNATURE_FIELD,
		{ ...CONTENT_FIELD, required: true },
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [TITLE_FIELD],
		},
	],
	request: ({ signature, content, additionalFields }, env) => ({
		method: 'POST',
		path: TEMPLATES,
		form: {
			sms_title: additionalFields.title || undefined,
			sms_signature: readSignature(signature, env),
			sms_content: content,
		},
	}),
	items: ({ template_id: templateId }) => [{ templateId: templateId ?? null }],
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a template',
	fields: [TEMPLATE_FIELD],
	request: ({ template }) => ({
		method: 'GET',
		path: TEMPLATES,
		query: { template_id: template.trim() },
	}),
	// The international endpoint returns one template, this one may return a list
	// (docs/providers/submail.md §6).
	items: ({ template, templates }, { template: id }) =>
		[template, ...(Array.isArray(templates) ? (templates as unknown[]) : [])]
			.filter((row): row is IDataObject => isObject(row))
			.filter((row) => String(row.template_id) === id.trim()),
	simplify,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many templates',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: TEMPLATES }),
	simplify,
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a template',
	description: 'Change a template, which SUBMAIL then reviews again',
	fields: [
		TEMPLATE_FIELD,
		SIGNATURE_FIELD,
		{ ...CONTENT_FIELD, required: true },
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [TITLE_FIELD],
		},
	] as const satisfies Fields,
	request: ({ template, signature, content, updateFields }, env) => ({
		method: 'PUT',
		path: TEMPLATES,
		form: {
			template_id: template.trim(),
			sms_title: updateFields.title || undefined,
			sms_signature: readSignature(signature, env),
			sms_content: content,
		},
	}),
	items: (_, { template }) => [{ updated: true, templateId: template.trim() }],
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a template',
	description: 'Delete a template; workflows that use it stop sending',
	fields: [TEMPLATE_FIELD],
	request: ({ template }) => ({
		method: 'DELETE',
		path: TEMPLATES,
		form: { template_id: template.trim() },
	}),
	items: (_, { template }) => deleted(template.trim()),
});

export const template: Resource = {
	name: 'Template',
	value: 'template',
	operations: [getAll, create, get, update, remove],
};
