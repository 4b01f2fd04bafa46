import fc from 'fast-check';
import { type PlanContext } from '../../../core/planning/content';
import { type Draft, fault } from '../../../core/planning/draft';
import { type Recipient, recipientText } from '../../../core/message';
import { type FailureClass } from '../../../core/outcome';
import {
	type Entry,
	holdBack,
	isPlanned,
	plan,
	type Planned,
	type PreparingAccount,
	type Refused,
} from '../../../core/planning/plan';
import { type Capabilities, type SmsProvider } from '../../../core/provider';
import { readWritten } from '../../../core/text/written';
import { provider } from '../sending/fakes.mts';

const NOW = new Date('2030-01-01T00:00:00Z');

const context: PlanContext = { now: NOW };

const CARRIER: SmsProvider = {
	...provider('carrier'),
	displayName: 'Carrier',
};

/** A provider with one custom rule. */
const target = (capabilities: Partial<Capabilities> = {}, id = 'carrier'): PreparingAccount => ({
	provider: { ...CARRIER, id, capabilities: { ...CARRIER.capabilities, ...capabilities } },
	account: {
		prepare: (messages) =>
			messages.map((message) =>
				(message.from?.length ?? 0) > 15
					? fault('From', 'invalidSender', 'From is too long', 'Shorten it.')
					: message,
			),
	},
});

/** A draft with recipients as users and expressions write them. */
type Loose = Omit<Draft, 'to'> & { readonly to?: unknown };

const drafted = ({ to, ...draft }: Loose): Draft => ({ ...draft, to: readWritten(to) });

const planOne = (draft: Partial<Loose>, capabilities?: Partial<Capabilities>): Entry[] =>
	plan(
		[drafted({ item: 0, to: '+61411111111', text: 'Hello', ...draft })],
		[target(capabilities)],
		context,
	);

function planned(entries: readonly Entry[]): Planned[] {
	expect(entries.filter((entry) => !isPlanned(entry))).toEqual([]);
	return entries.filter(isPlanned);
}

function refused(entries: readonly Entry[]): Refused[] {
	expect(entries.filter(isPlanned)).toEqual([]);
	return entries.filter((entry): entry is Refused => !isPlanned(entry));
}

const number = (e164: string, country: string): Recipient => ({ kind: 'number', e164, country });

const numbers = (entries: readonly Entry[]) =>
	entries.map((entry) => {
		if (!isPlanned(entry)) return `refused: ${entry.failure.class}`;
		return recipientText(entry.message.to);
	});

const A = '+61411111111';
const B = '+61422222222';
const US = '+14055555555';

describe('a message', () => {
	it('has everything it needs to be sent', () => {
		const [entry] = planned(
			planOne({
				to: '0411 111 111',
				text: 'Grüße',
				from: '+61 422 222 222',
				reference: ' my ref ',
				source: 'test',
				sendAt: new Date('2030-01-02T00:00:00Z'),
				defaultCountry: 'au',
			}),
		);
		expect(entry).toEqual({
			index: 0,
			item: 0,
			duplicates: 0,
			passedOver: [],
			stops: [{ provider: 'carrier', message: entry?.message }],
			message: {
				index: 0,
				to: { kind: 'number', e164: A, country: 'AU' },
				content: { kind: 'text', text: 'Grüße', encoding: 'GSM-7', segments: 1 },
				from: B,
				sendAt: new Date('2030-01-02T00:00:00Z'),
				reference: ' my ref ',
				source: 'test',
			},
		});
	});

	it('omits what is not given', () => {
		const empty = { from: ' ', reference: '', source: undefined, sendAt: undefined };
		const [entry] = planned(planOne({ ...empty, maxSegments: 0 }));
		expect(entry?.message).toMatchObject({
			from: undefined,
			reference: undefined,
			source: undefined,
			sendAt: undefined,
		});
	});

	it.each([
		[' Acme ', 'Acme'],
		['+61 422 222 222', B],
		// Short codes and numeric names: no country code is added.
		['12345', '12345'],
		['0422222222', '0422222222'],
		['0061422222222', '0061422222222'],
		['61422222222', '61422222222'],
		['+1', '+1'],
	])('from %j gets the sender %j', (from, sender) => {
		for (const defaultCountry of [undefined, 'AU', 'DE']) {
			expect(planned(planOne({ from, defaultCountry }))[0]?.message.from).toBe(sender);
		}
	});

	it('counts the segments of the text as sent', () => {
		const text = `${'a'.repeat(100)}…`;
		expect(planned(planOne({ text }))[0]?.message.content).toMatchObject({
			text,
			encoding: 'UCS-2',
			segments: 2,
		});
		expect(planned(planOne({ text, smartEncoding: true }))[0]?.message.content).toMatchObject({
			text: `${'a'.repeat(100)}...`,
			encoding: 'GSM-7',
			segments: 1,
		});
	});

	it('keeps a text that Smart Encoding cannot improve', () => {
		const text = '“Привет”…';
		expect(planned(planOne({ text, smartEncoding: true }))[0]?.message.content).toMatchObject({
			text,
		});
	});

	it('may have as many segments as Max Segments allows', () => {
		expect(planned(planOne({ text: 'a'.repeat(306), maxSegments: 2 }))).toHaveLength(1);
		const [entry] = refused(planOne({ text: 'a'.repeat(307), maxSegments: 2 }));
		expect(entry).toMatchObject({
			parameter: 'Message',
			failure: {
				class: 'content',
				message: 'Message needs 3 GSM-7 segments, more than the 2 that Max Segments allows',
			},
		});
		// Smart Encoding is applied first.
		expect(
			planned(planOne({ text: `${'a'.repeat(158)}’`, maxSegments: 1, smartEncoding: true })),
		).toHaveLength(1);
	});
});

