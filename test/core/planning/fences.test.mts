/** Limits to where messages may go, and to what a run may cost. */
import fc from 'fast-check';
import { applyFences, type Fences, readAllowed } from '../../../core/planning/fences';
import { type Recipient, recipientText } from '../../../core/message';
import { type Entry, isPlanned, type Planned } from '../../../core/planning/plan';
import { parsePhone } from '../../../core/text/phone';

const NUMBERS = ['+61411111111', '+61422222222', '+4917612345678', '+85291234567', '+14155552671'];

const recipient = (written: string): Recipient => {
	const phone = parsePhone(written);
	return phone.ok
		? { kind: 'number', e164: phone.e164, country: phone.country }
		: { kind: 'shortCode', digits: written };
};

const planned = (index: number, item: number, to: Recipient, segments = 1): Planned => {
	const content = { kind: 'text', text: 'x', encoding: 'GSM-7', segments } as const;
	const message = { index, to, content };
	return { index, item, message, stops: [], passedOver: [], duplicates: 0 };
};

const entries = (...all: Array<[item: number, to: string, segments?: number]>): Planned[] =>
	all.map(([item, to, segments], index) => planned(index, item, recipient(to), segments));

const NONE: Fences = { countries: [], recipients: [] };

/** What is still planned, and the parameters that refused the rest. */
const outcome = (all: readonly Entry[], fences: Partial<Fences>) =>
	applyFences(all, { ...NONE, ...fences }).map((entry) =>
		isPlanned(entry) ? recipientText(entry.message.to) : entry.parameter,
	);

test('without limits, nothing changes', () => {
	const all = entries([0, '+61411111111'], [1, '12345']);
	expect(applyFences(all, NONE)).toBe(all);
});

describe('Allowed Countries', () => {
	const countries = ['AU', 'DE'];

	test.each([
		['+61411111111', true],
		['+4917612345678', true],
		['+85291234567', false],
		['+14155552671', false],
		// A short code belongs to no country.
		['12345', false],
	])('%s: %j', (to, isAllowed) => {
		expect(outcome(entries([0, to]), { countries })).toEqual([
			isAllowed ? to : 'Allowed Countries',
		]);
	});
});

describe('Allowed Recipients', () => {
	const allow = (...written: string[]) => written.map((one) => readAllowed(one) ?? 'unreadable');

	test.each([
		['+61411111111', ['+61411111111'], true],
		['+61411111111', ['+61 411 111 111'], true],
		['+61411111111', ['0061411*'], true],
		['+61411111111', ['+61'], true],
		['+61411111111', ['+61422*', '+614111'], true],
		['+61411111111', ['+61422222222'], false],
		['+61411111111', ['+49'], false],
		// Digits without a plus are a short code, never a beginning.
		['+61411111111', ['6141'], false],
		['12345', ['12345'], true],
		['12345', ['123'], false],
	])('%s with %j: %j', (to, written, isAllowed) => {
		expect(outcome(entries([0, to]), { recipients: allow(...written) })).toEqual([
			isAllowed ? to : 'Allowed Recipients',
		]);
	});

	test.each(['Bob', '+', '*', '+0', '0411111111111', '+6141111111111111', '12', ''])(
		'%j is neither a number nor the beginning of one',
		(entry) => {
			expect(readAllowed(entry)).toBeUndefined();
		},
	);
});

test('an item with too many recipients is refused as a whole, the others are not', () => {
	const all = entries([0, NUMBERS[0]!], [0, NUMBERS[1]!], [0, NUMBERS[2]!], [1, NUMBERS[3]!]);
	expect(outcome(all, { mostPerItem: 2 })).toEqual([
		...Array<string>(3).fill('Max Recipients per Item'),
		NUMBERS[3],
	]);
	expect(outcome(all, { mostPerItem: 3 })).toEqual(NUMBERS.slice(0, 4));
});

