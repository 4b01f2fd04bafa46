/** SMSMobileAPI's webhook calls, in both versions (docs/providers/smsmobileapi.md §5). */
import { createHmac } from 'node:crypto';
import {
	smsMobileV1Webhook as v1,
	smsMobileV2Webhook as v2,
} from '../../nodes/SmsMobileApi/webhook';
import {
	json,
	SECRET,
	signV2,
	v1Message,
	v2Envelope,
	v2Message,
} from '../support/webhook-signers.mts';
import { callOf, only, secretOf, withHeader } from './calls.mts';

const NOW = 1_790_000_000_000;
const SECONDS = NOW / 1000;

describe('version 2, signature', () => {
	const body = v2Message('G1');
	const good = callOf(signV2(body, SECRET, SECONDS), NOW);
	const verdict = (call: typeof good) => v2.verify(call, secretOf(SECRET)).genuine;
	const signatureOf = (text: string) =>
		`v1=${createHmac('sha256', SECRET).update(text).digest('hex')}`;

	test('covers time and body', () => expect(verdict(good)).toBe(true));

	test('every altered byte is detected', () => {
		for (let at = 0; at < body.length; at++) {
			const bytes = Buffer.from(body);
			bytes[at] = (bytes[at] ?? 0) ^ 1;
			expect(verdict({ ...good, bytes })).toBe(false);
		}
	});

	test('another time, another secret, or no secret is refused', () => {
		expect(verdict(withHeader(good, 'x-smsmobileapi-timestamp', String(SECONDS + 1)))).toBe(false);
		expect(v2.verify(good, secretOf('another')).genuine).toBe(false);
		expect(v2.verify(good, undefined).genuine).toBe(false);
	});

	test.each([
		[-301, false],
		[-300, true],
		[300, true],
		[301, false],
	])('%i s from now: %s', (offset, genuine) => {
		expect(verdict(callOf(signV2(body, SECRET, SECONDS + offset), NOW))).toBe(genuine);
	});

	test.each([
		[undefined],
		[''],
		['v1='],
		[signatureOf(`${SECONDS}.${body}`).slice(3)],
		[signatureOf(`${SECONDS}.${body}`).toUpperCase()],
		[`${signatureOf(`${SECONDS}.${body}`)}0`],
		[`v1=${'0'.repeat(64)}, ${signatureOf(`${SECONDS}.${body}`)}`],
		[`${signatureOf(`${SECONDS}.${body}`)}, ${signatureOf(`${SECONDS}.${body}`)}`],
		[signatureOf(`${SECONDS}.${body}`).replace('v1', 'v2')],
	])('the header %s is refused', (header) => {
		expect(verdict(withHeader(good, 'x-smsmobileapi-signature', header))).toBe(false);
	});

	test.each([
		[undefined],
		[''],
		['1e9'],
		[`${SECONDS}.0`],
		[`${SECONDS}, ${SECONDS}`],
		[` ${SECONDS}`],
	])('the time %s is refused', (time) =>
		expect(verdict(withHeader(good, 'x-smsmobileapi-timestamp', time))).toBe(false),
	);
});

describe('version 2, events', () => {
	const read = (body: string) => v2.read(callOf({ headers: {}, body }));

	test('sms.received', () => {
		expect(only(read(v2Message('SMS-GUID-1001', 'Can you call me back?')))).toEqual({
			id: 'SMS-GUID-1001',
			from: '+15551234567',
			to: 'office-phone-1',
			text: 'Can you call me back?',
			receivedAt: '2026-09-23T12:00:00.000Z',
			provider: 'smsMobileApi',
			inReplyTo: null,
			reference: null,
			optOut: false,
			raw: expect.objectContaining({ alias: 'Taylor' }) as object,
		});
	});

	test.each([
		['sms.api.submitted', 'queued', false],
		['sms.sent', 'sent', false],
		['sms.failed', 'failed', true],
	])('%s is a report, with its original row', (type, status, final) => {
		const [event] = read(v2Envelope(type, { guid: 'G1', error: 'No SIM' })) ?? [];
		expect(event).toMatchObject({
			kind: 'deliveryReport',
			key: `G1 ${status}`,
			undocumented: true,
			report: { messageId: 'G1', status, final, errorText: 'No SIM', raw: { guid: 'G1' } },
		});
	});

	test('a report whose data has other names is identified by the id of its event', () => {
		const [event] = read(v2Envelope('sms.failed', { reference: 'G1' }, 'E1')) ?? [];
		expect(event).toMatchObject({ key: 'E1 failed', report: { messageId: '' } });
	});

	test('whatsapp.received is a message of that channel', () => {
		const data = {
			guid: 'WA-GUID-3001',
			from: '+15559876543',
			contact_name: 'Jordan',
			message: 'Stop',
			is_voice_message: false,
			received_at: '2026-09-23T14:20:00Z',
		};
		expect(only(read(v2Envelope('whatsapp.received', data)))).toMatchObject({
			id: 'WA-GUID-3001',
			from: '+15559876543',
			to: null,
			text: 'Stop',
			channel: 'whatsapp',
			optOut: true,
			receivedAt: '2026-09-23T14:20:00.000Z',
			raw: { contact_name: 'Jordan' },
		});
	});

	const CALL = {
		guid: 'CALL-GUID-2001',
		number: '+15557654321',
		name: 'Morgan',
		duration_seconds: 0,
		device_id: 'support-phone-1',
		call_at: '2026-09-23 13:10:00',
	};

	test.each([
		['Asia/Tokyo', '2026-09-23T04:10:00.000Z'],
		['UTC', '2026-09-23T13:10:00.000Z'],
		// Without a zone: the time of the event.
		[undefined, '2026-09-23T12:00:00.000Z'],
	])('call.missed, times in %s', (zone, calledAt) => {
		const call = callOf({ headers: {}, body: v2Envelope('call.missed', CALL) });
		const events = v2.read(call, zone);
		expect(events).toMatchObject([{ kind: 'callMissed', key: 'CALL-GUID-2001 call' }]);
		expect(only(events)).toEqual({
			id: 'CALL-GUID-2001',
			from: '+15557654321',
			to: 'support-phone-1',
			name: 'Morgan',
			calledAt,
			provider: 'smsMobileApi',
			raw: CALL,
		});
	});

	test.each([
		'call.missed',
		'call.incoming',
		'whatsapp.received',
		'whatsapp.sent',
		'sms.mobile.sent',
		'email.received',
		'constructor',
	])('%s is ignored', (type) => expect(read(v2Envelope(type, { guid: 'G1' }))).toEqual([]));

	test.each([
		'',
		'[]',
		'{}',
		'"text"',
		'{"id":"1","type":"sms.received"}',
		'{"id":1,"type":"x","data":{}}',
		v2Envelope('sms.received', { guid: 'G1' }),
	])('%s is malformed', (body) => expect(read(body)).toBeUndefined());
});

