/** Values as n8n's own kind of object. */
import type { IDataObject } from 'n8n-workflow';
import { isObject as hasFields } from '../core/values';

/** Whether a value has named fields, for those that go on as n8n's own kind of object. */
export const isObject = (value: unknown): value is IDataObject => hasFields(value);

function plainValue(value: unknown): unknown {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (Array.isArray(value)) return value.map((one) => plainValue(one) ?? null);
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	return typeof value === 'object' && value !== null ? plain(value) : value;
}

/**
 * A copy of an object of this pack as n8n stores it: the same as through JSON, without the text in
 * between. Dates are ISO 8601 texts, and what is undefined is left out.
 */
export function plain(value: object): IDataObject {
	const copy: Record<string, unknown> = {};
	for (const [name, one] of Object.entries(value)) {
		const copied = plainValue(one);
		if (copied !== undefined) copy[name] = copied;
	}
	return copy as IDataObject;
}
