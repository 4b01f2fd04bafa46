// Times as the page shows them, in the language and time zone of the browser.

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

export const shortDate = (iso) => dayAndTime.format(new Date(iso));

/** Shows the time of day; the date and the time zone are in the tooltip. */
export function setTime(element, iso) {
	element.dateTime = iso;
	element.textContent = clock.format(new Date(iso));
	element.title = full.format(new Date(iso));
}

/** The same for all times of one local day. */
export const dayKey = (iso) => new Date(iso).toDateString();

/** The heading of a day: Today, Yesterday, or its date. */
export function dayName(iso) {
	const daysAgo = (days) => {
		const date = new Date();
		date.setDate(date.getDate() - days);
		return date.toDateString();
	};
	if (dayKey(iso) === daysAgo(0)) return 'Today';
	if (dayKey(iso) === daysAgo(1)) return 'Yesterday';
	return dayOnly.format(new Date(iso));
}
