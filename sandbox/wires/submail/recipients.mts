import { readNumber } from '../../numbers.mts';
import { type AppKind } from './apps.mts';
import { Refusal } from './errors.mts';

/** Numbers that are always refused, domestic and international, with the code of the refusal. */
export const refusedNumbers: Readonly<Record<string, string>> = {
	// On the block list of the account.
	'+8613900000114': '114',
	'+12025550114': '114',
	// Received too many messages.
	'+8613900000115': '115',
	'+12025550115': '115',
	// Unsubscribed.
	'+8613900000253': '253',
	'+12025550153': '253',
};

function e164Of(to: string, kind: AppKind, takesPrefix: boolean): string | undefined {
	if (kind === 'domestic') {
		const own = takesPrefix ? to.replace(/^\+?86(?=\d{11}$)/, '') : to;
		return /^1[3-9]\d{9}$/.test(own) ? `+86${own}` : undefined;
	}
	const number = readNumber(to);
	return number && number.country !== 'CN' ? number.e164 : undefined;
}

/**
 * The number in E.164: 11 mainland digits for sms/*, E.164 with + and not +86 for international
 * (docs/providers/submail.md §5). An unencoded + arrives as a space: 252
 * (docs/providers/submail.md §2).
 *
 * @param takesPrefix [unsure] domestic calls take the number with its country code too
 */
export function readRecipient(to: string, kind: AppKind, takesPrefix = false): string {
	const e164 = e164Of(to, kind, takesPrefix);
	if (!e164) throw new Refusal(to.startsWith(' ') ? '252' : '251');
	const code = refusedNumbers[e164];
	if (code) throw new Refusal(code);
	return e164;
}
