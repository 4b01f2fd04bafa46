/** ClickSend's webhook calls (docs/providers/clicksend.md §8, §11). */
import { statusOf } from '../../nodes/ClickSend/receipts';
import { clickSendWebhook as wire } from '../../nodes/ClickSend/webhook';
import { clickSendMessage, clickSendReceipt, json } from '../support/webhook-signers.mts';
import { callOf, only, secretOf } from './calls.mts';

const TOKEN = 'x'.repeat(32);

describe('token', () => {
	const verdict = (query: string, secret = secretOf(TOKEN)) =>
		wire.verify(callOf({ ...json({}), query }), secret).genuine;

	test('the registered one, and one of several', () => {
		expect(verdict(`token=${TOKEN}`)).toBe(true);
		expect(verdict(`token=${TOKEN}`, { username: '', accepted: ['other', TOKEN] })).toBe(true);
	});

	test('refuses another token, no token, and any token without an account', () => {
		for (const query of ['', 'token=', 'token=y', `token=${TOKEN}x`, `Token=${TOKEN}`]) {
			expect(verdict(query)).toBe(false);
		}
		expect(wire.verify(callOf({ ...json({}), query: `token=${TOKEN}` }), undefined).genuine).toBe(
			false,
		);
		const twice = { ...callOf(json({})), query: { token: [TOKEN, TOKEN] } };
		expect(wire.verify(twice, secretOf(TOKEN)).genuine).toBe(false);
	});
});

test('a message', () => {
	const body = clickSendMessage('C557B56E', 'STOP please');
	const events = wire.read(callOf(json(body)));
	expect(events).toMatchObject([{ kind: 'messageReceived', key: 'C557B56E' }]);
	expect(only(events)).toEqual({
		id: 'C557B56E',
		from: '+61422222222',
		to: '+61411111111',
		text: 'STOP please',
		receivedAt: '2015-07-06T09:20:07.000Z',
		provider: 'clickSend',
		inReplyTo: 'BF7AD270-0DE2-418B-B606-71D527D9C1AE',
		reference: 'order-1',
		optOut: true,
		raw: body,
	});
});

test('the format of webhook type post: other names, numbers as text, missing fields', () => {
	const form = {
		from: '+61422222222',
		sms: '+61411111111',
		message: 'Hi',
		timestamp: '1436174407',
		messageid: 'M1',
		customstring: 'order-2',
		originalmessageid: 'S1',
	};
	expect(only(wire.read(callOf(json(form))))).toMatchObject({
		id: 'M1',
		to: '+61411111111',
		receivedAt: '2015-07-06T09:20:07.000Z',
		inReplyTo: 'S1',
		reference: 'order-2',
		optOut: false,
	});
});

test('without an id, the same message gets the same id', () => {
	const idOf = (body: string) =>
		(only(wire.read(callOf(json({ from: '+61422222222', body, timestamp: 1 })))) as { id: string })
			.id;
	expect(idOf('Hi')).toBe(idOf('Hi'));
	expect(idOf('Hi')).not.toBe(idOf('Ho'));
});

test('a receipt', () => {
	const body = clickSendReceipt('BF7AD270');
	const events = wire.read(callOf(json(body)));
	expect(events).toMatchObject([{ kind: 'deliveryReport', key: 'BF7AD270 delivered' }]);
	expect(only(events)).toEqual({
		messageId: 'BF7AD270',
		to: null,
		status: 'delivered',
		final: true,
		reportedAt: '2015-09-16T05:36:35.000Z',
		provider: 'clickSend',
		reference: 'order-1',
		errorCode: null,
		errorText: null,
		raw: body,
	});
});

test.each([
	[{ status_code: 200 }, 'sent'],
	[{ status_code: '201' }, 'delivered'],
	[{ status_code: 300 }, 'delayed'],
	[{ status_code: '301' }, 'failed'],
	[{ status: 'Undelivered' }, 'failed'],
	[{ status: 'Delivered' }, 'delivered'],
	[{ status_code: 999, status: 'Delivered' }, 'delivered'],
	[{ status_code: 'constructor', status: '__proto__' }, 'unknown'],
	[{}, 'unknown'],
])('%j is %s', (receipt, status) => expect(statusOf(receipt)).toBe(status));

test.each([
	[undefined],
	['text'],
	[[]],
	[{}],
	[{ message_id: 'M1' }],
	[{ from: '+61', to: '+61' }],
])('%j is malformed', (body) => expect(wire.read({ ...callOf(json({})), body })).toBeUndefined());
