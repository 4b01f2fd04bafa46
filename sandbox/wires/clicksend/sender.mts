import { readNumber } from '../../numbers.mts';
import { dedicatedNumbers, ownNumbers } from './seed.mts';

export interface Sender {
	from: string;
	shared: boolean;
}

/** The pool of shared numbers. A user cannot choose one of them. */
const shared: Record<string, string> = {
	AU: '+61447254068',
	US: '+18335550142',
	CA: '+18335550142',
	GB: '+447418340011',
};

const sharedFor = (country: string): Sender => ({
	from: shared[country] ?? '+61447254068',
	shared: true,
});

const owned = new Map<string, string>([
	...dedicatedNumbers.map(({ number, country }) => [number, country] as const),
	...ownNumbers
		.filter(({ status }) => status === 'APPROVED')
		.map(({ number, country }) => [number, country] as const),
]);

/** 3 to 11 letters, digits or `+`, not only digits (docs/providers/clicksend.md §5; OpenAPI: alpha tags). */
const isAlphaTag = (text: string) => /^[A-Za-z0-9+]{3,11}$/.test(text) && /[A-Za-z]/.test(text);

/**
 * The sender of a message; undefined when `from` is not a valid sender. A number of another country
 * is silently replaced (docs/providers/clicksend.md §5).
 */
export function resolveSender(
	from: string,
	country: string,
	unowned: 'reject' | 'replace',
): Sender | undefined {
	if (from === '') return sharedFor(country);
	if (isAlphaTag(from)) return { from, shared: false };
	const number = readNumber(from)?.e164;
	if (!number) return undefined;
	const home = owned.get(number);
	if (!home) return unowned === 'replace' ? sharedFor(country) : undefined;
	return home === country ? { from: number, shared: false } : sharedFor(country);
}