describe('recipients', () => {
	const cases: Array<[name: string, to: unknown, expected: string[]]> = [
		['one', A, [A]],
		['commas', `${A},${B}, ${US}`, [A, B, US]],
		['semicolons', `${A};${B} ; ${US}`, [A, B, US]],
		['new lines of any kind', `${A}\r${B}\r\n${US}\n`, [A, B, US]],
		['all together, with nothing between some', `,, ${A};\n;, ${B},`, [A, B]],
		['a list', [A, B], [A, B]],
		['a list of lists and texts', [A, [`${B},${US}`]], [A, B, US]],
		['in the order written', [US, B, A], [US, B, A]],
		['empty entries of a list are ignored', [A, '', ' ', '\n'], [A]],
		['the same number twice', `${A},${B},${A}`, [A, B]],
		['the same number in two forms', `${A}, 0411 111 111, 0061 411 111 111`, [A]],
		['numbers', 411111111, [A]],
		['a list of numbers', [61411111111, 61422222222], [A, B]],
		['an invalid one between valid ones', `${A},abc,${B}`, [A, 'refused: invalidRecipient', B]],
		['the same invalid one twice', 'abc,abc', Array<string>(2).fill('refused: invalidRecipient')],
		['an empty text', '', ['refused: invalidRecipient']],
		['only separators', ' ,;\n', ['refused: invalidRecipient']],
		['an empty list', [], ['refused: invalidRecipient']],
		['a list of empty lists', [[], [[]]], ['refused: invalidRecipient']],
		['null', null, ['refused: invalidRecipient']],
		['undefined', undefined, ['refused: invalidRecipient']],
		['an object', { to: A }, ['refused: invalidRecipient']],
		['true', true, ['refused: invalidRecipient']],
		['NaN', NaN, ['refused: invalidRecipient']],
		['an object in a list', [A, {}, B], [A, 'refused: invalidRecipient', B]],
	];

	it.each(cases)('%s', (_, to, expected) => {
		expect(numbers(planOne({ to, defaultCountry: 'AU' }))).toEqual(expected);
	});

	it('record how often they were repeated', () => {
		const entries = planned(planOne({ to: [A, B, A, '+61 411 111 111', B] }));
		expect(entries.map(({ duplicates }) => duplicates)).toEqual([2, 1]);
	});

	it('are repeated if another item has them', () => {
		const draft = { to: [A], text: 'Hello' };
		const entries = planned(
			plan(
				[
					{ item: 0, ...draft },
					{ item: 1, ...draft },
				],
				[target()],
				context,
			),
		);
		expect(numbers(entries)).toEqual([A, A]);
		expect(entries.map(({ item, duplicates }) => [item, duplicates])).toEqual([
			[0, 0],
			[1, 0],
		]);
	});

	it('can be a contact list', () => {
		expect(numbers(planOne({ listId: ' 428 ' }))).toEqual(['list:428']);
		expect(numbers(planOne({ listId: '428', to: A }))).toEqual(['list:428']);
		for (const listId of ['', ' ']) {
			const [entry] = refused(planOne({ listId }));
			expect(entry).toMatchObject({
				parameter: 'Contact List',
				failure: { class: 'invalidRecipient', message: 'Contact List is empty' },
			});
		}
	});

	const problems: Array<[to: string, country: string | undefined, words: string]> = [
		['abc', undefined, 'To: "abc" is not a phone number'],
		['0411 111 111', undefined, 'To: "0411****11" has no country'],
		['+999123456', undefined, 'To: "+999****56" starts with a country code that does not exist'],
		['+1405', undefined, 'To: "+1405" is too short'],
		['0411 111 111 0422 222 222', 'AU', 'To: "0411**************22" is too long'],
		[
			'+61411111111 x5',
			'AU',
			'To: "+614******11 x5" has an extension, which cannot receive a text',
		],
		['+354 1234 5678', undefined, 'To: "+354******78" is not a valid number in its country'],
	];

	it.each(problems)('%j with %s: %s', (to, defaultCountry, words) => {
		const [entry] = refused(planOne({ to, defaultCountry }));
		expect(entry).toMatchObject({
			parameter: 'To',
			failure: { class: 'invalidRecipient', message: words },
		});
		expect(entry?.failure.hint).toMatch(/\.$/);
		expect(entry?.written).toBe(to);
	});
});

