/** Every wire, for any input: it accepts or refuses, and everything it reads has the shape of an event. */
import fc from 'fast-check';
import { PROVIDERS } from '../../nodes/providers';
import { SECRET, USER } from '../support/webhook-signers.mts';
import { callOf, contentOf, secretOf } from './calls.mts';

const WIRES = PROVIDERS.flatMap(({ provider, webhooks }) =>
	Object.entries(webhooks?.variants ?? {}).map(([variant, { wire }]) => ({
		name: `${provider.id} ${variant}`,
		provider: provider.id,
		wire,
	})),
);

/** Names that wires look for, so that generated calls pass the first checks. */
const NAMES = [
	'id',
	'type',
	'data',
	'rows',
	'status',
	'response',
	'message',
	'number',
	'guid',
	'from',
]
	.concat(['body', 'message_id', 'status_code', 'events', 'address', 'send_id', 'content', 'event'])
	.concat([
		'message_status',
		'response_data',
		'timestamp',
		'itime',
		'sms_id',
		'phone',
		'text',
		'to',
	])
	.concat(['status_data', 'error_detail', 'custom_args', 'token', 'signature', 'time_received']);

const value = fc.letrec((tie) => ({
	any: fc.oneof(
		{ maxDepth: 4, depthSize: 'small' },
		fc.constantFrom<unknown>(
			'sms.received',
			'call.missed',
			'sms.sent',
			'mo',
			'delivered',
			'uplink_message',
			'',
		),
		fc.constantFrom<unknown>('constructor', '__proto__', 'toString', null, true, 0, -1, 1e308),
		fc.string(),
		fc.integer(),
		fc.double(),
		fc.array(tie('any'), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 8 }),
	),
})).any;

const headers = fc.dictionary(
	fc.constantFrom('x-callback-id', 'x-smshook-timestamp', 'x-smshook-signature', 'content-type'),
	fc.string(),
);

test('every provider with webhooks has its wires', () => {
	expect(WIRES.map(({ name }) => name)).toEqual([
		'clickSend default',
		'engageLabSms current',
		'engageLabSms legacy',
		'smsMobileApi v1',
		'smsMobileApi v2',
		'submail default',
	]);
});

describe.each(WIRES)('$name', ({ wire, provider }) => {
	test('reads anything', () => {
		fc.assert(
			fc.property(value, (body) => {
				const text = JSON.stringify(body);
				const call = { ...callOf({ headers: {}, body: text }), body: JSON.parse(text) as unknown };
				const events = wire.read(call);
				// The same call gives the same events: repeats are recognised by their content.
				expect(wire.read(call)).toEqual(events);
				for (const event of events ?? []) {
					expect(wire.kinds).toContain(event.kind);
					expect(event.key).not.toBe('');
					expect(contentOf(event).provider).toBe(provider);
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	test('accepts no forged call as genuine', () => {
		fc.assert(
			fc.property(value, headers, (body, given) => {
				const call = { ...callOf({ headers: given, body: '' }), body };
				expect(wire.verify(call, secretOf(SECRET, USER)).genuine).toBe(false);
			}),
			{ numRuns: 1_000 },
		);
	});
});
