/** Max Segments and If Too Long: the text of a message within the user's limit. */
import type { OutboundMessage, TextContent } from '../message';
import { whyUcs2 } from '../text/culprit';
import { ROOM, segment, toGsm7 } from '../text/segments';
import { joinLines, type Line } from '../text/lines';
import { type Around, segmentsOf, shorten } from '../text/shorten';
import { type Draft, type Fault, fault } from './draft';

/** Characters; 255 segments of 153, the most that a phone can put together (3GPP TS 23.040 §9.2.3.24). */
export const LONGEST_TEXT = 255 * 153;

/** The number of segments that the text of a draft is shortened to; `undefined` if it never is. */
export const limitOf = ({ ifTooLong, maxSegments }: Draft): number | undefined =>
	ifTooLong === 'shorten' && maxSegments ? Math.min(maxSegments, 255) : undefined;

/** Whether a text does not fit; cheap where its length says so. */
const isLonger = (text: string, most: number, { before = '', room }: Around): boolean =>
	text.length > most * ROOM['GSM-7'].single || segmentsOf(before + text, room) > most;

/** The text of a draft as it is sent, and whether it was shortened for that. */
interface Fitted {
	readonly text: string;
	readonly tooLong?: 'shortened';
	/** As in `TextContent`. */
	readonly left?: number;
}

/**
 * Writes the text of a draft, within its limit if it is to be shortened and can be.
 *
 * @param around what its provider puts in front of it, and how it counts
 */
export function fitText(draft: Draft, around: Around = {}): Fitted {
	const { text = '', lines, smartEncoding } = draft;
	const most = limitOf(draft);
	if (draft.ending && most !== undefined) return fitBody(draft, draft.ending, most, around);
	if (lines && most !== undefined) {
		const plain = (line: Line): Line => ({ ...line, text: toGsm7(line.text) });
		const joined = joinLines(smartEncoding ? lines.map(plain) : lines, most, around);
		return joined ?? { text: lines.map((line) => line.text).join('\n') };
	}
	// What is far behind the limit is not looked at.
	const near = most === undefined ? text : text.slice(0, 2 * LONGEST_TEXT);
	const whole = smartEncoding ? toGsm7(near) : near;
	if (most === undefined || !isLonger(whole, most, around)) return { text: whole };
	const shortened = shorten(whole, most, around);
	return shortened === undefined ? { text: whole } : { text: shortened, tooLong: 'shortened' };
}

/** A text whose ending has to stay, such as a link: only what is in front of it is shortened. */
function fitBody(
	{ text = '', smartEncoding }: Draft,
	ending: string,
	most: number,
	{ before = '', room }: Around,
): Fitted {
	const body = text.slice(0, text.length - ending.length).slice(0, 2 * LONGEST_TEXT);
	const whole = smartEncoding ? toGsm7(body + ending) : body + ending;
	if (!isLonger(whole, most, { before, room })) return { text: whole };
	const end = smartEncoding ? toGsm7(ending) : ending;
	if (!whole.endsWith(end)) return { text: whole };
	// Counted in front, because characters behind a text would have to be of GSM-7.
	const shortened = shorten(whole.slice(0, whole.length - end.length), most, {
		before: before + end,
		room,
	});
	const fitted = shortened === undefined ? whole : shortened + end;
	return segmentsOf(before + fitted, room) > most
		? { text: whole }
		: { text: fitted, tooLong: 'shortened' };
}

/** The same for a text in its provider's form, which may have more in front and count in another way. */
function refit(content: TextContent, most: number, draft: Draft): TextContent | undefined {
	const { room } = content;
	const own = fitText(draft).text;
	const before = content.text.endsWith(own) ? content.text.slice(0, -own.length) : undefined;
	let fitted: Fitted;
	if (before === undefined) {
		if (draft.ending) return undefined;
		const text = shorten(content.text, most, { room });
		if (text === undefined) return undefined;
		fitted = { text, tooLong: 'shortened' };
	} else {
		fitted = fitText(draft, { before, room });
	}
	const text = (before ?? '') + fitted.text;
	const segments = segmentsOf(text, room);
	if (segments > most) return undefined;
	return { ...content, ...fitted, text, encoding: segment(text).encoding, segments };
}

const WAY_OUT = 'Shorten the text or raise Max Segments, or let If Too Long shorten or send it.';

/**
 * Refuses, shortens or lets pass a message that needs more segments in the form that its provider gave it.
 *
 * @param own what the draft has for this provider only
 */
export function withinLimit(
	message: OutboundMessage,
	general: Draft,
	own?: Partial<Draft>,
): OutboundMessage | Fault {
	const { content } = message;
	const { maxSegments, ifTooLong, smartEncoding } = general;
	if (!maxSegments || content.kind !== 'text' || content.segments <= maxSegments) return message;
	const draft = own ? { ...general, ...own } : general;
	const { text = '' } = draft;
	if (ifTooLong === 'send') {
		return { ...message, content: { ...content, tooLong: 'sentAnyway' } };
	}
	const shorter = ifTooLong === 'shorten' && refit(content, maxSegments, draft);
	if (shorter) return { ...message, content: shorter };
	// A signature is not in the text as written.
	const why = whyUcs2(text, smartEncoding) ?? whyUcs2(content.text, true);
	return fault(
		'Message',
		'content',
		`Message needs ${content.segments} ${content.encoding} segments, more than the ${maxSegments} that Max Segments allows`,
		why === undefined || content.encoding === 'GSM-7' ? WAY_OUT : `${WAY_OUT} ${why}`,
	);
}
