import { createHash } from 'node:crypto';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { readNumber } from '../../numbers.mts';
import { countParts } from '../../segments.mts';
import { devices, newGuid, type SmsMobileAccount } from './account.mts';
import { badRequest, resultError } from './errors.mts';
import { type Params, paramsOf } from './params.mts';
import { type Device, type SentRow } from './shapes.mts';

/**
 * Accepts local, `00`, bare and `+` numbers (observed, docs/providers/smsmobileapi.md §3), and
 * short codes. A `+` that was not encoded arrives as a blank, so the number is a bare one.
 */
function readRecipient(written: string): string | undefined {
	const text = written.trim();
	if (/^(\+|00)/.test(text)) return readNumber(text.replace(/^00/, '+'))?.e164;
	return /^\d{3,15}$/.test(text) ? text : undefined;
}

function oneOf(params: Params, name: string, allowed: readonly string[]): string {
	const value = params[name] ?? '';
	if (value === '' || allowed.includes(value)) return value;
	throw badRequest('invalid_parameter', `${name} must be one of ${allowed.join(', ')}.`);
}

interface Channels {
	sms: boolean;
	whatsApp: boolean;
}

/** An empty `sendsms` means 1; `waonly` leaves the SMS out (docs/providers/smsmobileapi.md §3). */
function channelsOf(params: Params): Channels {
	const only = oneOf(params, 'waonly', ['yes']) === 'yes';
	return {
		sms: !only && oneOf(params, 'sendsms', ['0', '1']) !== '0',
		whatsApp: only || oneOf(params, 'sendwa', ['0', '1']) === '1',
	};
}

/** Unix seconds. Milliseconds are refused: that mistake must not look like success. */
function scheduleOf({ schedule_timestamp: text = '' }: Params): number | undefined {
	if (text === '') return undefined;
	const seconds = Number(text);
	const tenYears = Date.now() / 1000 + 10 * 365 * 24 * 3600;
	if (!/^\d+$/.test(text) || seconds > tenYears) {
		throw badRequest('invalid_parameter', 'schedule_timestamp must be a Unix timestamp.');
	}
	return seconds * 1000 > Date.now() ? seconds : undefined;
}

function deviceOf({ sIdentifiant: sid = '' }: Params): Device {
	const device = sid === '' ? devices[0] : devices.find((one) => one.sid === sid);
	if (!device) {
		throw badRequest('invalid_parameter', 'sIdentifiant is not a device of the account.');
	}
	return device;
}

/** Puts the text on the recipient's phone, once per channel. */
export function deliver(account: SmsMobileAccount, row: SentRow, sendAt?: number): void {
	for (const channel of [...(row.sms ? ['sms'] : []), ...(row.whatsApp ? ['whatsapp'] : [])]) {
		const first = row.arrivals.length === 0;
		const id = first ? row.guid : `${row.guid}/${row.arrivals.length + 1}`;
		row.arrivals.push(id);
		account.world.phones.accept({
			id,
			provider: 'smsMobileApi',
			...(channel === 'whatsapp' && { channel }),
			...(channel === 'whatsapp' && row.mediaUrl !== '' && { mediaUrl: row.mediaUrl }),
			to: row.to,
			from: row.device.number,
			...countParts(row.message),
			...(sendAt && { scheduledAt: new Date(sendAt * 1000).toISOString() }),
		});
	}
}

/** The documented answer (docs/providers/smsmobileapi.md §3). */
function accepted({ guid, whatsApp, sentAt, port }: SentRow) {
	const datetime = new Date(sentAt).toISOString().replace(/\.\d+Z$/, 'Z');
	return {
		result: {
			error: 0,
			sent: '1',
			id: guid,
			note: 'sent by mobile',
			datetime,
			datetimeLocal: datetime.replace('Z', '+00:00'),
			port: port || null,
			iac_control: '1',
			iac_authorized: '1',
			send_with_whatsapp: whatsApp ? '1' : '0',
			encrypted: { status: '0' },
			trial_account: { status: '0', sms_sent: 0 },
		},
	};
}

/** What a short link looks like is not published ([unsure]): here eight characters of its hash. */
const shortened = (message: string) =>
	message.replace(
		/https?:\/\/\S+/g,
		(link) => `https://smsm.example/${createHash('sha1').update(link).digest('hex').slice(0, 8)}`,
	);

function refused(account: SmsMobileAccount, text: string, number: number, note: string) {
	const error = resultError(account.world, text, number);
	return { result: { error, sent: '0', id: '', note } };
}

function send(account: SmsMobileAccount, request: FastifyRequest) {
	const params = paramsOf(request, account.world);
	const { recipients = '', message = '' } = params;
	if (recipients === '') throw badRequest('missing_recipients', 'recipients is missing.');
	if (message === '') throw badRequest('missing_message', 'message is missing.');
	const port = oneOf(params, 'port', ['1', '2']);
	const isShort = oneOf(params, 'shorturl', ['0', '1']) === '1';
	const { url_media: mediaUrl = '' } = params;
	if (mediaUrl !== '' && !/^https:\/\/./.test(mediaUrl)) {
		throw badRequest('invalid_parameter', 'url_media must start with https://.');
	}
	oneOf(params, 'encrypt_message', ['yes']);
	const channels = channelsOf(params);
	const device = deviceOf(params);
	const sendAt = scheduleOf(params);
	// The provider refuses with HTTP 200 and an error (docs/providers/smsmobileapi.md §3).
	const to = readRecipient(recipients);
	if (to === undefined) {
		return refused(account, 'invalid_recipient', 2, 'The recipient is not a valid phone number');
	}
	if (!channels.sms && !channels.whatsApp) {
		return refused(account, 'no_channel', 3, 'Neither SMS nor WhatsApp was requested');
	}
	const row = account.remember({
		guid: newGuid(),
		to,
		message: isShort ? shortened(message) : message,
		mediaUrl,
		port,
		device,
		...channels,
		sentAt: Date.now(),
		arrivals: [],
	});
	deliver(account, row, sendAt);
	return account.world.settings.smsMobileSendAnswer === 'success'
		? { success: true, message: 'SMS sent successfully' }
		: accepted(row);
}

/** POST and GET /sendsms/: one recipient per call (docs/providers/smsmobileapi.md §3). */
export function sendRoutes(app: FastifyInstance, account: SmsMobileAccount): void {
	app.route({
		method: ['GET', 'POST'],
		url: '/sendsms/',
		handler: (request) => send(account, request),
	});
}
