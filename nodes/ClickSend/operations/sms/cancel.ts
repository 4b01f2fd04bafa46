/** Cancels scheduled messages (docs/providers/clicksend.md §7). */
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
	action: 'Cancel all scheduled SMS',
	description: 'Cancel all scheduled messages, or only those with a given reference',
	fields: [
		{
			displayName: 'Which Messages',
			name: 'scope',
			type: 'options',
			options: [
				{ name: 'All Scheduled', value: 'all' },
				{ name: 'With a Reference', value: 'reference' },
			],
			default: 'all',
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
