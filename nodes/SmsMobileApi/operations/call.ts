/** Calls to the phones of the account (docs/providers/smsmobileapi.md §4). */
import type { IDataObject } from 'n8n-workflow';
import { isObject, textOrNumber } from '../../../core/values';
import { type Paging, requestOperation, type Resource } from '../../../n8n/operations/operation';
import { rowsIn } from '../../../n8n/operations/paging';
import { readTime } from '../../../n8n/parameters/time';
import { readAnswer } from '../client';

const LARGEST_PAGE = 500;

/** Pages by offset; the answer repeats the limit. */
const paging: Paging = {
	pageSize: (wanted) => Math.min(wanted, LARGEST_PAGE),
	query: (page, size) => ({ offset: page * size, limit: size }),
	read(data) {
		const { data: list, limit } = isObject(data) ? data : {};
		const rows = rowsIn(list);
		return { rows, more: rows.length > 0 && rows.length >= Number(limit) };
	},
};

/** The field is in UTC by its name; without it, the time has no zone and is left out. */
const calledAt = ({ call_datetime_utc: time }: IDataObject): string | null =>
	readTime(textOrNumber(time) ?? '', 'UTC')?.toISOString() ?? null;

const getAllMissed = requestOperation({
	name: 'Get Many Missed',
	value: 'getAllMissed',
	action: 'Get many missed calls',
	description: 'Get many calls that no phone of the account answered, newest first',
	list: true,
	reader: { read: readAnswer, paging },
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'First Day',
					name: 'firstDay',
					type: 'dateTime',
					wholeDay: true,
					default: '',
					description: 'The time of day is ignored; SMSMobileAPI does not document the time zone',
				},
				{
					displayName: 'Last Day',
					name: 'lastDay',
					type: 'dateTime',
					wholeDay: true,
					default: '',
					description: 'The time of day is ignored; SMSMobileAPI does not document the time zone',
				},
				{
					displayName: 'Search',
					name: 'search',
					type: 'string',
					default: '',
					placeholder: 'e.g. +61411111111',
					description: 'A part of the caller’s number or name',
				},
			],
		},
	],
	request({ filters: { firstDay, lastDay, search } }, env) {
		if (firstDay && lastDay && firstDay > lastDay) {
			throw env.refuse('Last Day is before First Day', 'Swap the two days.');
		}
		return {
			method: 'GET',
			path: '/call/missed/list/',
			query: {
				search: search || undefined,
				date_start: firstDay || undefined,
				date_end: lastDay || undefined,
			},
		};
	},
	// Both names are in the OpenAPI file.
	simplify: (row) => ({
		from: row.number ?? row.phone_number ?? null,
		name: row.name ?? row.cached_name ?? null,
		calledAt: calledAt(row),
	}),
});

export const call: Resource = { name: 'Call', value: 'call', operations: [getAllMissed] };