describe('version 1', () => {
	test('a message whose time has no zone', () => {
		expect(only(v1.read(callOf(v1Message('abcde12345', 'TD'))))).toEqual({
			id: 'abcde12345',
			from: '+123456789',
			to: null,
			text: 'TD',
			receivedAt: null,
			provider: 'smsMobileApi',
			inReplyTo: null,
			reference: null,
			optOut: true,
			raw: expect.objectContaining({ time_received: '2025-01-20 10:14:50' }) as object,
		});
	});

	test.each([
		['2025-01-20 10:14:50', 'Europe/Paris', '2025-01-20T09:14:50.000Z'],
		['2025-07-20 10:14:50', 'Europe/Paris', '2025-07-20T08:14:50.000Z'],
		['20250120101450123', 'Asia/Kolkata', '2025-01-20T04:44:50.000Z'],
		// Shown twice: the first one. Skipped: by the offset before.
		['2025-10-26 02:30:00', 'Europe/Paris', '2025-10-26T00:30:00.000Z'],
		['2025-03-30 02:30:00', 'Europe/Paris', '2025-03-30T01:30:00.000Z'],
		['2025-02-30 10:14:50', 'Europe/Paris', null],
		['yesterday', 'Europe/Paris', null],
		['2025-01-20T10:14:50Z', 'Europe/Paris', '2025-01-20T10:14:50.000Z'],
	])('time_received %s in %s', (time, zone, receivedAt) => {
		const call = callOf(json({ number: '+1', message: '', guid: 'G', time_received: time }));
		expect(only(v1.read(call, zone))).toMatchObject({ id: 'G', receivedAt });
	});

	test('without time_received, date and hour are the time; the id does not depend on the zone', () => {
		const body = { date: '2025-01-20', hour: '10:15:00', message: 'Hi', number: '+1' };
		const [plain, zoned] = [undefined, 'UTC'].map((zone) =>
			only(v1.read(callOf(json(body)), zone)),
		);
		expect(zoned).toMatchObject({ receivedAt: '2025-01-20T10:15:00.000Z' });
		expect((zoned as { id: string }).id).toBe((plain as { id: string }).id);
	});

	test('milliseconds need no zone', () => {
		const call = callOf(json({ number: '+1', message: '', time_received: 1758628800000 }));
		expect(only(v1.read(call))).toMatchObject({ receivedAt: '2025-09-23T12:00:00.000Z' });
	});

	test('without a guid, the same message has the same id', () => {
		const idOf = (hour: string) => {
			const call = callOf(json({ date: '2025-01-20', hour, message: 'Hi', number: '+1' }));
			return (only(v1.read(call)) as { id: string }).id;
		};
		expect(idOf('10:15:00')).toBe(idOf('10:15:00'));
		expect(idOf('10:15:00')).not.toBe(idOf('10:15:01'));
	});

	test('a token in the URL, always', () => {
		const call = callOf({ ...v1Message('G1'), query: `token=${SECRET}` });
		expect(v1.verify(call, secretOf(SECRET)).genuine).toBe(true);
		expect(v1.verify(call, secretOf('another')).genuine).toBe(false);
		expect(v1.verify(callOf(v1Message('G1')), secretOf(SECRET)).genuine).toBe(false);
		expect(v1.verify(callOf(v1Message('G1')), undefined).genuine).toBe(false);
	});

	test.each([
		[undefined],
		[{}],
		[{ number: '+1' }],
		[{ message: 'Hi' }],
		[{ number: {}, message: 'Hi' }],
	])('%j is malformed', (body) => expect(v1.read({ ...callOf(json({})), body })).toBeUndefined());
});
