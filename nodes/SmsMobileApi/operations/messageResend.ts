import { requestOperation } from '../../../n8n/operations/operation';
import { client, readAnswer } from '../client';
import { MESSAGE_ID_FIELD } from './locators';

/** Resends a message that the phone could not send (docs/providers/smsmobileapi.md §4). */
export const resend = requestOperation({
	name: 'Resend',
	value: 'resend',
	action: 'Resend a message',
	description:
		'Send a message once more that the phone could not send. What SMSMobileAPI answers is not documented: any answer that is no error counts as done.',
	once: true,
	fields: [
		{
			...MESSAGE_ID_FIELD,
			description: 'A message that has an error; SMSMobileAPI sends no other again',
		},
	],
	reader: {
		paging: client.paging,
		read(outcome) {
			const answer = readAnswer(outcome);
			if (answer.ok || answer.failure.class !== 'content') return answer;
			const failure = {
				...answer.failure,
				message: 'SMSMobileAPI did not send the message again',
				hint: 'It does so only for a message with an error. Check the ID, and the log with Get Many Sent.',
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
