/** Signatures, which EngageLab calls signs: the names that messages are signed with (docs/providers/engagelab.md §2.1, §3.3). */
import type { Field } from '../../../n8n/parameters/fields';
import {
	deleted,
	requestOperation,
	type RequestEnv,
	type Resource,
} from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { simpleSign } from '../rows';
import { SIGN_FIELD } from './locators';

const NAME_FIELD = {
	displayName: 'Signature Name',
	name: 'signName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Example Ltd',
	description: '2 to 60 characters, without [ ] 【 】',
} as const satisfies Field;

/** The rule of both generations, checked before the request (docs/providers/engagelab.md §2.1, §3.3). */
function signBody(signName: string, env: RequestEnv): { sign_name: string } {
	const { length } = [...signName];
	if (length < 2 || length > 60) {
		throw env.refuse(
			`Signature Name has ${length} ${length === 1 ? 'character' : 'characters'}`,
			'EngageLab accepts 2 to 60 characters.',
		);
	}
	const [bracket] = /[[\]【】]/.exec(signName) ?? [];
	if (bracket) {
		throw env.refuse(
			`Signature Name contains ${bracket}`,
			'EngageLab adds the brackets around the name itself: leave out [ ] 【 and 】.',
		);
	}
	return { sign_name: signName };
}

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a signature',
	description:
		'Create a signature. In the current generation, EngageLab reviews it before it can be used.',
	fields: [NAME_FIELD],
	request: ({ signName }, env) => ({
		method: 'POST',
		path: '/signs',
		body: signBody(signName.trim(), env),
	}),
	// The current generation returns only the ID.
	items: (data, { signName }) => [{ sign_name: signName.trim(), ...data }],
	simplify: simpleSign,
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a signature',
	fields: [SIGN_FIELD],
	request: ({ sign }) => ({ method: 'GET', path: path`/signs/${sign}` }),
	simplify: simpleSign,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many signatures',
	list: true,
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Example',
					description: 'Only signatures whose name contains this text',
				},
			],
		},
	],
	request: ({ filters }) => ({
		method: 'GET',
		path: '/signs',
		query: { sign_name: filters.name?.trim() || undefined },
	}),
	simplify: simpleSign,
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a signature',
	description: 'Rename a signature',
	fields: [SIGN_FIELD, NAME_FIELD],
	request: ({ sign, signName }, env) => ({
		method: 'PUT',
		path: path`/signs/${sign}`,
		body: signBody(signName.trim(), env),
	}),
	// Both generations confirm the change, but do not return the sign
	// (docs/providers/engagelab.md §2.1, §3.3).
	items: (_, { sign, signName }) => [{ updated: true, signId: sign, signName: signName.trim() }],
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a signature',
	fields: [SIGN_FIELD],
	request: ({ sign }) => ({ method: 'DELETE', path: path`/signs/${sign}` }),
	items: (_, { sign }) => deleted(sign),
});

export const sign: Resource = {
	name: 'Signature',
	value: 'sign',
	operations: [getAll, create, get, update, remove],
};
