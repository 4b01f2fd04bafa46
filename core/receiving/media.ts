/** The files of received messages (MMS, WhatsApp): where they are. Opening them is up to the trigger. */

/** More than carriers and WhatsApp put into one message. */
const MOST_FILES = 10;
const LONGEST_URL = 4000;

/** An address that can be opened without more than itself: no user name, and nothing but http(s). */
function isOpenable(address: string): boolean {
	if (address.length > LONGEST_URL || !URL.canParse(address)) return false;
	const { protocol, username, password } = new URL(address);
	return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** The addresses of files among the values of fields; each once, and nothing else. */
export function mediaUrls(...values: readonly unknown[]): string[] {
	const texts = values.flat().filter((value) => typeof value === 'string');
	const urls = texts.map((text) => text.trim()).filter(isOpenable);
	return [...new Set(urls)].slice(0, MOST_FILES);
}

/** `https` only: links in a text. */
const LINK = /https:\/\/[^\s"'<>]+/gi;
const AFTER_LINK = '.,;:!?)]';

/** The web addresses in a text, without the punctuation behind them. */
export function linksIn(text: string): string[] {
	return [...text.matchAll(LINK)].map(([link]) => {
		let end = link.length;
		while (AFTER_LINK.includes(link[end - 1] ?? ' ')) end--;
		return link.slice(0, end);
	});
}
