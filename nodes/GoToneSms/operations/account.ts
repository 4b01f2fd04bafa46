/** Profile and balance; the client removes the token that the profile contains. */
import { requestOperation, type Resource } from '../../../n8n/operations/operation';

const getProfile = requestOperation({
	name: 'Get Profile',
	value: 'getProfile',
	action: 'Get the profile',
	description: 'Get the name, email and time zone of the account',
	fields: [],
	absent: 'GoTone’s answer has no profile',
	request: () => ({ method: 'GET', path: '/me' }),
});

const getBalance = requestOperation({
	name: 'Get Balance',
	value: 'getBalance',
	action: 'Get the balance',
	description:
		'Get the remaining balance and its expiry date, as GoTone formats them (for example ₱427)',
	fields: [],
	absent: 'GoTone’s answer has no balance',
	request: () => ({ method: 'GET', path: '/balance' }),
});

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: [getProfile, getBalance],
};
