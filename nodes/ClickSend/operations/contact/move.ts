/** Copying and moving contacts; the answer has the ID in the target list (docs/providers/clicksend.md §12). */
import { requestOperation } from '../../../../n8n/operations/operation';
import { path } from '../../../../n8n/operations/path';
import { simplify } from './fields';
import { CONTACT_FIELD, CONTACT_LIST_FIELD } from '../locators';

const FIELDS = [
	CONTACT_LIST_FIELD,
	CONTACT_FIELD,
	{
		...CONTACT_LIST_FIELD,
		displayName: 'Target List',
		name: 'targetList',
		description: 'The list to copy or move the contact to',
	},
] as const;

export const copy = requestOperation({
	name: 'Copy',
	value: 'copy',
	action: 'Copy a contact to another list',
	fields: FIELDS,
	request: ({ contactList, contact, targetList }) => ({
		method: 'PUT',
		path: path`/v3/lists/${contactList}/contacts/${contact}/copy/${targetList}`,
	}),
	simplify,
});

/** ClickSend calls this "transfer". */
export const move = requestOperation({
	name: 'Move',
	value: 'move',
	action: 'Move a contact to another list',
	fields: FIELDS,
	request: ({ contactList, contact, targetList }) => ({
		method: 'PUT',
		path: path`/v3/lists/${contactList}/contacts/${contact}/transfer/${targetList}`,
	}),
	simplify,
});