describe('faults', () => {
	const cases: Array<
		[name: string, draft: Partial<Draft>, parameter: string, kind: FailureClass, words: string]
	> = [
		['empty text', { text: '' }, 'Message', 'content', 'Message is empty'],
		['blank text', { text: ' \n ' }, 'Message', 'content', 'Message is empty'],
		['no text', { text: undefined }, 'Message', 'content', 'Message is empty'],
		[
			'half an emoji',
			{ text: 'a\uD83D' },
			'Message',
			'content',
			'Message contains half of a character (a lone surrogate)',
		],
		[
			'past date',
			{ sendAt: new Date('2029-12-31T23:59:59Z') },
			'Send At',
			'content',
			'Send At is in the past (2029-12-31T23:59:59.000Z)',
		],
		[
			'now',
			{ sendAt: NOW },
			'Send At',
			'content',
			'Send At is in the past (2030-01-01T00:00:00.000Z)',
		],
		['sender', { from: 'a'.repeat(16) }, 'From', 'invalidSender', 'From is too long'],
		[
			'unknown country',
			{ defaultCountry: 'XX' },
			'Default Country',
			'configuration',
			'Default Country "XX" is not a country code',
		],
		[
			'a number as country',
			{ defaultCountry: '+61411111111' },
			'Default Country',
			'configuration',
			'Default Country "+614******11" is not a country code',
		],
	];

	it.each(cases)('%s', (_, draft, parameter, kind, message) => {
		const [entry, ...others] = refused(planOne(draft));
		expect(others).toEqual([]);
		expect(entry).toMatchObject({
			parameter,
			to: { kind: 'number', e164: A },
			failure: { class: kind, message },
		});
		expect(entry?.failure.hint).toMatch(/\.$/);
	});

	it('of a provider that cannot schedule have the class configuration', () => {
		const capabilities = { schedule: false };
		const [entry] = refused(planOne({ sendAt: new Date('2031-01-01') }, capabilities));
		expect(entry).toMatchObject({
			parameter: 'Send At',
			failure: { class: 'configuration', message: 'Carrier cannot send at a later time' },
		});
		expect(planned(planOne({ sendAt: undefined }, capabilities))).toHaveLength(1);
	});

	it('of the text affect every recipient of the item, faults of a recipient only that recipient', () => {
		const entries = planOne({ to: [A, 'abc', B], text: '' });
		expect(refused(entries).map(({ parameter, to, written }) => [parameter, to, written])).toEqual([
			['Message', number(A, 'AU'), undefined],
			['To', undefined, 'abc'],
			['Message', number(B, 'AU'), undefined],
		]);
	});

	it('of one item do not affect the others', () => {
		const fault = {
			parameter: 'Parameters',
			failure: { class: 'content', code: 'EXPRESSION', message: 'Broken' },
		} as const;
		const entries = plan(
			[
				{ item: 0, to: [A], text: 'Hello' },
				{ item: 1, to: [B], text: 'Hello', fault },
				{ item: 2, to: [A, B], text: 'Hello' },
			],
			[target()],
			context,
		);
		expect(entries.map(({ index, item }) => [index, item])).toEqual([
			[0, 0],
			[1, 1],
			[2, 2],
			[3, 2],
		]);
		expect(entries[1]).toEqual({ index: 1, item: 1, ...fault });
		expect(entries.filter(isPlanned).map(({ message }) => message.index)).toEqual([0, 2, 3]);
	});
});