test('a run with too many recipients is refused as a whole; the same one counts once', () => {
	const all = entries([0, NUMBERS[0]!], [1, NUMBERS[0]!], [2, NUMBERS[1]!]);
	expect(outcome(all, { mostPerRun: 2 })).toEqual([NUMBERS[0], NUMBERS[0], NUMBERS[1]]);
	expect(outcome(all, { mostPerRun: 1 })).toEqual(Array<string>(3).fill('Max Recipients per Run'));
});

test('messages that are not allowed do not count for the run', () => {
	const all = entries([0, '+61411111111'], [1, '+85291234567']);
	expect(outcome(all, { countries: ['AU'], mostPerRun: 1 })).toEqual([
		'+61411111111',
		'Allowed Countries',
	]);
});

test('segments in total', () => {
	const all = entries([0, NUMBERS[0]!, 3], [1, NUMBERS[1]!, 2]);
	expect(outcome(all, { mostSegments: 5 })).toEqual(NUMBERS.slice(0, 2));
	expect(outcome(all, { mostSegments: 4 })).toEqual(Array<string>(2).fill('Max Segments in Total'));
});

test.each<[keyof Fences, Partial<Fences>, string]>([
	['countries', { countries: ['AU'] }, 'Allowed Countries'],
	['recipients', { recipients: ['+61'] }, 'Allowed Recipients'],
	['mostPerItem', { mostPerItem: 5 }, 'Max Recipients per Item'],
	['mostPerRun', { mostPerRun: 5 }, 'Max Recipients per Run'],
	['mostSegments', { mostSegments: 5 }, 'Max Segments in Total'],
])('a contact list cannot be checked: %s', (_, fences, parameter) => {
	const list = planned(0, 0, { kind: 'list', listId: '7' });
	expect(outcome([list], fences)).toEqual([parameter]);
});

test('what is left is always within the limits, and nothing else was refused', () => {
	const message = fc.tuple(
		fc.integer({ min: 0, max: 3 }),
		fc.constantFrom(...NUMBERS),
		fc.integer({ min: 1, max: 3 }),
	);
	const limits = fc.record(
		{
			countries: fc.subarray(['AU', 'DE', 'HK', 'US']),
			recipients: fc.subarray(['+61', '+4917', '+85291234567']),
			mostPerItem: fc.integer({ min: 1, max: 4 }),
			mostPerRun: fc.integer({ min: 1, max: 4 }),
			mostSegments: fc.integer({ min: 1, max: 12 }),
		},
		{ requiredKeys: ['countries', 'recipients'] },
	);
	fc.assert(
		fc.property(fc.array(message, { maxLength: 8 }), limits, (all, fences) => {
			const before = entries(...all);
			const after = applyFences(before, fences);
			expect(after.map(({ index, item }) => [index, item])).toEqual(
				before.map(({ index, item }) => [index, item]),
			);
			const left = after.filter(isPlanned);
			const tos = left.map((one) => recipientText(one.message.to));
			for (const { message: one } of left) {
				if (one.to.kind !== 'number') throw new Error('All are numbers');
				const { e164, country } = one.to;
				if (fences.countries.length > 0) expect(fences.countries).toContain(country);
				const isListed = fences.recipients.some((start) => e164.startsWith(start));
				expect(fences.recipients.length === 0 || isListed).toBe(true);
			}
			expect(new Set(tos).size).toBeLessThanOrEqual(fences.mostPerRun ?? Infinity);
			for (const item of [0, 1, 2, 3]) {
				const own = left.filter((one) => one.item === item);
				expect(own.length).toBeLessThanOrEqual(fences.mostPerItem ?? Infinity);
			}
			const segments = left.reduce(
				(sum, { message: { content } }) => sum + (content.kind === 'text' ? content.segments : 0),
				0,
			);
			expect(segments).toBeLessThanOrEqual(fences.mostSegments ?? Infinity);
			for (const entry of after) {
				if (!isPlanned(entry)) expect(entry.failure.class).toBe('notAllowed');
			}
		}),
	);
});
