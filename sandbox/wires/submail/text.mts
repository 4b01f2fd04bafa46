import { countParts } from '../../segments.mts';
import { type Fields, textOf } from '../../values.mts';
import { type AppKind } from './apps.mts';
import { Refusal } from './errors.mts';

/** A text, split as SUBMAIL splits it. */
export interface Text {
	/** With its 【】; empty for international texts without one. */
	signature: string;
	/** What follows the signature. */
	body: string;
}

/** Words that stand for texts that a real account would refuse, and their codes. */
export const refusedWords: Readonly<Record<string, string>> = {
	'sandbox-forbidden': '405',
	'sandbox-unmatched': '420',
};

/** 【2-10 characters】, not counting the brackets: 411, 412, 413 (docs/providers/submail.md §11). */
export function checkSignature(signature: string): void {
	const inner = /^【([^【】]*)】$/.exec(signature)?.[1];
	if (inner === undefined) throw new Refusal('411');
	const { length } = [...inner];
	if (length > 10) throw new Refusal('412');
	if (length < 2) throw new Refusal('413');
}

/** Splits a `content`; only domestic ones must begin with a signature (docs/providers/submail.md §5). */
export function readContent(content: string, kind: AppKind): Text {
	if (content.trim() === '') throw new Refusal('403');
	if (kind === 'international') return { signature: '', body: content };
	const signature = /^【[^】]*】/.exec(content)?.[0] ?? '';
	checkSignature(signature);
	const body = content.slice(signature.length);
	if (body.trim() === '') throw new Refusal('403');
	return { signature, body };
}

/** China time as ISO 8601 without the zone. */
export const chinaTime = (now: number) => new Date(now + 8 * 3_600_000).toISOString().slice(0, 19);

function dateOf(format: string, now: number): string | undefined {
	const [date = '', time = ''] = chinaTime(now).split('T');
	const [Y = '', m = '', d = ''] = date.split('-');
	const [h = '', i = '', s = ''] = time.split(':');
	const formats: Record<string, string> = { Y, y: Y.slice(2), m, d, h, i, s };
	return format === '' ? `${date} ${time}` : formats[format];
}

/**
 * Fills in `@var(name)` and `@date()` (docs/providers/submail.md §6). [unsure] A variable without a
 * value stays as it is, so that it can be seen on the phone.
 */
export function render(body: string, vars: Fields, now: number): string {
	return body
		.replace(/@date\((\w?)\)/g, (all, format: string) => dateOf(format, now) ?? all)
		.replace(/@var\(([^()]+)\)/g, (all, name: string) =>
			Object.hasOwn(vars, name) ? textOf(vars[name]) : all,
		);
}

/**
 * At most 1000 characters with the signature, 500 for international; else 404
 * (docs/providers/submail.md §5).
 */
export function checkText({ signature, body }: Text, kind: AppKind): void {
	const most = kind === 'domestic' ? 1000 : 500;
	if (signature.length + body.length > most) throw new Refusal('404');
	const word = Object.keys(refusedWords).find((refused) => body.includes(refused));
	if (word) throw new Refusal(refusedWords[word] ?? '405');
}

export interface Billed {
	encoding: 'GSM-7' | 'UCS-2';
	parts: number;
}

/**
 * 70 or 67 per part; international texts in GSM-7 140 or 132, as documented
 * (docs/providers/submail.md §5).
 */
export function billedParts(text: string, kind: AppKind): Billed {
	const encoding = kind === 'international' ? countParts(text).encoding : 'UCS-2';
	const [whole, part] = encoding === 'GSM-7' ? [140, 132] : [70, 67];
	return { encoding, parts: text.length <= whole ? 1 : Math.ceil(text.length / part) };
}
