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

function e164Of(to: string, kind: AppKind): string | undefined {
	if (kind === 'domestic') return /^1[3-9]\d{9}$/.test(to) ? `+86${to}` : undefined;
	const number = readNumber(to);
	return number && number.country !== 'CN' ? number.e164 : undefined;
}

/**
 * The number in E.164: 11 mainland digits for sms/*, E.164 with + and not +86 for international
 * (docs/providers/submail.md §5). An unencoded + arrives as a space: 252
 * (docs/providers/submail.md §2).
 */
export function readRecipient(to: string, kind: AppKind): string {
	const e164 = e164Of(to, kind);
	if (!e164) throw new Refusal(to.startsWith(' ') ? '252' : '251');
	const code = refusedNumbers[e164];
	if (code) throw new Refusal(code);
	return e164;
}
