/** Cancels scheduled messages (docs/providers/clicksend.md §7). */
import { noticeOf } from '../../../../n8n/parameters/fields';
import { requestOperation } from '../../../../n8n/operations/operation';
import { cancelOperation } from '../cancel';

export const cancel = cancelOperation('sms', {
	action: 'Cancel a scheduled SMS',
	description: 'Cancel one scheduled message',
});

/** All messages or those with a reference: an empty expression must not cancel everything. */
export const cancelAll = requestOperation({
	name: 'Cancel All',
	value: 'cancelAll',
	action: 'Cancel several scheduled SMS',
	description: 'Cancel the scheduled messages that have a given reference, or all of them',
	fields: [
		{
			displayName: 'Which Messages',
			name: 'scope',
			type: 'options',
			options: [
				{
					name: 'All Scheduled',
					value: 'all',
					description: 'Every scheduled message of the account',
				},
				{
					name: 'With a Reference',
					value: 'reference',
					description: 'The scheduled messages that were sent with one reference',
				},
			],
			default: 'reference',
		},
		{
			...noticeOf(
				'This cancels every scheduled SMS of the account, also those of other workflows and other programs. It cannot be undone.',
			),
			when: { scope: ['all'] },
		},
		{
			displayName: 'Reference',
			name: 'reference',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. incident-4711',
			description: 'The reference that the messages were sent with',
			when: { scope: ['reference'] },
		},
	],
	request: ({ scope, reference }) => ({
		method: 'PUT',
		path: '/v3/sms/cancel-all',
		body: scope === 'reference' ? { custom_string: reference } : {},
	}),
	items: ({ count }) => [{ cancelled: true, count: Number(count ?? 0) }],
});
