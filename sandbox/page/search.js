// The search: what fits, and the marks around what was found.
import { anchorTo } from './links.js';

/** Lower case without a change of length, so that positions in it are positions in the text. */
const fold = (text) =>
	Array.from({ length: text.length }, (_, index) => {
		const lower = text[index].toLowerCase();
		return lower.length === 1 ? lower : text[index];
	}).join('');

/** A search as typed; `number` is the same without the blanks of a phone number. */
export function searchFor(typed) {
	const text = fold(typed.trim());
	return { text, number: text.replaceAll(' ', '') };
}

export const isEmpty = ({ text }) => text === '';

const has = (value, wanted) => fold(value ?? '').includes(wanted);

export const numberFits = (phone, { number }) => has(phone.number, number);

/** Whether a message or reply has what is searched for in a text that the page shows. */
export const itemFits = (item, { text }) =>
	has(item.text, text) ||
	(item.kind === 'message' && (has(item.from, text) || has(item.reference, text)));

export const fits = (phone, search) =>
	isEmpty(search) ||
	numberFits(phone, search) ||
	[...phone.items.values()].some((item) => itemFits(item, search));

/** The places where `wanted` is in a text, as [start, end]. */
function placesOf(text, wanted) {
	const places = [];
	const folded = wanted === '' ? '' : fold(text);
	for (let at = folded.indexOf(wanted); wanted !== '' && at >= 0;) {
		places.push([at, at + wanted.length]);
		at = folded.indexOf(wanted, at + wanted.length);
	}
	return places;
}

/** Cuts a text into pieces, one after the other, with a mark around every place that was found. */
function cutter(text, wanted) {
	const places = placesOf(text, wanted);
	let next = 0;
	return (start, end) => {
		const parts = [];
		let at = start;
		for (; next < places.length && places[next][0] < end; next++) {
			const [from, to] = places[next];
			const mark = document.createElement('mark');
			mark.textContent = text.slice(Math.max(from, at), Math.min(to, end));
			parts.push(text.slice(at, Math.max(from, at)), mark);
			at = Math.min(to, end);
			if (to > end) break; // the rest of it is in the next piece
		}
		parts.push(text.slice(at, end));
		return parts;
	};
}

/**
 * Sets the text of an element, with a mark around every place where `wanted` is.
 *
 * @param links from linksIn(), for those in the text
 */
export function setMarked(element, text, wanted, links = []) {
	const cut = cutter(text, wanted);
	const children = [];
	let end = 0;
	for (const link of links) {
		children.push(...cut(end, link.start));
		const anchor = anchorTo(link.address);
		anchor.append(...cut(link.start, link.end));
		children.push(anchor);
		end = link.end;
	}
	element.replaceChildren(...children, ...cut(end, text.length));
}
