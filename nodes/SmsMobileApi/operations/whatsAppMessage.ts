/** WhatsApp messages that the account received (docs/providers/smsmobileapi.md §4). */
import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../../core/values';
import { unixSeconds } from '../../../core/unix-time';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { onePage, rowsIn } from '../../../n8n/operations/paging';
import { readAnswer } from '../client';

/** The first list in the answer or in its `result`: the name of the list is not documented. */
function rowsOf(data: unknown): IDataObject[] {
	if (!isObject(data)) return [];
	const places = [data, ...(isObject(data.result) ? [data.result] : [])];
	return rowsIn(places.flatMap((place) => Object.values(place)).find(Array.isArray));
}

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many whats app messages',
	description:
		'Get many WhatsApp messages that the account received, with the fields that SMSMobileAPI returns; it does not document them. New messages appear after Set Retrieval and Synchronize.',
	list: true,
	reader: { read: readAnswer, paging: onePage(rowsOf) },
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Before',
					name: 'before',
					type: 'dateTime',
					default: '',
					description:
						'Only messages before this time, sent as Unix seconds: SMSMobileAPI documents a number without its unit. In the time zone of the workflow unless the value names another.',
				},
				{
					displayName: 'Day',
					name: 'day',
					type: 'dateTime',
					wholeDay: true,
					default: '',
					description: 'The time of day is ignored; SMSMobileAPI does not document the time zone',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: [
						{ name: 'Text', value: 'text' },
						{ name: 'Voice', value: 'audio' },
					],
					default: 'text',
				},
			],
		},
	],
	request: ({ filters: { before, day, type } }) => ({
		method: 'GET',
		path: '/getwa/',
		query: { before: unixSeconds(before), date: day || undefined, message_type: type },
	}),
});

const setRetrieval = requestOperation({
	name: 'Set Retrieval',
	value: 'setRetrieval',
	action: 'Set whats app retrieval',
	description:
		'Turn the retrieval of received WhatsApp messages on or off for the whole account; SMSMobileAPI has it off at first, for privacy',
	fields: [
		{
			displayName: 'Active',
			name: 'active',
			type: 'boolean',
			default: true,
			description: 'Whether SMSMobileAPI reads the WhatsApp messages that the account receives',
		},
	],
	request: ({ active }) => ({
		method: 'GET',
		path: '/getwa/active/',
		query: { statut: active ? '1' : '0' },
	}),
	items: (_, { active }) => [{ active }],
});

const synchronize = requestOperation({
	name: 'Synchronize',
	value: 'synchronize',
	action: 'Synchronize whats app messages',
	description:
		'Ask for a time in which new WhatsApp messages are read, which SMSMobileAPI requires before Get Many. The answer says when it ends.',
	fields: [],
	request: () => ({ method: 'GET', path: '/getwa/synchronisation/' }),
});

export const whatsAppMessage: Resource = {
	name: 'WhatsApp Message',
	value: 'whatsAppMessage',
	operations: [getAll, setRetrieval, synchronize],
};
