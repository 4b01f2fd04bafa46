/** SUBHOOK (docs/providers/submail.md §10). */
import { subHook } from '../../nodes/Submail/webhook';
import {
	asForm,
	asQuery,
	delivered,
	json,
	SECRET,
	subHookFields,
} from '../support/webhook-signers.mts';
import { callOf, only, secretOf } from './calls.mts';

const VECTOR = {
	...delivered('093c0a7df143c087d6cba9cdf0cf3738'),
	token: '067ef7e2f286a9a56eabb07dc9657852',
	signature: '61bc33e46c8329ed51c264a0b0f700bb',
};

describe('signature', () => {
	const key = secretOf('my_subhook_key');

	test('the documented vector', () => {
		const genuine = { genuine: true, token: VECTOR.token };
		expect(subHook.verify(callOf(json(VECTOR)), key)).toEqual(genuine);
		expect(subHook.verify(callOf(asForm(VECTOR)), key)).toEqual(genuine);
		expect(subHook.verify(callOf(asQuery(VECTOR)), key)).toEqual(genuine);
	});

	test.each([
		{ token: VECTOR.token.replace('0', '1') },
		{ token: '' },
		{ token: undefined },
		{ token: [VECTOR.token, VECTOR.token] },
		{ token: `${VECTOR.token} ` },
		{ signature: VECTOR.signature.replace('6', '7') },
		{ signature: VECTOR.signature.toUpperCase() },
		{ signature: VECTOR.signature.slice(1) },
		{ signature: undefined },
		{ signature: [VECTOR.signature] },
	])('%j is refused', (change) => {
		const body = { ...VECTOR, ...change };
		expect(subHook.verify({ ...callOf(json({})), body }, key).genuine).toBe(false);
	});

	test('another key, or none', () => {
		expect(subHook.verify(callOf(json(VECTOR)), secretOf(SECRET)).genuine).toBe(false);
		expect(subHook.verify(callOf(json(VECTOR)), undefined).genuine).toBe(false);
	});
});

const read = (fields: Record<string, string | number>) =>
	subHook.read(callOf(json(subHookFields(fields))));

test('a report, without its proof fields', () => {
	expect(only(read(delivered('S1')))).toEqual({
		messageId: 'S1',
		to: '+8613800138000',
		status: 'delivered',
		final: true,
		reportedAt: '2014-11-03T11:40:55.000Z',
		provider: 'submail',
		reference: 'order-1',
		errorCode: null,
		errorText: null,
		raw: delivered('S1'),
	});
});

test.each([
	['request', 'queued'],
	['sending', 'sent'],
	['delivered', 'delivered'],
	['dropped', 'failed'],
	['unknown', 'unknown'],
	['unkown', 'unknown'],
])('%s is %s', (events, status) => {
	const told = only(read(delivered('S1', { events, report: 'MK:0012' })));
	expect(told).toMatchObject({ status, errorCode: 'MK:0012' });
});

test('a reply, domestic and international', () => {
	const mo = {
		events: 'mo',
		address: '13800138000',
		app: 12345,
		content: '退订',
		timestamp: 1415014855,
	};
	expect(only(read(mo))).toMatchObject({
		from: '+8613800138000',
		to: null,
		text: '退订',
		receivedAt: '2014-11-03T11:40:55.000Z',
		optOut: true,
	});
	expect(only(read({ ...mo, address: '+61411111111' }))).toMatchObject({ from: '+61411111111' });
});

test.each([
	['R', true],
	['r ❤️', true],
	['拒收请回复R', true],
	['R U there', false],
])('the reply %j is an opt-out: %p', (content, optOut) => {
	const mo = { events: 'mo', address: '13800138000', app: 12345, content, timestamp: 1415014855 };
	expect(only(read(mo))).toMatchObject({ optOut });
});

test('a reply has the same id with another token, and as a form', () => {
	const mo = {
		events: 'mo',
		address: '13800138000',
		app: 12345,
		content: 'Hi',
		timestamp: 1415014855,
	};
	const [one, other, form] = [
		read(mo),
		read(mo),
		subHook.read(callOf(asForm(subHookFields(mo)))),
	].map((events) => events?.[0]?.key);
	expect(other).toBe(one);
	expect(form).toBe(one);
	expect(read({ ...mo, timestamp: 1415014856 })?.[0]?.key).not.toBe(one);
});

test('template events are ignored; a call without an event is malformed', () => {
	expect(read({ events: 'template_accept', template_id: 'T' })).toEqual([]);
	expect(read({ address: '13800138000' })).toBeUndefined();
	expect(read({ events: 'delivered', address: '13800138000' })).toBeUndefined();
	expect(read({ events: 'mo', address: '13800138000' })).toBeUndefined();
});
