import { type PhoneNumber, readNumber } from '../../numbers.mts';
import { countParts } from '../../segments.mts';
import { type Fields } from '../../values.mts';
import { type EngageLabAccount, type Template } from './account.mts';

/** With country code; the documentation shows it with and without `+` (docs/providers/engagelab.md §3.1). */
export const readTarget = (to: string): PhoneNumber | undefined =>
	readNumber(to.startsWith('+') ? to : `+${to}`);

interface Arrival {
	id: string;
	text: string;
	template: Template;
	customArgs?: Fields;
	/** Unix seconds. */
	sendAt?: number;
}

/** Adds an accepted message to the phones. */
export function deliver(account: EngageLabAccount, to: PhoneNumber, arrival: Arrival): void {
	const { id, text, template, customArgs = {}, sendAt } = arrival;
	const { encoding, segments } = countParts(text);
	const { reference } = customArgs;
	account.remember(id, { to: to.e164, template, customArgs, segments });
	account.world.phones.accept({
		id,
		provider: 'engageLabSms',
		to: to.e164,
		from: account.signs.get(template.signId)?.name ?? 'EngageLab',
		text,
		encoding,
		segments,
		...(typeof reference === 'string' && { reference }),
		...(sendAt !== undefined && { scheduledAt: new Date(sendAt * 1000).toISOString() }),
	});
}

export function isTextMap(value: unknown): value is Record<string, string> {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		Object.values(value).every((entry) => typeof entry === 'string')
	);
}
