/** What the histories of SMS, MMS and calls have in common (docs/providers/clicksend.md §7, §12). */
import type { IDataObject } from 'n8n-workflow';
import { isoTime, unixSeconds } from '../../../core/unix-time';
import { textOrNumber } from '../../../core/values';
import { requestOperation } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import type { Field, Fields } from '../../../n8n/parameters/fields';
import type { Channel } from '../channel';
import { historyStatusOf } from '../receipts';

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
	deliveryStatus: historyStatusOf(row),
	errorCode: row.error_code ?? null,
	errorText: row.error_text ?? null,
	segments: Number(row.message_parts ?? 0),
	price: row.message_price ?? null,
	reference: row.custom_string || null,
	date: isoTime(row.date) ?? isoTime(row.date_added),
	scheduledAt: isoTime(row.schedule),
});

export const MESSAGE_ID_FIELD = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. BF7AD270-0DE2-418B-B606-71D527D9C1AE',
	description: 'The ID that Send returned',
} as const satisfies Field;

const isSame = (a: string | undefined, b: string) => a?.toUpperCase() === b.trim().toUpperCase();

/**
 * One message of the history. Only the history of SMS can be searched; the others are read page by page
 * until the message is found (docs/providers/clicksend.md §7, §12).
 */
export const getOperation = (
	{ name, newestFirst }: Channel,
	texts: { readonly action: string; readonly description: string },
	simplify: (row: IDataObject) => IDataObject,
) =>
	requestOperation({
		name: 'Get',
		value: 'get',
		...texts,
		fields: [MESSAGE_ID_FIELD, DATE_FILTERS_FIELD],
		first: true,
		absent: 'The history at ClickSend has no message with this ID',
		request: ({ messageId, filters }) => ({
			method: 'GET',
			path: path`/v3/${name}/history`,
			query: {
				q: name === 'sms' ? `message_id:${messageId.trim()}` : undefined,
				...dateQuery(filters),
				order_by: newestFirst,
			},
		}),
		keep:
			({ messageId }) =>
			(row) =>
				isSame(textOrNumber(row.message_id), messageId),
		simplify,
	});
