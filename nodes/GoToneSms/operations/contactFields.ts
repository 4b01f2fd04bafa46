/** The fields that GoTone stores for a contact (docs/providers/gotone.md §5, contacts). */
import type { IDataObject } from 'n8n-workflow';
import { isObject, textOrNumber } from '../../../core/values';
import type { Field, Fields } from '../../../n8n/parameters/fields';
import type { RequestEnv } from '../../../n8n/operations/operation';

export const PHONE_FIELD = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	phone: true,
	default: '',
	placeholder: 'e.g. +61411111111',
	description: 'The phone number in international format',
} as const satisfies Field;

export const NAME_FIELDS = [
	{ displayName: 'First Name', name: 'firstName', type: 'string', default: '' },
	{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
] as const satisfies Fields;

/** The spelling of the names is the credential's choice (nodes/GoToneSms/client.ts). */
export const CUSTOM_FIELD = {
	displayName: 'Custom Values',
	name: 'customValues',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Custom Value',
	default: {},
	description:
		'Values of further fields of the contact group. GoTone’s documentation mentions them without showing their wire, and version 3.8 of the software ignores them; newer versions store the fields that the group has.',
	options: [
		{
			name: 'value',
			displayName: 'Custom Value',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. CITY',
					description: 'The tag of the field, as the contact group shows it',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
} as const satisfies Field;

type Custom = Readonly<Record<string, string>>;

export interface ContactValues {
	readonly phoneNumber: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly custom?: Custom;
}

/** Fields of a contact that have their own parameter, or that the server sets; in upper case. */
const OWN = new Set(['API_TOKEN', 'FIRST_NAME', 'GROUP_ID', 'LAST_NAME', 'PHONE', 'STATUS', 'UID']);

/**
 * Reads the custom values as the user wrote them; the last value of a repeated name wins.
 *
 * @throws NodeOperationError for a name that is empty or belongs to another field
 */
export function readCustom(
	{ value: rows = [] }: { readonly value?: ReadonlyArray<{ name: string; value: string }> } = {},
	env: RequestEnv,
): Custom {
	const entries = rows.map(({ name, value }) => [name.trim(), value] as const);
	for (const [name] of entries) {
		if (name === '') {
			throw env.refuse('A custom value has no name', 'Enter the tag of its field under Name.');
		}
		if (OWN.has(name.toUpperCase())) {
			throw env.refuse(
				`Custom Values: "${name}" is not a custom field`,
				'Use the parameter of this field instead.',
			);
		}
	}
	return Object.fromEntries(entries);
}

/** The old values, with those that are replaced under any spelling of their name. */
export function mergeCustom(old: Custom, changed: Custom): Custom {
	const replaced = new Set(Object.keys(changed).map((name) => name.toUpperCase()));
	const kept = Object.entries(old).filter(([name]) => !replaced.has(name.toUpperCase()));
	return { ...Object.fromEntries(kept), ...changed };
}

/**
 * A contact in GoTone's format: the number as digits, and always both names, because the software
 * fails if one is missing.
 *
 * @throws NodeOperationError if the phone number does not have 7 to 17 digits
 */
export function toWire(values: ContactValues, env: RequestEnv): IDataObject {
	const digits = values.phoneNumber.replace(/[\s()+-]/g, '');
	if (!/^\d{7,17}$/.test(digits)) {
		throw env.refuse(
			'Phone Number must have 7 to 17 digits',
			'Enter it with its country code, for example +61411111111.',
		);
	}
	return {
		...values.custom,
		phone: digits,
		first_name: values.firstName ?? '',
		last_name: values.lastName ?? '',
	};
}

/** The fields of newer versions, by their tags. PHP writes an empty object as a list. */
const fieldsIn = ({ custom_fields: fields }: IDataObject): IDataObject =>
	isObject(fields) && !Array.isArray(fields) ? (fields as IDataObject) : {};

/** Older versions have the names in the row, newer ones in its custom fields. */
const nameOf = (row: IDataObject, name: 'first_name' | 'last_name'): string | null =>
	textOrNumber(row[name]) ?? textOrNumber(fieldsIn(row)[name.toUpperCase()]) ?? null;

/** The values of the group's further fields; empty values too, because the fields exist. */
export const customOf = (row: IDataObject): Custom =>
	Object.fromEntries(
		Object.entries(fieldsIn(row)).flatMap(([name, value]) =>
			OWN.has(name.toUpperCase()) ? [] : [[name, textOrNumber(value) ?? '']],
		),
	);

/** The contact that GoTone returned, with our field names. */
export const valuesOf = (row: IDataObject): ContactValues => ({
	phoneNumber: textOrNumber(row.phone) ?? '',
	firstName: nameOf(row, 'first_name') ?? '',
	lastName: nameOf(row, 'last_name') ?? '',
});

/** GoTone returns phone numbers as JSON numbers, which other nodes would round or format. */
export const withPhoneText = (row: IDataObject): IDataObject =>
	typeof row.phone === 'number' ? { ...row, phone: String(row.phone) } : row;

export const simplify = (row: IDataObject): IDataObject => ({
	uid: row.uid ?? null,
	phone: textOrNumber(row.phone) ?? null,
	firstName: nameOf(row, 'first_name'),
	lastName: nameOf(row, 'last_name'),
	customValues: customOf(row),
	status: row.status ?? null,
});
