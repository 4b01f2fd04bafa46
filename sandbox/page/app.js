// The page that shows the phones, newest first.
import { fill } from './draw.js';
import { countAll, fits, keepMessage, keepReply, newestFirst, phones } from './phones.js';
import { readAll, say } from './remote.js';

const phonesPerStep = 60;

const byId = (id) => document.getElementById(id);

let shown = phonesPerStep;
let filter = '';

function showCounts() {
	for (const [name, count] of Object.entries(countAll())) {
		byId(`count-${name}`).textContent = count.toLocaleString();
	}
}

function showEmpty(found) {
	byId('empty').hidden = found > 0;
	if (found > 0) return;
	const filtered = phones.size > 0;
	byId('empty-title').textContent = filtered ? 'No phone matches' : 'No messages yet';
	byId('accounts').hidden = filtered;
	byId('empty-text').textContent = filtered
		? 'Try part of a number, a sender or a word of the text.'
		: 'Send an SMS with one of these credentials. It appears here as soon as the provider accepts it.';
}

/** Shows the matching phones in order. Cards stay the same elements, so they keep the focus. */
function arrange() {
	const found = newestFirst().filter((phone) => fits(phone, filter));
	const visible = found.slice(0, shown);
	const container = byId('phones');
	const drawn = [];
	for (const phone of visible) {
		if (!phone.card) fill(phone);
		drawn.push(phone.card);
	}
	const wanted = new Set(drawn);
	for (const card of [...container.children]) if (!wanted.has(card)) card.remove();
	drawn.forEach((card, index) => {
		const there = container.children[index];
		// Moving the card that the user is typing in would take the focus away.
		if (there !== card && !card.contains(document.activeElement)) {
			container.insertBefore(card, there ?? null);
		} else if (!card.isConnected) container.append(card);
	});
	const more = byId('more');
	more.hidden = found.length <= shown;
	more.textContent = `Show more (${found.length - shown} phones)`;
	showEmpty(found.length);
	showCounts();
}

let changed = new Map();
let waiting = false;

/** Draws once for a burst of events: a bulk send causes a thousand of them. */
function touch(phone, freshId) {
	changed.set(phone, freshId ?? changed.get(phone));
	if (waiting) return;
	waiting = true;
	setTimeout(() => {
		waiting = false;
		const now = changed;
		changed = new Map();
		for (const [each, fresh] of now) if (each.card) fill(each, fresh);
		arrange();
	}, 60);
}

function forgetAll() {
	phones.clear();
	changed.clear();
	shown = phonesPerStep;
	byId('phones').replaceChildren();
	arrange();
}

/** Loads the messages and replies so far; events that arrive meanwhile repeat or add to them. */
async function load() {
	const { messages, replies } = await readAll();
	phones.clear();
	byId('phones').replaceChildren();
	for (const message of messages) keepMessage(message);
	for (const reply of replies) keepReply(reply);
	arrange();
}

function listen() {
	const events = new EventSource('/__sandbox/events');
	const on = (type, handle) =>
		events.addEventListener(type, (event) => handle(JSON.parse(event.data)));
	events.addEventListener('open', () => {
		say('Live', 'on');
		void load();
	});
	events.addEventListener('error', () => say('Not connected', 'off'));
	on('message', ({ message }) => touch(keepMessage(message), message.id));
	on('state', ({ message }) => touch(keepMessage(message)));
	on('reply', ({ reply }) => touch(keepReply(reply), reply.id));
	on('reset', forgetAll);
}

byId('filter').addEventListener('input', (event) => {
	filter = event.currentTarget.value.trim().toLowerCase();
	shown = phonesPerStep;
	arrange();
});
byId('more').addEventListener('click', () => {
	shown += phonesPerStep;
	arrange();
});
for (const code of document.querySelectorAll('[data-base]')) {
	code.textContent = location.origin + code.dataset.base;
}
listen();
