/** Cancels one scheduled message; the same for SMS and calls (docs/providers/clicksend.md §7, §12). */
import { requestOperation } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';

export const cancelOperation = (
	channel: 'sms' | 'voice',
	texts: { readonly action: string; readonly description: string },
) =>
	requestOperation({
		name: 'Cancel',
		value: 'cancel',
		...texts,
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
			path: path`/v3/${channel}/${messageId}/cancel`,
		}),
		items: (_, { messageId }) => [{ cancelled: true, messageId }],
	});
