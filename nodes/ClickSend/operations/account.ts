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

export const account: Resource = { name: 'Account', value: 'account', operations: [get] };
