/** Values as n8n's data objects. */
import type { IDataObject } from 'n8n-workflow';
import { isObject as hasFields } from '../core/values';

/** Whether a value has named fields; narrows it to n8n's data object type. */
export const isObject = (value: unknown): value is IDataObject => hasFields(value);

function plainValue(value: unknown): unknown {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (Array.isArray(value)) return value.map((one) => plainValue(one) ?? null);
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	return typeof value === 'object' && value !== null ? plain(value) : value;
}

/**
 * Copies one of our objects in the form in which n8n stores it: the same as a JSON round trip, without
 * the string in between. Dates become ISO 8601 strings, and undefined fields are omitted.
 */
export function plain(value: object): IDataObject {
	const copy: Record<string, unknown> = {};
	for (const [name, one] of Object.entries(value)) {
		const copied = plainValue(one);
		if (copied !== undefined) copy[name] = copied;
	}
	return copy as IDataObject;
}
