/** Numbers that subscribed to texts, and those that refuse them (docs/providers/submail.md §9). */
import type { Fields } from '../../../n8n/parameters/fields';
import {
	type RequestEnv,
	requestOperation,
	type Resource,
} from '../../../n8n/operations/operation';

const FIELDS = [
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		phone: true,
		default: '',
		required: true,
		placeholder: 'e.g. +8613800138000',
		description: 'A mobile number of mainland China, with or without +86',
	},
] as const satisfies Fields;

/** 11 digits, as SUBMAIL stores numbers. @throws NodeOperationError for any other number */
function addressOf(phoneNumber: string, { refuse }: RequestEnv): string {
	const digits = phoneNumber.replace(/[\s().-]/g, '').replace(/^(\+|00)?86(?=\d{11}$)/, '');
	if (/^1[3-9]\d{9}$/.test(digits)) return digits;
	throw refuse(
		'Phone Number is not a mobile number of mainland China',
		'Enter its 11 digits, with or without +86.',
	);
}

/** The book of an operation. @param usual what SUBMAIL does if it is empty */
const bookField = (usual: string) =>
	({
		displayName: 'Address Book',
		name: 'addressBook',
		type: 'string',
		default: '',
		placeholder: 'e.g. ThJBE4',
		description: `ID of an address book, from the SUBMAIL console. ${usual}.`,
	}) as const;

const form = (phoneNumber: string, addressBook: string, env: RequestEnv) => ({
	address: addressOf(phoneNumber, env),
	target: addressBook.trim() || undefined,
});

const subscribe = requestOperation({
	name: 'Subscribe',
	value: 'subscribe',
	action: 'Subscribe a number',
	description: 'Add a number to an address book, or to the numbers that subscribed',
	fields: [...FIELDS, bookField('If empty, the number joins those that subscribed')],
	request: ({ phoneNumber, addressBook }, env) => ({
		method: 'POST',
		path: '/addressbook/sms/subscribe.json',
		form: form(phoneNumber, addressBook, env),
	}),
	items: (_, { phoneNumber, addressBook }) => [
		{ subscribed: true, phoneNumber, addressBook: addressBook.trim() || null },
	],
});

const unsubscribe = requestOperation({
	name: 'Unsubscribe',
	value: 'unsubscribe',
	action: 'Unsubscribe a number',
	description:
		'Remove a number from an address book, or add it to the numbers that refuse texts. SUBMAIL refuses texts to a contact that has unsubscribed (code 253).',
	fields: [...FIELDS, bookField('If empty, the number joins those that unsubscribed')],
	request: ({ phoneNumber, addressBook }, env) => ({
		method: 'POST',
		path: '/addressbook/sms/unsubscribe.json',
		form: form(phoneNumber, addressBook, env),
	}),
	items: (_, { phoneNumber, addressBook }) => [
		{ unsubscribed: true, phoneNumber, addressBook: addressBook.trim() || null },
	],
});

export const addressBook: Resource = {
	name: 'Address Book',
	value: 'addressBook',
	operations: [subscribe, unsubscribe],
};
