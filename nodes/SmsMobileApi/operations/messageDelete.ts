/** Messages leave the server's log; the phones keep theirs (facts: smsmobileapi §4). */
import { deleted, requestOperation, type RequestEnv } from '../../../n8n/operation';
import { MESSAGE_ID_FIELD } from './locators';

/** The day that a date begins with: its zone is the user's, that of SMSMobileAPI is not documented. */
function dayOf(value: string, displayName: string, env: RequestEnv): string {
	env.unixSeconds(value, displayName);
	const day = /^\d{4}-\d{2}-\d{2}/.exec(value.trim())?.[0];
	if (day) return day;
	throw env.refuse(`${displayName} is not a date`, 'Use a form such as 2030-01-31.');
}

export const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete messages',
	description:
		'Delete messages from the log of SMSMobileAPI, not from the phones. What it answers is not documented: any answer that is no error counts as done.',
	fields: [
		{
			displayName: 'Which Messages',
			name: 'scope',
			type: 'options',
			options: [
				{ name: 'All of a Day', value: 'day' },
				{ name: 'All of a Period', value: 'period' },
				{ name: 'One Message', value: 'message' },
			],
			default: 'message',
		},
		{ ...MESSAGE_ID_FIELD, when: { scope: ['message'] } },
		{
			displayName: 'This deletes every message of the whole day from the log, sent and received',
			name: 'dayNotice',
			type: 'notice',
			default: '',
			when: { scope: ['day'] },
		},
		{
			displayName: 'This deletes every message of all these days from the log, sent and received',
			name: 'periodNotice',
			type: 'notice',
			default: '',
			when: { scope: ['period'] },
		},
		{
			displayName: 'Day',
			name: 'day',
			type: 'dateTime',
			default: '',
			required: true,
			description: 'The time of day does not matter',
			when: { scope: ['day'] },
		},
		{
			displayName: 'First Day',
			name: 'firstDay',
			type: 'dateTime',
			default: '',
			required: true,
			description: 'The time of day does not matter',
			when: { scope: ['period'] },
		},
		{
			displayName: 'Last Day',
			name: 'lastDay',
			type: 'dateTime',
			default: '',
			required: true,
			description: 'The time of day does not matter',
			when: { scope: ['period'] },
		},
	],
	request({ scope, messageId, day, firstDay, lastDay }, env) {
		const request = { method: 'GET', path: '/deletesms/' } as const;
		if (scope === 'message') return { ...request, query: { guid_message: messageId.trim() } };
		if (scope === 'day') return { ...request, query: { date_start: dayOf(day, 'Day', env) } };
		const first = dayOf(firstDay, 'First Day', env);
		const last = dayOf(lastDay, 'Last Day', env);
		if (first > last) throw env.refuse('Last Day is before First Day', 'Exchange the two days.');
		return { ...request, query: { date_start: first, date_end: last } };
	},
	items: (_, { scope, messageId, day, firstDay, lastDay }) =>
		scope === 'message'
			? deleted(messageId.trim())
			: [
					{
						deleted: true,
						firstDay: (scope === 'day' ? day : firstDay).trim().slice(0, 10),
						lastDay: (scope === 'day' ? day : lastDay).trim().slice(0, 10),
					},
				],
});
