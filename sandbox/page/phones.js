// What the page knows: the phones with their messages and replies.

/**
 * number → { number, items: Map(id → message or reply), card, route }, in the order of the page.
 * A phone keeps its place there: what arrives never moves the conversation under the mouse.
 */
export const phones = new Map();

function phoneOf(number) {
	let phone = phones.get(number);
	if (!phone) {
		phone = { number, items: new Map(), card: null, route: null };
		phones.set(number, phone);
	}
	return phone;
}

/** Keeps a message or a reply; returns its phone. */
function keep(number, item) {
	const phone = phoneOf(number);
	phone.items.set(item.id, item);
	return phone;
}

export const keepMessage = (message) => keep(message.to, { ...message, kind: 'message' });
export const keepReply = (reply) => keep(reply.from, { ...reply, kind: 'reply' });
export const timeOf = (item) => item.acceptedAt ?? item.at;

/** Text order, which for ISO times is chronological; equal times keep their order of arrival. */
const byText = (a, b) => Number(a > b) - Number(a < b);

/** Replaces all messages and replies. New phones come after known ones, the newest first. */
export function keepAll(messages, replies) {
	for (const phone of phones.values()) phone.items.clear();
	const numbers = [
		...messages.map((message) => [timeOf(message), message.to]),
		...replies.map((reply) => [timeOf(reply), reply.from]),
	];
	for (const [, number] of numbers.sort(([a], [b]) => byText(b, a))) phoneOf(number);
	messages.forEach(keepMessage);
	replies.forEach(keepReply);
	for (const phone of phones.values()) if (phone.items.size === 0) phones.delete(phone.number);
}

export const itemsOf = (phone) =>
	[...phone.items.values()].sort((a, b) => byText(timeOf(a), timeOf(b)));

/**
 * Where a reply of this phone can go: each sender that texted it, and each number that it texted.
 * `last` is the one of the newest message.
 */
export function routesOf(phone) {
	const routes = new Map();
	let last = null;
	for (const { kind, provider, from, to, state } of itemsOf(phone)) {
		if (!provider || state === 'scheduled' || state === 'cancelled') continue;
		const route = { provider, to: kind === 'message' ? from : to };
		const key = JSON.stringify(route);
		routes.set(key, route);
		if (kind === 'message' || last === null) last = key;
	}
	return { routes, last };
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
