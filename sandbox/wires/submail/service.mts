import { callingCodeOf, readNumber } from '../../numbers.mts';
import { type SubmailAccount } from './account.mts';
import { Refusal } from './errors.mts';
import { type Params } from './input.mts';

type Service = (account: SubmailAccount, params: Params) => object;

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

/** The calls that need no app (docs/providers/submail.md §9). */
export const services: Readonly<Record<string, Service>> = {
	'service/timestamp': (account) => ({ timestamp: account.seconds() }),

	// "runing" is the spelling on the wire (docs/providers/submail.md §9).
	'service/status': () => ({ status: 'runing', runtime: 0.024 }),

	'service/verifyphonenumber': (_account, params) => {
		const number = readNumber(params.get('to') ?? '');
		if (!number) throw new Refusal('251');
		return {
			status: 'success',
			to: number.e164,
			country_code: Number(callingCodeOf(number.country)),
			country_region: number.country,
			country_name: countryNames.of(number.country) ?? number.country,
		};
	},
};
