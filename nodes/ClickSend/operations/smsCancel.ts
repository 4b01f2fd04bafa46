/** Scheduled texts that shall not go out after all (facts: clicksend §7). */
import { requestOperation } from '../../../n8n/operation';
import { path } from '../../../n8n/path';

export const cancel = requestOperation({
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel a scheduled SMS',
	description: 'Cancel one scheduled message',
	fields: [
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. BF7AD270-0DE2-418B-B606-71D527D9C1AE',
			description:
				'The ID that Send returned. Only messages that are still scheduled can be cancelled.',
		},
	],
	request: ({ messageId }) => ({
		method: 'PUT',
		path: path`/v3/sms/${messageId}/cancel`,
	}),
	items: (_, { messageId }) => [{ cancelled: true, messageId }],
});

/** All or those of a reference: an expression that gave nothing must not cancel everything. */
export const cancelAll = requestOperation({
	name: 'Cancel All',
	value: 'cancelAll',
	action: 'Cancel all scheduled SMS',
	description: 'Cancel every scheduled message, or those with a reference',
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
