/** Names the character for which a text is sent as UCS-2, which halves the room of a segment. */
import { plainText, segment, septets, toGsm7 } from './segments';

interface Culprit {
	readonly character: string;
	/** From 1, in characters as Unicode counts them (code points). */
	readonly position: number;
}

/** The first character of a text that is not in the GSM-7 alphabet and that `isMeant`. */
function firstOf(text: string, isMeant: (character: string) => boolean): Culprit | undefined {
	let position = 0;
	for (const character of text) {
		position++;
		if (septets(character) === undefined && isMeant(character)) return { character, position };
	}
	return undefined;
}

/** What cannot be shown by itself: marks, blanks, and what nobody sees. */
const UNSEEN = /^[\p{M}\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;

function nameOf({ character, position }: Culprit): string {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	const shown = UNSEEN.test(character) ? `U+${code}` : `“${character}” (U+${code})`;
	return `${shown} at character ${position}`;
}

/**
 * Says which character of a text makes it UCS-2, and whether Smart Encoding would help, as whole
 * sentences; `undefined` if the text is GSM-7. Takes linear time.
 *
 * @param isSmart Smart Encoding is on already
 */
export function whyUcs2(text: string, isSmart = false): string | undefined {
	const first = firstOf(text, () => true);
	if (!first) return undefined;
	const says = `${nameOf(first)} makes the text UCS-2, so that a segment has room for 70 characters instead of 160`;
	if (isSmart) {
		const stays = firstOf(text, isLasting);
		return stays && stays.position !== first.position
			? `${says}; Smart Encoding cannot replace ${nameOf(stays)}.`
			: `${says}.`;
	}
	const plain = toGsm7(text);
	if (plain !== text && septets(plain) !== undefined) {
		const { segments } = segment(plain);
		return `${says}. Smart Encoding, under Options, would replace it: the text then needs ${segments} ${segments === 1 ? 'segment' : 'segments'}.`;
	}
	const stays = isLasting(first.character) ? undefined : firstOf(text, isLasting);
	return stays ? `${says}, and so does ${nameOf(stays)}.` : `${says}.`;
}

/** Whether Smart Encoding has no equivalent for a character. */
const isLasting = (character: string): boolean => septets(plainText(character)) === undefined;
