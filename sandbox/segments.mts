/** The sandbox's own count of the parts of a text; on purpose independent of the product's. */

const basic =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';

const cost = new Map<string, number>();
for (const character of basic) cost.set(character, 1);
for (const character of extension) cost.set(character, 2);

export interface Parts {
	encoding: 'GSM-7' | 'UCS-2';
	segments: number;
	/** The text, cut to the number of parts that are allowed. */
	text: string;
}

/** Units in a single message and in each part of a long one. */
export interface Room {
	gsm: readonly [whole: number, part: number];
	unicode: readonly [whole: number, part: number];
}

/** See docs/providers/clicksend.md §5. */
const smsRoom: Room = { gsm: [160, 153], unicode: [70, 67] };

/**
 * An escape pair of GSM-7 is not divided between two parts: if only one septet is left, the pair begins
 * the next part (TS 23.038 §6.2.1.1). UCS-2 is counted in units, as providers do.
 */
export function countParts(text: string, mostParts = Infinity, room = smsRoom): Parts {
	const characters = [...text];
	const gsm = characters.every((character) => cost.has(character));
	const sizeOf = (character: string) => (gsm ? (cost.get(character) ?? 1) : character.length);
	const [whole, part] = gsm ? room.gsm : room.unicode;
	let units = 0;
	/** With the septets that remain empty before an escape pair. */
	let taken = 0;
	let kept = '';
	for (const character of characters) {
		const size = sizeOf(character);
		const left = part - (taken % part);
		const wasted = gsm && size > left ? left : 0;
		if (taken + wasted + size > part * mostParts) break;
		taken += wasted + size;
		units += size;
		kept += character;
	}
	return {
		encoding: gsm ? 'GSM-7' : 'UCS-2',
		segments: units <= whole ? 1 : Math.ceil(taken / part),
		text: kept,
	};
}
