/** Signs and templates in one output format for both generations. */
import type { IDataObject } from 'n8n-workflow';
import { LEGACY_TYPES } from './generations';

const LEGACY_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d):?(\d\d)$/;

/** ISO 8601 in UTC for Unix seconds (current) and `2021-04-10T10:44:37+0800` (legacy); else null. */
export function isoTime(value: unknown): string | null {
	const [, time, hours, minutes] = LEGACY_TIME.exec(String(value)) ?? [];
	const date = time ? new Date(`${time}${hours}:${minutes}`) : new Date(Number(value) * 1000);
	return Number.isNaN(date.getTime()) || !value ? null : date.toISOString();
}

/** See docs/providers/engagelab.md §3.2. */
const CURRENT_STATUS: Readonly<Record<string, string>> = {
	1: 'pending',
	2: 'approved',
	3: 'rejected',
};

/** See docs/providers/engagelab.md §2.2. */
const LEGACY_STATUS: Readonly<Record<string, string>> = {
	0: 'pending',
	1: 'approved',
	'-1': 'rejected',
	'-2': 'notSubmitted',
};

const POSITIONS: Readonly<Record<string, string>> = { 0: 'none', 1: 'prefix', 2: 'suffix' };

/** Translates a numeric code into a name; undocumented codes are kept as they are. */
function word(words: Readonly<Record<string, string>>, value: unknown): string | null {
	if (value === undefined || value === null) return null;
	const key = String(value);
	return Object.hasOwn(words, key) ? (words[key] ?? key) : key;
}

const statusOf = ({ status, approval_status: approval }: IDataObject): string | null =>
	approval === undefined ? word(CURRENT_STATUS, status) : word(LEGACY_STATUS, approval);

const times = (row: IDataObject): IDataObject => ({
	createdAt: isoTime(row.created_time ?? row.create_time),
	updatedAt: isoTime(row.updated_time ?? row.update_time),
});

export const simpleSign = (row: IDataObject): IDataObject => ({
	signId: row.sign_id ?? null,
	signName: row.sign_name ?? null,
	status: statusOf(row),
	auditRemark: row.audit_remark || null,
	...times(row),
});

/** Legacy: 0 is a code, 1 a notice, 2 marketing. Current: `otp` is an alias. */
function typeOf({ template_type: type }: IDataObject): string | null {
	if (typeof type === 'number') return LEGACY_TYPES[type] ?? String(type);
	return word({ otp: 'authentication' }, type);
}

export const simpleTemplate = (row: IDataObject): IDataObject => ({
	templateId: row.template_id ?? null,
	templateName: row.template_name ?? null,
	templateType: typeOf(row),
	content: row.template_content ?? null,
	status: statusOf(row),
	auditRemark: (row.audit_remark ?? row.approval_message) || null,
	countryCodes: row.country_codes ? String(row.country_codes).split(',') : [],
	signId: row.sign_id || null,
	signPosition: word(POSITIONS, row.sign_position),
	...times(row),
});
