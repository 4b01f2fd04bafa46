// What the page knows: the phones with their messages and replies.

/** number → { number, items: Map(id → message or reply), last, card } */
export const phones = new Map();

function phoneOf(number) {
	let phone = phones.get(number);
	if (!phone) {
		phone = { number, items: new Map(), last: '', card: null };
		phones.set(number, phone);
	}
	return phone;
}

/** Keeps a message or a reply; returns its phone. */
function keep(number, item) {
	const phone = phoneOf(number);
	phone.items.set(item.id, item);
	const time = item.acceptedAt ?? item.at;
	if (time > phone.last) phone.last = time;
	return phone;
}

export const keepMessage = (message) => keep(message.to, { ...message, kind: 'message' });
export const keepReply = (reply) => keep(reply.from, { ...reply, kind: 'reply' });
const timeOf = (item) => item.acceptedAt ?? item.at;

/** Text order, which for ISO times is chronological; equal times keep their order of arrival. */
const byText = (a, b) => Number(a > b) - Number(a < b);

export const itemsOf = (phone) =>
	[...phone.items.values()].sort((a, b) => byText(timeOf(a), timeOf(b)));

export const newestFirst = () => [...phones.values()].sort((a, b) => byText(b.last, a.last));

export function fits(phone, filter) {
	if (filter === '') return true;
	if (phone.number.replaceAll(' ', '').includes(filter.replaceAll(' ', ''))) return true;
	return [...phone.items.values()].some((item) =>
		`${item.from}\n${item.text}\n${item.reference ?? ''}`.toLowerCase().includes(filter),
	);
}

/** The counts in the header. */
export function countAll() {
	const counts = { phones: phones.size, messages: 0, delivered: 0, undelivered: 0, replies: 0 };
	for (const phone of phones.values()) {
		for (const item of phone.items.values()) {
			if (item.kind === 'reply') counts.replies++;
			else {
				counts.messages++;
				if (item.state in counts) counts[item.state]++;
			}
		}
	}
	return counts;
}
