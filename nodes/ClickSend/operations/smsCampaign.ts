/**
 * SMS campaigns: one text to a contact list of up to 20,000 contacts, without an answer per recipient
 * (docs/providers/clicksend.md §12).
 */
import type { IDataObject } from 'n8n-workflow';
import { isoTime, unixSeconds } from '../../../core/unix-time';
import { isObject } from '../../../core/values';
import {
	type Client,
	type RequestEnv,
	requestOperation,
	type Resource,
} from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { type Fields, noticeOf } from '../../../n8n/parameters/fields';
import { MESSAGE_FIELD } from '../../../n8n/sending/options';
import { withoutContent } from '../channel';
import { paging, readAnswer } from '../client';
import { BULK_TIMEOUT_MS } from '../send';
import { DATE_FILTERS, dateQuery } from './history';
import { CAMPAIGN_FIELD, CONTACT_LIST_FIELD, FROM_FIELD } from './locators';

const CAMPAIGNS = '/v3/sms-campaigns';

const NOTICE = noticeOf(
	'A campaign has no answer per recipient: the output is the outcome of the whole, and does not say who got the text. The limits of SMS: Send, such as Allowed Countries, do not apply to it. For lists of up to 1,000 contacts, use SMS: Send.',
	'campaignNotice',
);

const CONTENT_FIELDS = [
	{
		...CONTACT_LIST_FIELD,
		description: 'The list whose contacts receive the text; at most 20,000 contacts',
	},
	{
		...MESSAGE_FIELD,
		description:
			'The text to send; ClickSend fills in its own placeholders for contacts, such as (First Name)',
	},
	{
		...FROM_FIELD,
		required: true,
		description:
			'The sender ID that the recipients see. ClickSend’s documentation requires one for campaigns.',
	},
	{
		displayName: 'Campaign Name',
		name: 'campaignName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Planned maintenance',
		description: 'The name of the campaign in ClickSend; recipients do not see it',
	},
] as const satisfies Fields;

interface Content {
	readonly contactList: string;
	readonly campaignName: string;
	readonly message: string;
	readonly from: string;
}

/** `list_id` is a number here, unlike in a send (OpenAPI: send-sms-campaign). */
function contentOf({ contactList, campaignName, message, from }: Content, env: RequestEnv) {
	if (!/^\d+$/.test(contactList.trim())) {
		throw env.refuse(
			'Contact List is not the ID of a list',
			'Choose a list, or enter its ID, such as 428.',
		);
	}
	return { list_id: Number(contactList), name: campaignName, body: message, from };
}

const simplify = (row: IDataObject): IDataObject => ({
	campaignId: row.sms_campaign_id ?? null,
	name: row.name ?? null,
	contactList: row.list_id ?? null,
	listName: row._list_name ?? null,
	from: row.from ?? null,
	status: row.status ?? null,
	recipients: row._total_count ?? null,
	createdAt: isoTime(row.date_added),
	scheduledAt: isoTime(row.schedule),
});

/** What is kept with the execution for a retry must not have the text. */
const SENT: Pick<Client, 'read' | 'paging'> = {
	read(outcome) {
		const answer = readAnswer(outcome);
		if (!answer.ok || !isObject(answer.data)) return answer;
		return { ok: true, data: withoutContent(answer.data as IDataObject) };
	},
	paging,
};

const send = requestOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS campaign',
	description: 'Send a text to all contacts of a list, of up to 20,000 contacts',
	once: true,
	fields: [
		NOTICE,
		...CONTENT_FIELDS,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Send At',
					name: 'sendAt',
					type: 'dateTime',
					default: '',
					description:
						'When to send the text, in the time zone of the workflow unless the value names another; at once if empty or past',
				},
				{
					displayName: 'Source',
					name: 'source',
					type: 'string',
					default: 'n8n',
					description: 'Origin of the campaign, as shown in ClickSend’s reports',
				},
				{
					displayName: 'URL to Shorten',
					name: 'urlToShorten',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/status',
					description:
						'The address behind the short link that ClickSend puts in the place of its placeholder, such as smsg.us/xxxxx, in the text',
				},
			],
		},
	],
	request: ({ options: { sendAt, source, urlToShorten }, ...content }, env) => ({
		method: 'POST',
		path: `${CAMPAIGNS}/send`,
		body: {
			...contentOf(content, env),
			source: source || 'n8n',
			...(sendAt && { schedule: unixSeconds(sendAt) }),
			...(urlToShorten && { url_to_shorten: urlToShorten }),
		},
		timeoutMs: BULK_TIMEOUT_MS,
	}),
	reader: SENT,
	simplify,
});

const getPrice = requestOperation({
	name: 'Get Price',
	value: 'getPrice',
	action: 'Get the price of an SMS campaign',
	description: 'Get the price of a text to all contacts of a list, without sending it',
	fields: CONTENT_FIELDS,
	request: (content, env) => ({
		method: 'POST',
		path: `${CAMPAIGNS}/price`,
		body: contentOf(content, env),
		timeoutMs: BULK_TIMEOUT_MS,
	}),
	// The text of the message is repeated inside.
	items: ({ data, ...totals }) => [
		{ ...totals, ...(isObject(data) && { data: withoutContent(data as IDataObject) }) },
	],
	simplify: ({ total_count: count, total_price: amount, _currency: currency }) => ({
		recipients: count ?? null,
		price: {
			amount: amount ?? null,
			currency: isObject(currency) ? (currency.currency_name_short ?? null) : null,
		},
	}),
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get an SMS campaign',
	description: 'Get a campaign, with its status',
	fields: [CAMPAIGN_FIELD],
	request: ({ campaign }) => ({ method: 'GET', path: path`/v3/sms-campaigns/${campaign}` }),
	simplify,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many SMS campaigns',
	description: 'Get many campaigns, newest first',
	list: true,
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: DATE_FILTERS,
		},
	],
	request: ({ filters }) => ({
		method: 'GET',
		path: CAMPAIGNS,
		query: { ...dateQuery(filters), order_by: 'date_added:desc' },
	}),
	simplify,
});

const cancel = requestOperation({
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel a scheduled SMS campaign',
	description: 'Cancel a campaign that is still scheduled',
	fields: [CAMPAIGN_FIELD],
	request: ({ campaign }) => ({ method: 'PUT', path: path`/v3/sms-campaigns/${campaign}/cancel` }),
	items: (_, { campaign }) => [{ cancelled: true, campaignId: campaign }],
});

export const smsCampaign: Resource = {
	name: 'SMS Campaign',
	value: 'smsCampaign',
	operations: [send, getAll, get, getPrice, cancel],
};
