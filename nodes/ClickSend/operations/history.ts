/** What the histories of SMS, MMS and calls have in common (docs/providers/clicksend.md §7, §12). */
import type { IDataObject } from 'n8n-workflow';
import { isoTime, unixSeconds } from '../../../core/unix-time';
import type { Fields } from '../../../n8n/parameters/fields';

export const DATE_FILTERS = [
	{
		displayName: 'Date From',
		name: 'dateFrom',
		type: 'dateTime',
		default: '',
		description: 'Only messages of this time or later, in the time zone of the workflow',
	},
	{
		displayName: 'Date To',
		name: 'dateTo',
		type: 'dateTime',
		default: '',
		description: 'Only messages of this time or earlier, in the time zone of the workflow',
	},
] as const satisfies Fields;

export const DATE_FILTERS_FIELD = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: DATE_FILTERS,
} as const;

interface Dates {
	readonly dateFrom?: Date;
	readonly dateTo?: Date;
}

export const dateQuery = ({ dateFrom, dateTo }: Dates) => ({
	date_from: unixSeconds(dateFrom),
	date_to: unixSeconds(dateTo),
});

/** The columns that every channel has; numbers and times come as numbers, strings, or `""`. */
export const simplifyRow = (row: IDataObject) => ({
	messageId: row.message_id ?? null,
	to: row.to ?? null,
	from: row.from ?? null,
	body: row.body ?? null,
	status: row.status ?? null,
	errorCode: row.error_code ?? null,
	errorText: row.error_text ?? null,
	segments: Number(row.message_parts ?? 0),
	price: row.message_price ?? null,
	reference: row.custom_string || null,
	date: isoTime(row.date) ?? isoTime(row.date_added),
	scheduledAt: isoTime(row.schedule),
});
