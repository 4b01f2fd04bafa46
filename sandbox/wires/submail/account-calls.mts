import { type Call } from './call.mts';

/** The balance of the general account; the sandbox's sends use the transactional one. */
const generalBalance = '9410';

/** balance/sms: strings (docs/providers/submail.md §7). */
export const smsBalance = ({ account }: Call): object => ({
	status: 'success',
	balance: generalBalance,
	transactional_balance: String(account.credit('domestic')),
});

/** balance/internationalsms: a number (docs/providers/submail.md §7). */
export const internationalBalance = ({ account }: Call): object => ({
	status: 'success',
	balance: account.credit('international'),
});
