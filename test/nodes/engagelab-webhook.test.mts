/** Callbacks and SMSHook (docs/providers/engagelab.md §2.5, §2.6, §4). */
import { smsHook } from '../../nodes/EngageLabSms/smsHook';
import { parseExact } from '../../nodes/EngageLabSms/exactJson';
import { engageLabWebhook as wire } from '../../nodes/EngageLabSms/webhook';
import {
	rows,
	SECRET,
	signEngageLab,
	signSmsHook,
	statusRow,
	uplinkRow,
	USER,
} from '../support/webhook-signers.mts';
import { callOf, only, secretOf, withHeader } from './calls.mts';
import { stopwatch } from '../support/patience.mts';

const NOW = 1_790_000_000_000;
const SECONDS = NOW / 1000;
const KEYS = secretOf(SECRET, USER);
const BODY = rows(statusRow('1', 'sent'));

describe('callback, signature', () => {
	const good = callOf(signEngageLab(BODY, { timestamp: SECONDS, nonce: 'n0nce' }), NOW);
	const header = String(good.headers['x-callback-id']);
	const verdict = (value: string | undefined, keys = KEYS) =>
		wire.verify(withHeader(good, 'x-callback-id', value), keys).genuine;

	test('covers time, nonce and user, and is valid for one body', () => {
		expect(wire.verify(good, KEYS)).toEqual({ genuine: true, token: `${SECONDS}n0nce${USER}` });
		expect(verdict(header.replaceAll(';', '; '))).toBe(true);
	});

	test.each([
		[undefined],
		[''],
		[header.replace('n0nce', 'n1nce')],
		[header.replace(String(SECONDS), String(SECONDS + 1))],
		[header.replace(`username=${USER}`, 'username=other')],
		// The same characters, split differently.
		[
			header.replace(
				`nonce=n0nce;username=${USER}`,
				`nonce=n0nce${USER[0]};username=${USER.slice(1)}`,
			),
		],
		[header.toUpperCase()],
		[header.slice(0, -1)],
		[`${header}0`],
		[`${header}, ${header}`],
		[`${header};nonce=x`],
	])('%s is refused', (value) => expect(verdict(value)).toBe(false));

	test('another secret or another user is refused', () => {
		expect(verdict(header, secretOf('another', USER))).toBe(false);
		expect(verdict(header, secretOf(SECRET, 'another'))).toBe(false);
	});

	test.each([
		[-301, false],
		[-300, true],
		[300, true],
		[301, false],
	])('%i s from now: %s', (offset, genuine) => {
		const call = callOf(signEngageLab(BODY, { timestamp: SECONDS + offset }), NOW);
		expect(wire.verify(call, KEYS).genuine).toBe(genuine);
	});

	test('without a secret, nothing is genuine: without signatures, the trigger asks for a token instead', () => {
		expect(wire.verify(callOf({ headers: {}, body: BODY }), undefined).genuine).toBe(false);
	});
});

describe('callback, rows', () => {
	const read = (body: string) => wire.read(callOf({ headers: {}, body }));

	test('a status', () => {
		expect(only(read(rows(statusRow('123', 'sent'))))).toEqual({
			messageId: '123',
			to: '+8613800138000',
			status: 'sent',
			final: false,
			reportedAt: '2023-11-29T05:09:20.000Z',
			provider: 'engageLabSms',
			reference: 'order-1',
			errorCode: null,
			errorText: null,
			raw: statusRow('123', 'sent'),
		});
	});

	test.each([
		['plan', 'queued'],
		['target_valid', 'queued'],
		['target_invalid', 'failed'],
		['sent', 'sent'],
		['sent_failed', 'failed'],
		['sent_fail', 'failed'],
		['delivered', 'delivered'],
		['delivered_failed', 'failed'],
		['something_new', 'unknown'],
		['constructor', 'unknown'],
	])('%s is %s', (word, status) => {
		const more = { error_code: 4001, error_detail: { message: 'Unreachable' } };
		expect(only(read(rows(statusRow('1', word, more))))).toMatchObject({
			status,
			errorCode: '4001',
			errorText: 'Unreachable',
		});
	});

	test('an uplink message', () => {
		expect(only(read(rows(uplinkRow('SM1234567890', 'Stop'))))).toEqual({
			id: 'SM1234567890',
			from: '+1234567890',
			to: '0987654321',
			text: 'Stop',
			receivedAt: '2025-03-04T10:15:06.000Z',
			provider: 'engageLabSms',
			inReplyTo: null,
			reference: null,
			optOut: true,
			raw: uplinkRow('SM1234567890', 'Stop'),
		});
	});

	test('ids beyond 2^53, without quotes', () => {
		const body = rows(statusRow('ID', 'sent')).replaceAll('"ID"', '1972492621368553472');
		expect(only(read(body))).toMatchObject({ messageId: '1972492621368553472' });
	});

	test('several rows; an unreadable one does not hide the others', () => {
		const odd = { message_id: '9', status: {} };
		const all = rows(statusRow('1', 'sent'), odd, uplinkRow('SM1'), statusRow('1', 'delivered'));
		expect(read(all)?.map(({ key }) => key)).toEqual([
			'1 +8613800138000 sent',
			'SM1',
			'1 +8613800138000 delivered',
		]);
		expect(read(rows(odd))).toBeUndefined();
	});

	test('notifications, system events and one-time codes are ignored', () => {
		const none = [
			{ server: 'sms', itime: 1, notification: { event: 'insufficient_balance' } },
			{ server: 'sms', itime: 1, system_event: { event: 'x', data: {} } },
			...['verified', 'verified_failed', 'verified_timeout'].map((word) => statusRow('1', word)),
		];
		expect(read(rows(...none))).toEqual([]);
		expect(read(rows())).toEqual([]);
	});

	test.each(['[]', '"x"', '{"total":1}', '{"rows":{}}', '{"rows":[1]}', 'x'])(
		'%s is malformed',
		(body) => expect(read(body)).toBeUndefined(),
	);
});