describe('holdBack', () => {
	it('changes nothing if all are valid', () => {
		const entries = planOne({ to: [A, B] });
		expect(holdBack(entries)).toEqual(entries);
		expect(holdBack([])).toEqual([]);
	});

	it.each([
		['abc', 'Held back, because another message is not valid'],
		['abc,def', 'Held back, because 2 other messages are not valid'],
	])('holds back the valid ones because of %j', (bad, message) => {
		const entries = planOne({ to: `${A},${bad},${B}` });
		const held = refused(holdBack(entries));
		expect(held.map(({ index, item }) => [index, item])).toEqual(
			entries.map(({ index, item }) => [index, item]),
		);
		expect(held.slice(1, -1)).toEqual(entries.slice(1, -1));
		for (const [entry, to] of [
			[held[0], A],
			[held.at(-1), B],
		] as const) {
			expect(entry).toMatchObject({
				to: number(to, 'AU'),
				parameter: 'Require All Valid',
				failure: { class: 'configuration', code: 'HELD_BACK', message },
			});
		}
	});
});

describe('plan, for any drafts', () => {
	const SECRET = 'the words of this text';
	const number = fc
		.tuple(
			fc.constantFrom('+61', '+1', '+49', '0', '', '00', '+999'),
			fc.stringMatching(/^\d{3,12}$/),
		)
		.map(([prefix, digits]) => prefix + digits);
	const grouped = number.map((value) => value.replace(/(\d{3})(?=\d)/g, '$1 '));
	const recipient = fc.oneof(
		fc.constantFrom<unknown>(A, B, US, '', null, undefined, {}, [], true, 61411111111),
		fc.oneof(number, grouped),
		fc.array(fc.oneof(number, grouped), { maxLength: 3 }).map((list) => list.join(', ')),
		fc.array(fc.oneof(number, fc.constant<unknown>({})), { maxLength: 3 }),
		number.map((value) => `${value} x12`),
		number.map((value) => `call ${value} please`),
	);
	const draft = fc.record(
		{
			to: recipient,
			listId: fc.constantFrom('428', '', ' 5 '),
			text: fc.constantFrom(SECRET, `${SECRET}\uD83D`, SECRET.repeat(20), '', undefined),
			from: fc.oneof(fc.constantFrom('Acme', '', 'much too long a name'), number),
			reference: fc.constantFrom('r', ''),
			sendAt: fc.constantFrom(new Date('2031-01-01'), new Date('2020-01-01'), undefined),
			defaultCountry: fc.constantFrom('AU', 'US', 'DE', 'XX'),
			maxSegments: fc.nat(3),
			smartEncoding: fc.boolean(),
		},
		{ requiredKeys: ['to', 'text'] },
	);
	const drafts = fc
		.array(draft, { maxLength: 6 })
		.map((list) => list.map((one, item): Draft => drafted({ item, ...one })));

	it('has at least one entry per item, in order and numbered', () => {
		fc.assert(
			fc.property(drafts, fc.boolean(), (list, all) => {
				const entries = all
					? holdBack(plan(list, [target()], context))
					: plan(list, [target()], context);
				expect(entries.map(({ index }) => index)).toEqual([...entries.keys()]);
				const items = entries.map(({ item }) => item);
				expect(items).toEqual([...items].sort((a, b) => a - b));
				expect([...new Set(items)]).toEqual([...list.keys()]);
				for (const entry of entries.filter(isPlanned)) {
					expect(entry.message.index).toBe(entry.index);
					expect(entry.message.content).toMatchObject({ segments: expect.any(Number) as number });
					expect(entry.stops).toHaveLength(1);
				}
				if (all) expect([0, entries.length]).toContain(entries.filter(isPlanned).length);
			}),
			{ numRuns: 300 },
		);
	});

	it('never sends to the same recipient twice within an item', () => {
		fc.assert(
			fc.property(drafts, (list) => {
				const sent = plan(list, [target()], context)
					.filter(isPlanned)
					.map(({ item, message: { to } }) => JSON.stringify([item, to]));
				expect(new Set(sent).size).toBe(sent.length);
			}),
			{ numRuns: 300 },
		);
	});

	it('reports a fault without the text and without a complete number', () => {
		fc.assert(
			fc.property(drafts, (list) => {
				for (const entry of holdBack(plan(list, [target()], context))) {
					if (isPlanned(entry)) continue;
					const { parameter, failure } = entry;
					for (const told of [parameter, failure.message, failure.hint ?? '']) {
						expect(told).not.toContain(SECRET);
						// The only number that hints show is ClickSend's test number.
						const digits = told.replace('+61411111111', '').replace(/20\d\d-\d\d-\d\d\S*/g, '');
						expect(digits.replace(/[\s().-]/g, '')).not.toMatch(/\d{7,}/);
					}
				}
			}),
			{ numRuns: 300 },
		);
	});
});
