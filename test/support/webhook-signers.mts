/** Signs calls as each provider does, from its documentation and without any code of the product. */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';

/** A request from a provider. */
export interface Push {
	method?: 'GET' | 'POST';
	/** The query string, without the question mark. */
	query?: string;
	headers: Record<string, string>;
	body?: string;
}

export const SECRET = 'a-webhook-secret-of-24-ch';
export const USER = 'hook-user';

const JSON_TYPE = { 'content-type': 'application/json' };
const now = () => Math.floor(Date.now() / 1000);
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export const json = (body: unknown): Push => ({ headers: JSON_TYPE, body: JSON.stringify(body) });

/** SMSMobileAPI, version 2 (docs/providers/smsmobileapi.md §5). */
export function signV2(body: string, secret = SECRET, timestamp = now()): Push {
	const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
	return {
		headers: {
			...JSON_TYPE,
			'x-smsmobileapi-event': 'sms.received',
			'x-smsmobileapi-event-id': randomUUID(),
			'x-smsmobileapi-timestamp': String(timestamp),
			'x-smsmobileapi-signature': `v1=${signature}`,
		},
		body,
	};
}

export const v2Envelope = (type: string, data: object, id: string = randomUUID()): string =>
	JSON.stringify({
		id,
		type,
		api_version: '2026-09-22',
		created_at: '2026-09-23T12:00:01Z',
		occurred_at: '2026-09-23T12:00:00Z',
		data,
	});

export const v2Message = (guid: string, message = 'Hello'): string =>
	v2Envelope('sms.received', {
		guid,
		from: '+15551234567',
		message,
		received_at: '2026-09-23T12:00:00Z',
		alias: 'Taylor',
		device_id: 'office-phone-1',
	});

/** SMSMobileAPI, version 1. */
export const v1Message = (guid: string, message = 'Hello'): Push =>
	json({
		date: '2025-01-20',
		hour: '10:15:00',
		time_received: '2025-01-20 10:14:50',
		message,
		number: '+123456789',
		guid,
	});

/** Fields of a SUBHOOK with their signature (docs/providers/submail.md §10). */
export function subHookFields(
	fields: Record<string, string | number>,
	key = SECRET,
	token = randomBytes(16).toString('hex'),
): Record<string, string | number> {
	return { ...fields, token, signature: md5(token + key) };
}

export const delivered = (sendId: string, more: object = {}) => ({
	events: 'delivered',
	address: '13800138000',
	send_id: sendId,
	operator: '中国移动',
	location: '上海 上海',
	tag: 'order-1',
	app: '12345',
	timestamp: 1415014855,
	...more,
});

const encoded = (fields: Record<string, string | number>): string =>
	new URLSearchParams(
		Object.entries(fields).map(([name, value]) => [name, String(value)]),
	).toString();

export const asForm = (fields: Record<string, string | number>): Push => ({
	headers: { 'content-type': 'application/x-www-form-urlencoded' },
	body: encoded(fields),
});

export const asQuery = (fields: Record<string, string | number>): Push => ({
	method: 'GET',
	query: encoded(fields),
	headers: {},
});

export function asMultipart(fields: Record<string, string | number>): Push {
	const boundary = 'test-boundary';
	const parts = Object.entries(fields).map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	return {
		headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
		body: `${parts.join('')}--${boundary}--\r\n`,
	};
}

/** A callback of EngageLab's current generation (docs/providers/engagelab.md §4). */
export function signEngageLab(
	body: string,
	{ secret = SECRET, user = USER, timestamp = now(), nonce = randomBytes(8).toString('hex') } = {},
): Push {
	const signature = createHmac('sha256', secret)
		.update(`${timestamp}${nonce}${user}`)
		.digest('hex');
	return {
		headers: {
			...JSON_TYPE,
			'x-callback-id': `timestamp=${timestamp};nonce=${nonce};username=${user};signature=${signature}`,
		},
		body,
	};
}

export const statusRow = (id: string, status: string, more: object = {}) => ({
	message_id: id,
	to: '+8613800138000',
	server: 'sms',
	channel: 'sms',
	itime: 1701234567,
	custom_args: { reference: 'order-1' },
	status: {
		message_status: status,
		status_data: { msg_time: 1701234560, message_id: id },
		error_code: 0,
		...more,
	},
});

export const uplinkRow = (sid: string, body = 'Reply message content') => ({
	server: 'sms',
	itime: 1741083306,
	message_id: '0',
	business_id: '0',
	response: {
		event: 'uplink_message',
		response_data: {
			message_sid: sid,
			account_sid: 'AC1',
			from: '+1234567890',
			to: '0987654321',
			body,
		},
	},
});

export const rows = (...all: object[]): string => JSON.stringify({ total: all.length, rows: all });

/** An SMSHook of EngageLab's legacy generation (docs/providers/engagelab.md §2.6). */
export function signSmsHook(
	body: string,
	{ secret = SECRET, appKey = USER, timestamp = String(now()) } = {},
): Push {
	return {
		headers: {
			...JSON_TYPE,
			'x-smshook-timestamp': timestamp,
			'x-smshook-appkey': appKey,
			'x-smshook-signature': md5(timestamp + appKey + secret),
		},
		body,
	};
}

/** ClickSend's calls, which are unsigned (docs/providers/clicksend.md §11). */
export const clickSendMessage = (id: string, text = 'Hello', more: object = {}) => ({
	originalsenderid: '+61411111111',
	body: text,
	message: text,
	sms: '+61411111111',
	from: '+61422222222',
	to: '+61411111111',
	timestamp: 1436174407,
	message_id: id,
	original_message_id: 'BF7AD270-0DE2-418B-B606-71D527D9C1AE',
	original_body: 'Liquorice sweet roll',
	user_id: 1,
	subaccount_id: 1,
	custom_string: 'order-1',
	...more,
});

export const clickSendReceipt = (id: string, code = '201') => ({
	custom_string: 'order-1',
	error_code: '',
	error_text: '',
	message_id: id,
	message_type: 'sms',
	status: code === '201' ? 'Delivered' : 'Undelivered',
	status_code: code,
	status_text: 'Success: Message received on handset.',
	timestamp: '1442381795',
	timestamp_send: '1442381791',
	user_id: '1',
});
