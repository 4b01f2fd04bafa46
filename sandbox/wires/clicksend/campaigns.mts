import { type FastifyInstance } from 'fastify';
import { fieldsOf, isWholeNumber, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, currencyWithLimits, notFound, success } from './envelope.mts';
import { costOf, decide, type FateContext } from './fate.mts';
import { pageOf, type Query } from './paging.mts';
import { acceptMessage } from './send.mts';
import { type Campaign, subaccountId, userId } from './shapes.mts';
import { sms } from './sms.mts';

const path = '/v3/sms-campaigns';
const mostContacts = 20_000;

interface One {
	Params: { sms_campaign_id: string };
}

const required = ['name', 'from', 'body'] as const;

/** The messages of a campaign; its list may have more contacts than a send (docs/providers/clicksend.md §12). */
function plan(account: ClickSendAccount, body: unknown, credit: number) {
	const fields = fieldsOf(body);
	for (const name of required) {
		if (textOf(fields[name]) === '') {
			throw badRequest(`The ${name} is required.`, 'MISSING_REQUIRED_FIELDS');
		}
	}
	const list = account.lists.get(Number(textOf(fields.list_id)));
	if (!list) throw badRequest('The list is not yours.', 'NOT_ENOUGH_PERMISSION_TO_LIST_ID');
	const contacts = account.contactsOf(list.list_id).filter(({ phone_number }) => phone_number);
	if (contacts.length > mostContacts) {
		throw badRequest('Too many contacts.', 'TOO_MANY_RECIPIENTS');
	}
	const { schedule } = fields;
	if (schedule !== undefined && !isWholeNumber(schedule)) {
		throw badRequest('The schedule is invalid.', 'INVALID_SCHEDULE');
	}
	const context: FateContext = {
		account,
		channel: sms,
		overrides: new Map(),
		credit,
		fresh: new Set(),
	};
	const fates = contacts.map(({ contact_id, phone_number }) => {
		const fate = decide(
			{
				to: phone_number ?? '',
				body: textOf(fields.body),
				from: textOf(fields.from),
				schedule,
				customString: '',
				country: '',
				fromEmail: null,
				listId: list.list_id,
				contactId: contact_id,
				given: fields,
				request: fields,
			},
			context,
		);
		if (fate.status === 'SUCCESS') context.credit -= costOf(fate);
		return fate;
	});
	return { fields, list, fates };
}

/** SMS campaigns: one row for the whole (OpenAPI: send-sms-campaign). */
export function campaignRoutes(
	app: FastifyInstance,
	account: ClickSendAccount,
	via?: 'maton',
): void {
	const { campaigns, world } = account;
	const find = (id: string): Campaign => {
		const campaign = campaigns.get(Number(id));
		if (!campaign) throw notFound('SMS Campaign record not found.');
		return campaign;
	};
	/** [unsure] The names of the other statuses; Queued, Scheduled and Sent are in examples. */
	const statusOf = ({ ids, status }: Campaign) => {
		world.phones.releaseDue();
		const states = ids.map((id) => world.phones.find(id)?.state);
		if (status === 'Cancelled' || states.some((state) => state === 'scheduled')) return status;
		return 'Sent';
	};
	const shown = (campaign: Campaign) => ({
		...campaign,
		ids: undefined,
		status: statusOf(campaign),
		_list_name: account.lists.get(campaign.list_id)?.list_name ?? '',
	});

	app.post(`${path}/send`, (request) => {
		const { fields, list, fates } = plan(account, request.body, request.clickSendCredit);
		const ids = fates.flatMap((fate) =>
			fate.status === 'SUCCESS' ? [acceptMessage(fate, { account, via, channel: sms })] : [],
		);
		const now = Math.floor(Date.now() / 1000);
		const schedule = Number(fields.schedule ?? 0);
		const campaign: Campaign = {
			sms_campaign_id: account.nextId(),
			name: textOf(fields.name),
			user_id: userId,
			subaccount_id: subaccountId,
			list_id: list.list_id,
			from: textOf(fields.from),
			body: textOf(fields.body),
			schedule: schedule > now ? schedule : now,
			status: schedule > now ? 'Scheduled' : 'Queued',
			date_added: now,
			custom_string: null,
			url_to_shorten: textOf(fields.url_to_shorten),
			unsubscribe_link: 0,
			source: textOf(fields.source) || null,
			senders: [],
			_total_count: fates.length,
			ids,
		};
		campaigns.set(campaign.sms_campaign_id, campaign);
		return success('Your new campaign has been added.', {
			...shown(campaign),
			status: campaign.status,
		});
	});

	app.post(`${path}/price`, (request) => {
		const { fields, fates } = plan(account, request.body, Infinity);
		const price = fates.reduce(
			(sum, fate) => sum + (fate.status === 'SUCCESS' ? fate.price : 0),
			0,
		);
		return success('Here is your price for your SMS Campaign.', {
			total_count: fates.length,
			total_price: price.toFixed(4),
			data: {
				from: textOf(fields.from),
				body: textOf(fields.body),
				schedule: Number(fields.schedule ?? Math.floor(Date.now() / 1000)),
			},
			_currency: currencyWithLimits,
		});
	});

	app.get<{ Querystring: Query }>(path, ({ query }) => {
		const from = Number(query.date_from ?? 0);
		const to = Number(query.date_to ?? Infinity);
		const rows = [...campaigns.values()]
			.map(shown)
			.filter(({ date_added }) => date_added >= from && date_added <= to);
		if (query.order_by?.endsWith(':desc')) rows.reverse();
		return success('Here are your data.', pageOf(rows, query, path));
	});

	app.get<One>(`${path}/:sms_campaign_id`, ({ params }) =>
		success('Your SMS Campaign.', shown(find(params.sms_campaign_id))),
	);

	app.put<One>(`${path}/:sms_campaign_id/cancel`, ({ params }) => {
		const campaign = find(params.sms_campaign_id);
		const cancelled = campaign.ids.filter((id) => world.phones.cancel(id));
		if (cancelled.length === 0) throw badRequest('The campaign cannot be cancelled.');
		campaign.status = 'Cancelled';
		return success('Your SMS Campaign.', shown(campaign));
	});
}
