// The search: what fits, and the marks around what was found.

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

/** Sets the text of an element, with a mark around every place where `wanted` is. */
export function setMarked(element, text, wanted) {
	const folded = wanted === '' ? '' : fold(text);
	const parts = [];
	let end = 0;
	for (let at = folded.indexOf(wanted); wanted !== '' && at >= 0;) {
		const mark = document.createElement('mark');
		mark.textContent = text.slice(at, at + wanted.length);
		parts.push(text.slice(end, at), mark);
		end = at + wanted.length;
		at = folded.indexOf(wanted, end);
	}
	element.replaceChildren(...parts, text.slice(end));
}
