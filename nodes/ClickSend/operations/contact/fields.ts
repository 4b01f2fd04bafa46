/** The fields of a contact (docs/providers/clicksend.md §12). */
import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../../../../core/unix-time';
import type { Field, Fields } from '../../../../n8n/parameters/fields';

export const PHONE_FIELD = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	phone: true,
	default: '',
	placeholder: 'e.g. +61411111111',
	description: 'In international format. A contact needs a phone number, an email or a fax number.',
} as const satisfies Field;

const text = <const N extends string, const D extends string>(displayName: D, name: N) =>
	({ displayName, name, type: 'string', default: '' }) as const;

/** ClickSend's names in camel case: {@link toWire} depends on them. */
export const DETAIL_FIELDS = [
	text('Address Line 1', 'addressLine1'),
	text('Address Line 2', 'addressLine2'),
	text('City', 'addressCity'),
	{
		...text('Country', 'addressCountry'),
		placeholder: 'e.g. AU',
		description: 'Two-letter country code',
	},
	text('Custom 1', 'custom1'),
	text('Custom 2', 'custom2'),
	text('Custom 3', 'custom3'),
	text('Custom 4', 'custom4'),
	{ ...text('Email', 'email'), placeholder: 'name@email.com' },
	{ ...text('Fax Number', 'faxNumber'), phone: true },
	text('First Name', 'firstName'),
	text('Last Name', 'lastName'),
	text('Organization Name', 'organizationName'),
	text('Postal Code', 'addressPostalCode'),
	text('State', 'addressState'),
] as const satisfies Fields;

const KNOWN: readonly string[] = [PHONE_FIELD, ...DETAIL_FIELDS].map(({ name }) => name);

/** `addressLine1` is `address_line_1` on the wire. */
const wireName = (name: string) =>
	name.replace(/[A-Z\d]/g, (character) => `_${character.toLowerCase()}`);

/** The fields that were set. An empty value clears the field at ClickSend. */
export const toWire = (fields: object): IDataObject =>
	Object.fromEntries(
		Object.entries(fields)
			.filter(([name]) => KNOWN.includes(name))
			.map(([name, value]) => [wireName(name), value]),
	);

export const simplify = (contact: IDataObject): IDataObject => ({
	contactId: contact.contact_id ?? null,
	listId: contact.list_id ?? null,
	listName: contact._list_name ?? null,
	phoneNumber: contact.phone_number ?? null,
	email: contact.email ?? null,
	firstName: contact.first_name ?? null,
	lastName: contact.last_name ?? null,
	organizationName: contact.organization_name ?? null,
	updatedAt: isoTime(contact.date_updated),
});
