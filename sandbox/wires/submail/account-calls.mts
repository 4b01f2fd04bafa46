import { type Call, text } from './call.mts';
import { Refusal } from './errors.mts';

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

/** GET sms/appextend: the registered signatures; 154 without any (docs/providers/submail.md §8). */
export function appextend(call: Call): object {
	const appid = text(call, 'target_appid') || call.app.id;
	const found = call.account.signatures.filter((entry) => entry.appid === appid);
	if (found.length === 0) throw new Refusal('154');
	return {
		status: 'success',
		smsSignature: found.map(({ signature, extend, status }) => ({
			appid,
			smsSignature: signature,
			extend,
			status,
		})),
	};
}
