import { requestOperation, type Resource } from '../../../n8n/operations/operation';

const getBalance = requestOperation({
	name: 'Get Balance',
	value: 'getBalance',
	action: 'Get the balance',
	description: 'Get the remaining credit',
	fields: [],
	request: () => ({ method: 'GET', path: '/v1/account' }),
	items: ({ balance, currency }) => [{ balance: balance ?? null, currency: currency ?? null }],
});

export const account: Resource = { name: 'Account', value: 'account', operations: [getBalance] };
