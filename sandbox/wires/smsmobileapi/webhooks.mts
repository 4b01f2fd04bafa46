import { createHmac, randomUUID } from 'node:crypto';
import { type SmsMobileEvent } from '../../hook-spec.mts';
import { type Stage } from '../../stages.mts';
import { type World } from '../../world.mts';
import { type CallRow, type ReceivedRow, type SentRow } from './shapes.mts';

const wire = 'smsmobileapi';
const json = { 'Content-Type': 'application/json' };

/** `2026-09-23T12:00:01Z`: without milliseconds, as in the examples. */
const isoTime = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * V1 only reports received texts, unsigned. Its time zone is [unsure]: here UTC
 * (docs/providers/smsmobileapi.md §5).
 */
function announceV1(world: World, { at, message, number, guid }: ReceivedRow): void {
	const [date = '', hour = ''] = isoTime(Date.now()).replace('Z', '').split('T');
	const time_received = isoTime(at).replace('T', ' ').replace('Z', '');
	for (const { url } of world.hooks.of('smsMobileApiV1')) {
		world.webhooks.push({
			wire,
			event: 'sms.received',
			method: 'POST',
			url,
			headers: json,
			body: JSON.stringify({ date, hour, time_received, message, number, guid }),
			success: [200],
		});
	}
}

/** The signature header's value, over the time and the raw body (docs/providers/smsmobileapi.md §5). */
export const signatureV2 = (secret: string, timestamp: number, body: string): string =>
	`v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** V2: the event has a different id for every hook (docs/providers/smsmobileapi.md §5). */
function announceV2(world: World, type: SmsMobileEvent, occurredAt: number, data: object): void {
	for (const { url, secret, events } of world.hooks.of('smsMobileApiV2')) {
		if (events && !events.includes(type)) continue;
		const now = Date.now() + world.settings.webhookClockSkewMs;
		const timestamp = Math.floor(now / 1000);
		const id = randomUUID();
		const body = JSON.stringify({
			id,
			type,
			api_version: '2026-09-22',
			created_at: isoTime(now),
			occurred_at: isoTime(occurredAt),
			data,
		});
		world.webhooks.push({
			wire,
			event: type,
			method: 'POST',
			url,
			headers: {
				...json,
				'X-SMSMobileAPI-Event': type,
				'X-SMSMobileAPI-Event-ID': id,
				'X-SMSMobileAPI-Timestamp': String(timestamp),
				'X-SMSMobileAPI-Signature': signatureV2(secret, timestamp, body),
				'Idempotency-Key': id,
			},
			body,
			// 202, or 200 for an event that is already known (docs/providers/smsmobileapi.md §5).
			success: [200, 202],
		});
	}
}

/** Reports a call that no phone of the account answered; its time has no zone ([unsure], here UTC). */
export function announceMissed(world: World, { guid, number, name, device, at }: CallRow): void {
	announceV2(world, 'call.missed', at, {
		guid,
		number,
		name,
		duration_seconds: 0,
		device_id: device.sid,
		call_at: isoTime(at).replace('T', ' ').replace('Z', ''),
	});
}

/** Reports a text that a phone of the account received. */
export function announceReceived(world: World, row: ReceivedRow): void {
	if (row.whatsApp) {
		announceV2(world, 'whatsapp.received', row.at, {
			guid: row.guid,
			data_id: `${row.id}`,
			from: row.number,
			contact_name: null,
			message: row.message,
			is_voice_message: false,
			// [unsure] No example has media: the field of a send (docs/providers/smsmobileapi.md §5).
			...(row.media !== undefined && { url_media: row.media }),
			received_at: isoTime(row.at),
		});
		return;
	}
	announceV1(world, row);
	announceV2(world, 'sms.received', row.at, {
		guid: row.guid,
		from: row.number,
		message: row.message,
		received_at: isoTime(row.at),
		alias: null,
		device_id: row.device.sid,
	});
}

/** There is no event for a delivered text: a phone only knows that it sent it. */
const eventsOf: Record<Stage, readonly SmsMobileEvent[]> = {
	accepted: ['sms.api.submitted'],
	sent: ['sms.sent', 'sms.mobile.sent'],
	delivered: [],
	undelivered: ['sms.failed'],
};

/**
 * Reports a text that the account sent. The data of these events is not published ([unsure],
 * docs/providers/smsmobileapi.md §5): here the GUID under its name in the log, the number and the
 * phone.
 */
export function announceSent(world: World, row: SentRow, stage: Stage, errorCode?: string): void {
	const data = {
		[world.settings.smsMobileGuidField]: row.guid,
		to: row.to,
		device_id: row.device.sid,
		...(stage === 'undelivered' && { error: errorCode ?? 'GENERIC_FAILURE' }),
	};
	for (const event of eventsOf[stage]) announceV2(world, event, Date.now(), data);
}
