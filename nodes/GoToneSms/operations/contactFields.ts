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

export interface ContactValues {
	readonly phoneNumber: string;
	readonly firstName?: string;
	readonly lastName?: string;
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
		phone: digits,
		first_name: values.firstName ?? '',
		last_name: values.lastName ?? '',
	};
}

/** Older versions have the names in the row, newer ones in its custom fields. */
function nameOf(row: IDataObject, name: 'first_name' | 'last_name'): string | null {
	const custom = isObject(row.custom_fields) ? row.custom_fields : {};
	return textOrNumber(row[name]) ?? textOrNumber(custom[name.toUpperCase()]) ?? null;
}

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
	status: row.status ?? null,
});
