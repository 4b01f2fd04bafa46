import { requestOperation } from '../../../n8n/operations/operation';
import { client, readAnswer } from '../client';
import { MESSAGE_ID_FIELD } from './locators';

/** Resends a message that the phone could not send (docs/providers/smsmobileapi.md §4). */
export const resend = requestOperation({
	name: 'Resend',
	value: 'resend',
	action: 'Resend a message',
	description:
		'Resend a message that the phone could not send: the phone has tried it up to 3 times by then. SMSMobileAPI does not document its answer: every answer that is not an error counts as success.',
	once: true,
	fields: [
		{
			...MESSAGE_ID_FIELD,
			description: 'A message that failed; SMSMobileAPI does not resend others',
		},
	],
	reader: {
		paging: client.paging,
		read(outcome) {
			const answer = readAnswer(outcome);
			if (answer.ok || answer.failure.class !== 'content') return answer;
			const failure = {
				...answer.failure,
				message: 'SMSMobileAPI did not resend the message',
				hint: 'It resends only messages that have an error. Check the ID, and look at the log with Get Many Sent.',
			};
			return { ...answer, failure };
		},
	},
	request: ({ messageId }) => ({
		method: 'GET',
		path: '/resend/',
		query: { guid: messageId.trim() },
	}),
	items: (_, { messageId }) => [{ resent: true, messageId: messageId.trim() }],
});
