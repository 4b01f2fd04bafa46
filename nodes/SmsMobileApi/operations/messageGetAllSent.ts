import { unixSeconds } from '../../../core/unix-time';
import { requestOperation } from '../../../n8n/operations/operation';
import { SENT_LOG, sentLog } from '../sentLog';

const GUID = /^(?!\d{1,17}$)[\w-]{16,}$/;

export const getAllSent = requestOperation({
	name: 'Get Many Sent',
	value: 'getAllSent',
	action: 'Get many sent messages',
	description:
		'Get many messages that were sent through the API, newest first, from the log of SMSMobileAPI',
	list: true,
	reader: sentLog,
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
					type: 'string',
					default: '',
					placeholder: 'e.g. 2030-01-31T09:00',
					description: 'Only messages sent before this time, or before the message with this ID',
				},
				{
					displayName: 'Failed at the API',
					name: 'errorApi',
					type: 'boolean',
					default: true,
					description: 'Whether to get only messages that failed at the API',
				},
				{
					displayName: 'Failed on the Phone',
					name: 'errorMobile',
					type: 'boolean',
					default: true,
					description: 'Whether to get only messages that the phone could not send',
				},
				{
					displayName: 'Keyword',
					name: 'keyword',
					type: 'string',
					default: '',
					placeholder: 'e.g. +61411111111',
					description: 'Text to find in the recipient’s number or in the message',
				},
				{
					displayName: 'Message ID',
					name: 'guid',
					type: 'string',
					default: '',
					placeholder: 'e.g. c319d3b35e8f8712cde20dae39ac3c19f86eda25',
					description:
						'The ID that Send returned. A message may take a moment to appear in the log.',
				},
			],
		},
	],
	request({ filters: { before = '', errorApi, errorMobile, keyword, guid } }, env) {
		const text = before.trim();
		return {
			method: 'GET',
			path: SENT_LOG,
			query: {
				guid_message: guid || undefined,
				before: GUID.test(text) ? text : unixSeconds(env.readTime(text, 'Before')),
				error_api: errorApi ? 1 : undefined,
				error_mobile: errorMobile ? 1 : undefined,
				keyword: keyword || undefined,
			},
		};
	},
});