test.each(['', ' ', '{}', "''", '""'])('saving the URL posts %j', (body) => {
	const call = callOf({ headers: {}, body });
	expect(wire.isPing?.(call)).toBe(true);
	expect(smsHook.isPing?.(call)).toBe(true);
	expect(wire.isPing?.(callOf({ headers: {}, body: BODY }))).toBe(false);
});

test('invalid JSON and long strings are handled quickly', () => {
	const watch = stopwatch();
	expect(parseExact(`"${'\\"'.repeat(500_000)}`)).toBeUndefined();
	expect(parseExact(`"${'\\"x'.repeat(300_000)}"`)).toBe('"x'.repeat(300_000));
	expect(watch.spent()).toBeLessThan(2_000);
});

describe('SMSHook', () => {
	const good = callOf(signSmsHook('{}', { timestamp: String(SECONDS) }), NOW);
	const verdict = (call: typeof good, keys = KEYS) => smsHook.verify(call, keys).genuine;
	const read = (body: unknown) => smsHook.read(callOf({ headers: {}, body: JSON.stringify(body) }));

	test('signature over time and app key, in seconds and in milliseconds', () => {
		// Valid for more than one call: all calls within one second share it.
		expect(smsHook.verify(good, KEYS)).toEqual({ genuine: true });
		expect(verdict(callOf(signSmsHook('{}', { timestamp: String(NOW) }), NOW))).toBe(true);
		for (const timestamp of [String(SECONDS - 301), String(SECONDS + 301), '', '12', 'x']) {
			expect(verdict(callOf(signSmsHook('{}', { timestamp }), NOW))).toBe(false);
		}
		expect(verdict(withHeader(good, 'x-smshook-appkey', 'other'))).toBe(false);
		expect(verdict(withHeader(good, 'x-smshook-signature', '0'.repeat(32)))).toBe(false);
		expect(verdict(withHeader(good, 'x-smshook-signature'))).toBe(false);
		expect(verdict(good, secretOf('another', USER))).toBe(false);
		expect(verdict(good, secretOf(SECRET, 'another'))).toBe(false);
	});

	test.each([
		[1, 'sent'],
		['2', 'delivered'],
		[3, 'queued'],
		[4, 'failed'],
		[5, 'failed'],
		['delivrd', 'unknown'],
	])('status %j is %s, always with the original row', (status, expected) => {
		const row = { sms_id: 'S1', phone: '+886987654321', status, sub_status: 'X1' };
		expect(read(row)).toMatchObject([
			{
				kind: 'deliveryReport',
				key: `S1 ${status}`,
				undocumented: true,
				report: {
					messageId: 'S1',
					to: '+886987654321',
					status: expected,
					errorCode: 'X1',
					raw: row,
				},
			},
		]);
	});

	test('several rows, under a name or not; replies; rows without known fields', () => {
		const two = [
			{ sms_id: 'S1', status: 2 },
			{ id: 'R1', phone: '886987654321', content: '退订' },
		];
		for (const body of [two, { rows: two }, { data: two }]) {
			expect(read(body)).toMatchObject([
				{ kind: 'deliveryReport', report: { messageId: 'S1' } },
				{
					kind: 'messageReceived',
					key: 'R1',
					message: { from: '+886987654321', text: '退订', optOut: true },
				},
			]);
		}
		expect(read({ event: 'x' })).toMatchObject([
			{ report: { messageId: '', status: 'unknown', raw: { event: 'x' } } },
		]);
		expect(read([1])).toBeUndefined();
		expect(read('x')).toBeUndefined();
	});
});
