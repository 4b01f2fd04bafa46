// Draws one phone. Texts are set through textContent, never as HTML.
import { itemsOf } from './phones.js';
import { post } from './remote.js';

const messagesPerPhone = 40;

const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const providerNames = {
	clickSend: 'ClickSend',
	engageLabSms: 'EngageLab',
	goToneSms: 'GoTone',
	smsMobileApi: 'SMSMobileAPI',
	submail: 'SUBMAIL',
};
const channelNames = { mms: 'MMS', voice: 'Call', whatsapp: 'WhatsApp' };
const stateNames = {
	queued: 'Queued',
	scheduled: 'Scheduled',
	sent: 'With the carrier',
	delivered: 'Delivered',
	undelivered: 'Undelivered',
	cancelled: 'Cancelled',
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function setTime(element, iso) {
	element.dateTime = iso;
	element.textContent = clock.format(new Date(iso));
	element.title = dayAndTime.format(new Date(iso));
}

function stateText(message) {
	if (message.state === 'scheduled') {
		return `Scheduled for ${dayAndTime.format(new Date(message.scheduledAt))}`;
	}
	const name = stateNames[message.state] ?? message.state;
	return message.errorCode ? `${name} (${message.errorCode})` : name;
}

/** A link to the picture: the page itself loads nothing from other hosts. */
function mediaElement(address) {
	const link = document.createElement('a');
	link.className = 'media';
	link.textContent = address;
	if (/^https?:/.test(address)) link.href = address;
	link.rel = 'noreferrer';
	link.target = '_blank';
	return link;
}

function messageElement(message) {
	const element = clone('message-template');
	const find = (selector) => element.querySelector(selector);
	const provider = providerNames[message.provider] ?? message.provider;
	find('.provider').textContent = message.via ? `${provider} via Maton` : provider;
	find('.sender').textContent = message.from;
	const channel = channelNames[message.channel];
	if (channel) find('.channel').textContent = channel;
	else find('.channel').remove();
	setTime(find('time'), message.acceptedAt);
	find('.bubble').textContent = message.text;
	if (message.mediaUrl) find('.bubble').append(mediaElement(message.mediaUrl));
	if (message.reference) find('.bubble').title = `Reference: ${message.reference}`;
	find('.state').textContent = stateText(message);
	find('.state').classList.add(message.state);
	const parts = message.segments === 1 ? '1 part' : `${message.segments} parts`;
	find('.parts').textContent = `${parts} · ${message.encoding}`;
	const atCarrier = ['sent', 'queued'].includes(message.state);
	if (!atCarrier) find('.carrier').remove();
	for (const button of element.querySelectorAll('[data-state]')) {
		button.setAttribute('aria-label', `Mark as ${button.dataset.state}: message to ${message.to}`);
		button.addEventListener('click', () =>
			post('carrier', { messageId: message.id, state: button.dataset.state }),
		);
	}
	return element;
}

function replyElement(reply) {
	const element = clone('reply-template');
	element.querySelector('.bubble').textContent = reply.text;
	setTime(element.querySelector('time'), reply.at);
	return element;
}

/** A hue that is always the same for a number. */
const hueOf = (number) => [...number].reduce((hue, c) => (hue * 31 + c.charCodeAt(0)) % 360, 7);

function newCard(phone) {
	const card = clone('phone-template');
	const avatar = card.querySelector('.avatar');
	avatar.textContent = phone.number.slice(-2);
	avatar.style.setProperty('--hue', String(hueOf(phone.number)));
	card.setAttribute('aria-label', `Phone ${phone.number}`);
	card.querySelector('.number').textContent = phone.number;
	card.querySelector('.thread').setAttribute('aria-label', `Messages of ${phone.number}`);
	card.querySelector('.reply .unseen').textContent = `Reply from ${phone.number}`;
	card.querySelector('form').addEventListener('submit', (event) => {
		event.preventDefault();
		const input = event.currentTarget.elements.text;
		const text = input.value.trim();
		if (text === '') return;
		input.value = '';
		// A reply goes to the sender of the last message.
		const last = itemsOf(phone).findLast(({ kind }) => kind === 'message');
		void post('replies', { from: phone.number, to: last?.from ?? '', text });
	});
	return card;
}

/** Scrolls to the end of the thread, or to the top of a last message taller than the view. */
function showNewest(thread) {
	const top = thread.lastElementChild.offsetTop - 16;
	thread.scrollTop = Math.min(top, thread.scrollHeight - thread.clientHeight);
}

/** Draws the whole thread again: a card is small, and a full redraw is never stale. */
export function fill(phone, freshId) {
	phone.card ??= newCard(phone);
	const items = itemsOf(phone);
	const thread = phone.card.querySelector('.thread');
	const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 40;
	const rows = items.slice(-messagesPerPhone).map((item) => {
		const element = item.kind === 'reply' ? replyElement(item) : messageElement(item);
		if (item.id === freshId) element.classList.add('fresh');
		return element;
	});
	const hidden = items.length - rows.length;
	if (hidden > 0) {
		const note = document.createElement('p');
		note.className = 'earlier';
		note.textContent = `${hidden} earlier not shown`;
		rows.unshift(note);
	}
	thread.replaceChildren(...rows);
	const count = items.filter(({ kind }) => kind === 'message').length;
	phone.card.querySelector('.summary').textContent =
		`${count} ${count === 1 ? 'message' : 'messages'}`;
	if (atEnd || freshId) requestAnimationFrame(() => showNewest(thread));
}
