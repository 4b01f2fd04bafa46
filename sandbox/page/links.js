// Links in texts. Anybody can send a text, so only addresses of web pages become links.

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
/** At the end, these belong to the sentence and not to the address. */
const ENDINGS = '.,;:!?)]}';

const isWebPage = (address) => {
	try {
		return ['http:', 'https:'].includes(new URL(address).protocol);
	} catch {
		return false;
	}
};

/** The links in a text: where each one starts and ends, and its address. */
export function linksIn(text) {
	return [...text.matchAll(ADDRESS)].flatMap(({ index, 0: found }) => {
		let length = found.length;
		while (ENDINGS.includes(found[length - 1])) length--;
		const address = found.slice(0, length);
		return isWebPage(address) ? [{ start: index, end: index + length, address }] : [];
	});
}

/** An empty link that opens a new tab, which learns nothing of this page; no address, no link. */
export function anchorTo(address) {
	const anchor = document.createElement('a');
	if (isWebPage(address)) anchor.href = address;
	anchor.rel = 'noopener noreferrer';
	anchor.target = '_blank';
	return anchor;
}
