/** Deletes messages from the server's log; the phones keep theirs (docs/providers/smsmobileapi.md §4). */
import { deleted, requestOperation } from '../../../n8n/operations/operation';
import { MESSAGE_ID_FIELD } from './locators';

export const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete messages from the log',
	description:
		'Delete messages from the log of SMSMobileAPI, not from the phones. SMSMobileAPI does not document its answer: every answer that is not an error counts as success.',
	fields: [
		{
			displayName: 'Which Messages',
			name: 'scope',
			type: 'options',
			options: [
				{ name: 'All From a Day', value: 'day' },
				{ name: 'All From a Period', value: 'period' },
				{ name: 'One Message', value: 'message' },
			],
			default: 'message',
		},
		{ ...MESSAGE_ID_FIELD, when: { scope: ['message'] } },
		{
			displayName:
				'This deletes every message of the whole day, sent and received, from the log. It cannot be undone.',
			name: 'dayNotice',
			type: 'notice',
			default: '',
			when: { scope: ['day'] },
		},
		{
			displayName:
				'This deletes every message of all these days, sent and received, from the log. It cannot be undone.',
			name: 'periodNotice',
			type: 'notice',
			default: '',
			when: { scope: ['period'] },
		},
		{
			displayName: 'Day',
			name: 'day',
			type: 'dateTime',
			// The day as the user entered it: the time zone of SMSMobileAPI is not documented.
			wholeDay: true,
			default: '',
			required: true,
			description: 'The day to delete; the time of day is ignored',
			when: { scope: ['day'] },
		},
		{
			displayName: 'First Day',
			name: 'firstDay',
			type: 'dateTime',
			wholeDay: true,
			default: '',
			required: true,
			description: 'The first day to delete; the time of day is ignored',
			when: { scope: ['period'] },
		},
		{
			displayName: 'Last Day',
			name: 'lastDay',
			type: 'dateTime',
			wholeDay: true,
			default: '',
			required: true,
			description: 'The last day to delete; the time of day is ignored',
			when: { scope: ['period'] },
		},
	],
	request({ scope, messageId, day, firstDay, lastDay }, env) {
		const request = { method: 'GET', path: '/deletesms/' } as const;
		if (scope === 'message') return { ...request, query: { guid_message: messageId.trim() } };
		if (scope === 'day') return { ...request, query: { date_start: day } };
		if (firstDay > lastDay) {
			throw env.refuse('Last Day is before First Day', 'Swap the two days.');
		}
		return { ...request, query: { date_start: firstDay, date_end: lastDay } };
	},
	items: (_, { scope, messageId, day, firstDay, lastDay }) =>
		scope === 'message'
			? deleted(messageId.trim())
			: [
					{
						deleted: true,
						firstDay: scope === 'day' ? day : firstDay,
						lastDay: scope === 'day' ? day : lastDay,
					},
				],
});
