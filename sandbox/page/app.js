// The page that shows the phones, in the order in which they appeared.
import { fill } from './draw.js';
import { announce, forgetNews, onNews, watch } from './news.js';
import { countAll, keepAll, keepMessage, keepReply, phones } from './phones.js';
import { place } from './place.js';
import { readAll, say } from './remote.js';
import { fits, isEmpty, searchFor } from './search.js';

const phonesPerStep = 60;

const byId = (id) => document.getElementById(id);

let shown = phonesPerStep;
let search = searchFor('');

function showCounts() {
	for (const [name, count] of Object.entries(countAll())) {
		byId(`count-${name}`).textContent = count.toLocaleString();
	}
}

function showEmpty(found) {
	byId('empty').hidden = found > 0;
	const filtered = phones.size > 0;
	if (phones.size === 0) byId('accounts').open = true;
	if (found > 0) return;
	byId('empty-title').textContent = filtered ? 'No phone matches' : 'No messages yet';
	byId('empty-text').textContent = filtered
		? 'Try part of a number, a sender or a word of the text.'
		: 'Send an SMS with one of the accounts below. It appears here as soon as the provider accepts it.';
}

const found = () => [...phones.values()].filter((phone) => fits(phone, search));

/** Shows the matching phones. Every card stays where it is; new ones come last. */
function arrange() {
	const matching = found();
	const visible = matching.slice(0, shown);
	for (const phone of visible) if (!phone.card) fill(phone, search);
	place(
		byId('phones'),
		visible.map(({ card }) => card),
	);
	visible.forEach(watch);
	const more = byId('more');
	more.hidden = matching.length <= shown;
	more.textContent = `Show more (${matching.length - shown} phones)`;
	showEmpty(matching.length);
	showCounts();
}

/** Draws everything that is on the page again, for another search or other data. */
function drawAll() {
	for (const phone of phones.values()) if (phone.card) fill(phone, search);
	arrange();
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
		for (const [each, fresh] of now) if (each.card) fill(each, search, fresh);
		arrange();
		for (const [each, fresh] of now) if (fresh && fits(each, search)) announce(each);
	}, 60);
}

function forgetAll() {
	phones.clear();
	changed.clear();
	forgetNews();
	shown = phonesPerStep;
	arrange();
}

/** Events that arrive while the page loads, because what it loads may be older than they are. */
let meanwhile = null;

/** Loads the messages and replies so far, and adds what has happened since. */
async function load() {
	const missed = [];
	meanwhile = missed;
	const { messages, replies } = await readAll();
	if (meanwhile === missed) meanwhile = null;
	keepAll(messages, replies);
	for (const repeat of missed) repeat();
	drawAll();
}

function listen() {
	const events = new EventSource('/__sandbox/events');
	const on = (type, handle) =>
		events.addEventListener(type, (event) => {
			const data = JSON.parse(event.data);
			meanwhile?.push(() => handle(data));
			handle(data);
		});
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
	search = searchFor(event.currentTarget.value);
	shown = phonesPerStep;
	forgetNews(); // it may be of phones that do not match
	drawAll();
	if (!isEmpty(search)) scrollTo({ top: 0 });
});
byId('more').addEventListener('click', () => {
	shown += phonesPerStep;
	arrange();
});
onNews((phone) => {
	shown = Math.max(shown, found().indexOf(phone) + 1);
	arrange();
});
for (const code of document.querySelectorAll('[data-base]')) {
	code.textContent = location.origin + code.dataset.base;
}
listen();
