import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../../../core/unix-time';
import { isObject } from '../../../core/values';
import { rowsIn } from '../../../n8n/operations/paging';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get the account',
	description: 'Get the balance, country and settings of the account',
	fields: [],
	request: () => ({ method: 'GET', path: '/v3/account' }),
	simplify: ({ _currency: currency, ...account }) => ({
		userId: account.user_id ?? null,
		username: account.username ?? null,
		email: account.user_email ?? null,
		phone: account.user_phone ?? null,
		firstName: account.user_first_name ?? null,
		lastName: account.user_last_name ?? null,
		company: account.account_name ?? null,
		country: account.country ?? null,
		defaultCountry: account.default_country_sms ?? null,
		timezone: account.timezone ?? null,
		balance: account.balance ?? null,
		currency:
			(currency as { currency_name_short?: string } | undefined)?.currency_name_short ?? null,
	}),
});

const counted = (value: unknown): IDataObject => {
	const { count, price } = isObject(value) ? (value as IDataObject) : {};
	return { count: count ?? 0, price: price ?? null };
};

const counts = ({ outbound, inbound, bounced }: IDataObject): IDataObject => ({
	outbound: counted(outbound),
	inbound: counted(inbound),
	bounced: counted(bounced),
});

const getStatistics = requestOperation({
	name: 'Get Statistics',
	value: 'getStatistics',
	action: 'Get the statistics of the account',
	description:
		'Get how many texts or calls were sent, received and bounced, in total and by day. Which days ClickSend counts is not documented.',
	fields: [
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'options',
			options: [
				{ name: 'SMS', value: 'sms' },
				{ name: 'Voice', value: 'voice' },
			],
			default: 'sms',
			description: 'Calls are not received, so their count of inbound ones is 0',
		},
	],
	request: ({ channel }) => ({ method: 'GET', path: `/v3/statistics/${channel}` }),
	simplify: ({ total, stats, _currency: currency }) => ({
		...counts(isObject(total) ? (total as IDataObject) : {}),
		currency: isObject(currency) ? (currency.currency_name_short ?? null) : null,
		days: rowsIn(stats).map((day) => ({ date: isoTime(day.date), ...counts(day) })),
	}),
});

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: [get, getStatistics],
};
