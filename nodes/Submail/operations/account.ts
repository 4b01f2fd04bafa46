import { requestOperation, type Resource } from '../../../n8n/operations/operation';

const getBalance = requestOperation({
	name: 'Get Balance',
	value: 'getBalance',
	action: 'Get the balance',
	description:
		'Get the remaining balance: a number of messages within mainland China, an amount of money elsewhere',
	fields: [],
	request: () => ({ method: 'POST', path: '/balance/sms.json', form: {} }),
	items: ({ balance, transactional_balance: transactional }) => [
		{
			balance: balance ?? null,
			...(transactional !== undefined && { transactionalBalance: transactional }),
		},
	],
});

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: [getBalance],
};
