import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../../../core/draft';
import type { Fields } from '../../../n8n/fields';
import type { BulkOperation } from '../../../n8n/operation';
import { readParam } from '../../../n8n/params';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import {
	MESSAGE_FIELD,
	readDraft,
	readDraftOptions,
	readRunSettings,
	sendOptions,
	TO_FIELD,
} from '../../../n8n/send-options';
import { send as sendMessages } from '../../../n8n/sending';
import { authenticationOf, connectSmsMobile } from '../client';
import { SMSMOBILE_ENDPOINTS, smsMobileAccount, smsMobileApi } from '../send';
import { DEVICE_FIELD } from './locators';

const FIELDS = [
	{
		...TO_FIELD,
		description: `${TO_FIELD.description}; short codes as they are`,
	},
	MESSAGE_FIELD,
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: [
			{ name: 'SMS', value: 'sms' },
			{ name: 'SMS and WhatsApp', value: 'both' },
			{ name: 'WhatsApp', value: 'whatsApp' },
		],
		default: 'sms',
		description: 'How to send it; WhatsApp has to be connected to the account',
	},
	{
		...DEVICE_FIELD,
		displayName: 'From',
		name: 'from',
		description: 'The phone that sends; empty for the one that SMSMobileAPI chooses',
	},
	...SIMPLIFY_FIELD,
] as const satisfies Fields;

const OPTIONS_FIELD = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sendOptions().filter(({ name }) => name !== 'reference'),
} as const;

type FieldName = (typeof FIELDS)[number]['name'];

function readItem(ctx: IExecuteFunctions, item: number): Omit<Draft, 'item'> {
	const param = (name: FieldName): unknown => {
		const field = FIELDS.find((one) => one.name === name);
		return field && readParam(ctx, field, item);
	};
	return {
		to: param('to'),
		text: param('message'),
		from: param('from'),
		extras: { channel: String(param('channel')) },
		...readDraftOptions(ctx.getNodeParameter('options', item, {}) as IDataObject),
	};
}

/** Message → Send: one request per recipient, for the API takes no more. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a text by SMS, WhatsApp or both to one or many recipients',
	fields: [...FIELDS, OPTIONS_FIELD],
	endpoints: SMSMOBILE_ENDPOINTS,
	async run(ctx) {
		const settings = readRunSettings(ctx, 'neverTwice');
		const api = await connectSmsMobile(ctx, authenticationOf(ctx), settings.timeoutMs);
		return await sendMessages(ctx, {
			targets: [{ provider: smsMobileApi, account: smsMobileAccount(api) }],
			drafts: ctx.getInputData().map((_, item) => readDraft(item, () => readItem(ctx, item))),
			settings,
			simplify: ctx.getNodeParameter('simplify', 0, true) === true,
		});
	},
};
