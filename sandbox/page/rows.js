// Draws one message or reply. Texts are set as text, never as HTML.
import { anchorTo, linksIn } from './links.js';
import { post } from './remote.js';
import { setMarked } from './search.js';
import { setTime, shortDate } from './times.js';

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
/** States in which the carrier does not have the message. */
const beforeCarrier = ['scheduled', 'cancelled'];

export const providerName = (id) => providerNames[id] ?? id;

function stateText(message) {
	if (message.state === 'scheduled') return `Scheduled for ${shortDate(message.scheduledAt)}`;
	const name = stateNames[message.state] ?? message.state;
	return message.errorCode ? `${name} (${message.errorCode})` : name;
}

/** A link to the picture: the page itself loads nothing from other hosts. */
function mediaElement(address) {
	const link = anchorTo(address);
	link.className = 'media';
	link.textContent = address;
	return link;
}

function newMessage({ id, to }) {
	const element = clone('message-template');
	for (const button of element.querySelectorAll('[data-state]')) {
		const { state } = button.dataset;
		button.setAttribute('aria-label', `Mark ${state}: message to ${to}`);
		button.addEventListener('click', () => post('carrier', { messageId: id, state }));
	}
	return element;
}

function drawMessage(element, message, { text }) {
	const find = (selector) => element.querySelector(selector);
	const provider = providerName(message.provider);
	find('.provider').textContent = message.via ? `${provider} via Maton` : provider;
	setMarked(find('.sender'), message.from, text);
	const channel = channelNames[message.channel];
	find('.channel').hidden = channel === undefined;
	find('.channel').textContent = channel ?? '';
	setTime(find('time'), message.acceptedAt);
	setMarked(find('.bubble'), message.text, text, linksIn(message.text));
	if (message.mediaUrl) find('.bubble').append(mediaElement(message.mediaUrl));
	find('.reference').hidden = !message.reference;
	setMarked(find('.reference'), message.reference ? `Reference: ${message.reference}` : '', text);
	find('.state').textContent = stateText(message);
	find('.state').className = `state ${message.state}`;
	const parts = message.segments === 1 ? '1 part' : `${message.segments} parts`;
	find('.parts').textContent = `${parts} · ${message.encoding}`;
	find('.carrier').hidden = beforeCarrier.includes(message.state);
	for (const button of element.querySelectorAll('[data-state]')) {
		button.setAttribute('aria-pressed', String(button.dataset.state === message.state));
	}
}

function drawReply(element, reply, { text }) {
	setMarked(element.querySelector('.bubble'), reply.text, text, linksIn(reply.text));
	const reached = reply.provider && providerName(reply.provider);
	element.querySelector('.reached').textContent = reached
		? `Reply to ${reached}${reply.to ? ` · ${reply.to}` : ''}`
		: 'Reply · no provider received it';
	setTime(element.querySelector('time'), reply.at);
}

export const newRow = (item) =>
	item.kind === 'reply' ? clone('reply-template') : newMessage(item);

/** Draws a row again if anything of it has changed. */
export function drawRow(element, item, search) {
	const drawn = JSON.stringify([item, search.text]);
	if (element.drawn === drawn) return;
	element.drawn = drawn;
	if (item.kind === 'reply') drawReply(element, item, search);
	else drawMessage(element, item, search);
}
