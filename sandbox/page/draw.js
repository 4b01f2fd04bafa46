// Draws one phone: its head, its thread, and where its replies go.
import { itemsOf, routesOf, timeOf } from './phones.js';
import { place } from './place.js';
import { post } from './remote.js';
import { drawRow, newRow, providerName } from './rows.js';
import { isEmpty, itemFits, setMarked } from './search.js';
import { dayKey, dayName } from './times.js';

const messagesPerPhone = 40;
/** Messages before the one that was found, so that it is seen in its context. */
const context = 4;

/** A hue that is always the same for a number. */
const hueOf = (number) => [...number].reduce((hue, c) => (hue * 31 + c.charCodeAt(0)) % 360, 7);

function newCard(phone) {
	const card = document.getElementById('phone-template').content.firstElementChild.cloneNode(true);
	const find = (selector) => card.querySelector(selector);
	const avatar = find('.avatar');
	avatar.textContent = phone.number.slice(-2);
	avatar.style.setProperty('--hue', String(hueOf(phone.number)));
	card.setAttribute('aria-label', `Phone ${phone.number}`);
	find('.thread').setAttribute('aria-label', `Messages of ${phone.number}`);
	find('.reply .unseen').textContent = `Reply from ${phone.number}`;
	find('select').setAttribute('aria-label', `Where replies from ${phone.number} go`);
	find('select').addEventListener('change', ({ currentTarget }) => {
		phone.route = currentTarget.value;
	});
	find('form').addEventListener('submit', (event) => {
		event.preventDefault();
		const input = event.currentTarget.elements.text;
		const text = input.value.trim();
		if (text === '') return;
		input.value = '';
		const { routes, last } = routesOf(phone);
		const route = routes.get(phone.route ?? last) ?? { to: '' };
		void post('replies', { from: phone.number, text, ...route });
	});
	return card;
}

const routeName = ({ provider, to }) => [providerName(provider), to].filter(Boolean).join(' · ');

/** Says where a reply goes; with several providers or senders, lets the user choose. */
function drawRoutes(phone) {
	const { routes, last } = routesOf(phone);
	const select = phone.card.querySelector('select');
	const only = phone.card.querySelector('.only');
	const keys = [...routes.keys()];
	select.hidden = keys.length < 2;
	only.hidden = !select.hidden;
	only.textContent = keys.length === 0 ? 'no provider yet' : routeName(routes.get(last));
	// An open list closes when its options change.
	if (JSON.stringify([...select.options].map(({ value }) => value)) !== JSON.stringify(keys)) {
		select.replaceChildren(...keys.map((key) => new Option(routeName(routes.get(key)), key)));
	}
	select.value = phone.route ?? last ?? '';
}

/** A line between the messages, made once per phone and kind. */
function noteOf(phone, key, className, text) {
	phone.notes ??= new Map();
	let note = phone.notes.get(key);
	if (!note) {
		note = document.createElement('p');
		note.className = className;
		phone.notes.set(key, note);
	}
	if (note.textContent !== text) note.textContent = text;
	return note;
}

/** The items that are shown, the newest or those around the newest that was found. */
function windowOf(items, search) {
	const newest = Math.max(0, items.length - messagesPerPhone);
	const found = isEmpty(search) ? -1 : items.findLastIndex((item) => itemFits(item, search));
	const start = found < 0 ? newest : Math.max(0, Math.min(newest, found - context));
	return { start, end: Math.min(items.length, start + messagesPerPhone) };
}

function childrenOf(phone, items, { start, end }, search) {
	phone.rows ??= new Map();
	const rows = new Map();
	const children = [];
	const note = (...given) => children.push(noteOf(phone, ...given));
	if (start > 0) note('earlier', 'earlier', `${start} earlier not shown`);
	let day;
	for (const item of items.slice(start, end)) {
		const time = timeOf(item);
		if (dayKey(time) !== day) {
			day = dayKey(time);
			note(day, 'day', dayName(time));
		}
		const row = phone.rows.get(item.id) ?? newRow(item);
		drawRow(row, item, search);
		rows.set(item.id, row);
		children.push(row);
	}
	const later = items.length - end;
	if (later > 0) note('later', 'earlier', `${later} later not shown`);
	phone.rows = rows;
	return children;
}

/** Scrolls to the end of the thread, or to the top of a last message taller than the view. */
function showNewest(thread) {
	const top = (thread.lastElementChild?.offsetTop ?? 0) - 16;
	thread.scrollTop = Math.min(top, thread.scrollHeight - thread.clientHeight);
}

/** Scrolls the thread to the newest place that was found in it; false if there is none. */
function showFound(thread) {
	const mark = [...thread.querySelectorAll('mark')].at(-1);
	if (!mark) return false;
	const distance = mark.getBoundingClientRect().top - thread.getBoundingClientRect().top;
	thread.scrollTop += distance - thread.clientHeight / 3;
	return true;
}

function summaryOf(items, search) {
	const count = items.filter(({ kind }) => kind === 'message').length;
	const messages = `${count} ${count === 1 ? 'message' : 'messages'}`;
	if (isEmpty(search)) return messages;
	return `${messages}, ${items.filter((item) => itemFits(item, search)).length} found`;
}

/**
 * Draws a phone. What has not changed stays as it is, and so does the place that the user has
 * scrolled to; who reads the end sees what arrives.
 *
 * @param freshId the message or reply that has just arrived
 */
export function fill(phone, search, freshId) {
	const isNew = phone.card === null;
	phone.card ??= newCard(phone);
	const items = itemsOf(phone);
	const thread = phone.card.querySelector('.thread');
	const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 40;
	const searched = search.text !== (phone.searched ?? '');
	phone.searched = search.text;
	place(thread, childrenOf(phone, items, windowOf(items, search), search));
	const fresh = freshId && phone.rows.get(freshId);
	if (fresh) {
		fresh.classList.add('fresh');
		flash(phone.card);
	}
	setMarked(phone.card.querySelector('.number'), phone.number, search.number);
	phone.card.querySelector('.summary').textContent = summaryOf(items, search);
	drawRoutes(phone);
	requestAnimationFrame(() => {
		if ((searched || isNew) && showFound(thread)) return;
		if (atEnd || searched || isNew) showNewest(thread);
	});
}

/** Shows for a moment which phone got something. */
function flash(card) {
	card.classList.remove('flash');
	void card.offsetWidth; // starts the animation again
	card.classList.add('flash');
}
