import {
	carrierOf,
	expectedMessages,
	FAILURE,
	findDeliveryFaults,
	labelled,
} from '../../demo/delivered.mts';

const NUMBERS = ['+61411111111', '+61422222222'];
const arrived = expectedMessages(FAILURE, NUMBERS);
const delivered = { delivery: { status: 'delivered' }, attempts: [] };
const called = { channel: 'call', attempts: [{ provider: 'clickSend', outcome: 'accepted' }] };
const faults = (messages: typeof arrived, items: unknown[]) =>
	findDeliveryFaults(FAILURE, NUMBERS, messages, items);

test('each phone gets a text through each provider, and the second one a call', () => {
	expect(labelled(arrived)).toEqual([
		{ to: NUMBERS[0], text: 'DOWN db-2: Disk full (sms through smsMobileApi)' },
		{ to: NUMBERS[0], text: 'DOWN db-2: Disk full (sms through clickSend)' },
		{ to: NUMBERS[1], text: 'DOWN db-2: Disk full (sms through smsMobileApi)' },
		{ to: NUMBERS[1], text: 'DOWN db-2: Disk full (sms through clickSend)' },
		{ to: NUMBERS[1], text: 'DOWN db-2: Disk full (voice through clickSend)' },
	]);
	expect(arrived.map((message) => carrierOf(message, NUMBERS))).toEqual([
		...['undelivered', 'delivered', 'undelivered', 'undelivered', 'undelivered'],
	]);
});

test('all well', () => {
	expect(faults(arrived, [delivered, called])).toEqual([]);
});

test('a call that was not made, a text too many, and a wrong output are reported', () => {
	expect(faults(arrived.slice(0, -1), [delivered, called])).toEqual([
		'did not arrive: +61422222222 “DOWN db-2: Disk full (voice through clickSend)”',
	]);
	expect(faults([...arrived, ...arrived.slice(0, 1)], [delivered, called])).toEqual([
		'arrived more than once: +61411111111 “DOWN db-2: Disk full (sms through smsMobileApi)”',
	]);
	expect(faults(arrived, [called, called])).toEqual([
		'not told as delivered: clickSend: accepted (no details)',
	]);
	expect(faults(arrived, [delivered])).toEqual(['Send SMS tells of 1 messages instead of 2']);
});
