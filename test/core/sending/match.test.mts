import fc from 'fast-check';
import { matchRows, type Traits } from '../../../core/sending/grouping';

interface Row extends Traits {
	readonly status: string;
}

const match = (messages: readonly Traits[], rows: readonly Row[]) =>
	matchRows(
		messages,
		rows,
		({ to, text, reference }) => ({ to, text, reference }),
		({ status }) => status,
	);

const row = (to: string, text?: string, reference?: string, status = 'SUCCESS'): Row => ({
	to,
	text,
	reference,
	status,
});
const A = '+61411111111';
const B = '+61422222222';

describe('matchRows', () => {
	const cases: Array<
		[name: string, messages: Traits[], rows: Row[], matched: Array<number | undefined>]
	> = [
		['nothing', [], [], []],
		['no rows', [{ to: A, text: 'x' }], [], [undefined]],
		['no messages', [], [row(A, 'x')], []],
		['one and one', [{ to: A, text: 'x' }], [row(A, 'x')], [0]],
		[
			'a different order',
			[
				{ to: A, text: 'x' },
				{ to: B, text: 'x' },
			],
			[row(B, 'x'), row(A, 'x')],
			[1, 0],
		],
		[
			'the text distinguishes two messages to one recipient',
			[
				{ to: A, text: 'x' },
				{ to: A, text: 'y' },
			],
			[row(A, 'y', undefined, 'REJECTED'), row(A, 'x')],
			[1, 0],
		],
		[
			'the reference distinguishes them',
			[
				{ to: A, text: 'x', reference: '1' },
				{ to: A, text: 'x', reference: '2' },
			],
			[row(A, 'x', '2', 'REJECTED'), row(A, 'x', '1')],
			[1, 0],
		],
		[
			'an empty reference counts as no reference',
			[{ to: A, text: 'x', reference: '' }],
			[row(A, 'x')],
			[0],
		],
		[
			'identical messages take rows in their order',
			[
				{ to: A, text: 'x' },
				{ to: A, text: 'x' },
				{ to: A, text: 'x' },
			],
			[row(A, 'x', undefined, 'SUCCESS'), row(A, 'x', undefined, 'THROTTLED'), row(A, 'x')],
			[0, 1, 2],
		],
		[
			'identical messages, one row dropped: the later one has none',
			[
				{ to: A, text: 'x' },
				{ to: A, text: 'x' },
			],
			[row(A, 'x')],
			[0, undefined],
		],
		[
			'identical messages between others',
			[
				{ to: A, text: 'x' },
				{ to: B, text: 'x' },
				{ to: A, text: 'x' },
			],
			[row(A, 'x'), row(A, 'x'), row(B, 'x')],
			[0, 2, 1],
		],
		[
			'an altered text is found by recipient and reference',
			[
				{ to: A, text: 'x ', reference: '1' },
				{ to: A, text: 'y ', reference: '2' },
			],
			[row(A, 'y', '2', 'REJECTED'), row(A, 'x', '1')],
			[1, 0],
		],
		[
			'an altered text and reference by recipient',
			[{ to: A, text: 'x ' }],
			[row(A, 'x', '9')],
			[0],
		],
		['rows without text and reference', [{ to: A, text: 'x', reference: '1' }], [row(A)], [0]],
		[
			'two altered texts to one recipient with the same outcome are interchangeable',
			[
				{ to: A, text: 'x ' },
				{ to: A, text: 'y ' },
			],
			[row(A, 'y'), row(A, 'x')],
			[0, 1],
		],
		[
			'two altered texts to one recipient with different outcomes are not guessed',
			[
				{ to: A, text: 'x ' },
				{ to: A, text: 'y ' },
			],
			[row(A, 'y'), row(A, 'x', undefined, 'REJECTED')],
			[undefined, undefined],
		],
		[
			'two altered texts and one row are not guessed',
			[
				{ to: A, text: 'x ' },
				{ to: A, text: 'y ' },
			],
			[row(A, 'x')],
			[undefined, undefined],
		],
		[
			'one altered text and two rows are not guessed',
			[{ to: A, text: 'x ' }],
			[row(A, 'x'), row(A, 'x', undefined, 'REJECTED')],
			[undefined],
		],
		[
			'what is left over after the exact matches is found',
			[
				{ to: A, text: 'x' },
				{ to: A, text: 'y ' },
			],
			[row(A, 'y', undefined, 'REJECTED'), row(A, 'x')],
			[1, 0],
		],
		['another recipient is never taken', [{ to: A, text: 'x' }], [row(B, 'x')], [undefined]],
		[
			'a recipient that looks like a key is not treated as one',
			[{ to: '["a","",""]', text: '' }],
			[row('a')],
			[undefined],
		],
	];

	it.each(cases)('%s', (_, messages, rows, matched) => {
		expect(match(messages, rows)).toEqual(matched);
	});
});

describe('matchRows, for any answer', () => {
	const traits = fc.record({
		to: fc.constantFrom(A, B, '+14055555555', '', '["x"]'),
		text: fc.constantFrom('x', 'y', 'x ', '', undefined),
		reference: fc.constantFrom('1', '2', '', undefined),
	});
	const rowOf = fc
		.tuple(traits, fc.constantFrom('SUCCESS', 'REJECTED', 'THROTTLED'))
		.map(([own, status]): Row => ({ ...own, status }));
	const messages = fc.array(traits, { maxLength: 8 });
	const rows = fc.array(rowOf, { maxLength: 8 });
	const same = (a: Traits, b: Traits) =>
		a.to === b.to &&
		(a.text ?? '') === (b.text ?? '') &&
		(a.reference ?? '') === (b.reference ?? '');
	const runs = { numRuns: 500 };

	it('uses no row twice and none of another recipient, and returns an answer per message', () => {
		fc.assert(
			fc.property(messages, rows, (sent, answer) => {
				const matched = match(sent, answer);
				expect(matched).toHaveLength(sent.length);
				const used = matched.filter((index) => index !== undefined);
				expect(new Set(used).size).toBe(used.length);
				matched.forEach((index, position) => {
					if (index === undefined) return;
					expect(answer[index]?.to).toBe(sent[position]?.to);
				});
			}),
			runs,
		);
	});

	it('gives every message a row that matches it if all rows are present, in any order', () => {
		const shuffled = messages.chain((sent) =>
			fc.tuple(
				fc.constant(sent),
				fc.shuffledSubarray([...sent.keys()], { minLength: sent.length }),
				fc.array(fc.constantFrom('SUCCESS', 'REJECTED'), {
					minLength: sent.length,
					maxLength: sent.length,
				}),
			),
		);
		fc.assert(
			fc.property(shuffled, ([sent, order, fates]) => {
				const answer = order.map((index, position): Row => ({
					...(sent[index] ?? { to: '?' }),
					status: fates[position] ?? '',
				}));
				const matched = match(sent, answer);
				sent.forEach((message, position) => {
					const found = answer[matched[position] ?? -1];
					expect(found && same(found, message)).toBe(true);
				});
				// Identical messages have ascending rows.
				sent.forEach((message, later) => {
					const earlier = sent.findIndex((other) => same(other, message));
					expect(matched[earlier]).toBeLessThanOrEqual(matched[later] ?? -1);
				});
			}),
			runs,
		);
	});

	it('gives each recipient at most as many rows as there are, exact matches first', () => {
		const dropped = messages.chain((sent) =>
			fc.tuple(fc.constant(sent), fc.shuffledSubarray([...sent.keys()])),
		);
		fc.assert(
			fc.property(dropped, ([sent, kept]) => {
				const answer = kept.map((index): Row => ({
					...(sent[index] ?? { to: '?' }),
					status: 'SUCCESS',
				}));
				const matched = match(sent, answer);
				// Every row has an exact owner, so every row is given away, and only to such an owner.
				expect(matched.filter((index) => index !== undefined)).toHaveLength(answer.length);
				matched.forEach((index, position) => {
					const found = index === undefined ? undefined : answer[index];
					const message = sent[position];
					if (found && message) expect(same(found, message)).toBe(true);
				});
			}),
			runs,
		);
	});

	it('guesses no outcome if texts were altered and outcomes differ', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 6 }),
				fc.array(fc.constantFrom('SUCCESS', 'REJECTED'), { minLength: 2, maxLength: 6 }),
				(count, fates) => {
					const sent = Array.from({ length: count }, (_, at) => ({ to: A, text: `text ${at}` }));
					const answer = fates.map((status, at) => row(A, `cut ${at}`, undefined, status));
					const matched = match(sent, answer);
					const clear = fates.length === count && new Set(fates).size === 1;
					expect(matched.every((index) => (index === undefined) !== clear)).toBe(true);
				},
			),
			runs,
		);
	});

	it('does not let one recipient’s rows affect another recipient', () => {
		fc.assert(
			fc.property(messages, rows, (sent, answer) => {
				const matched = match(sent, answer);
				for (const to of new Set(sent.map((message) => message.to))) {
					const positions = [...sent.keys()].filter((at) => sent[at]?.to === to);
					const own = [...answer.keys()].filter((at) => answer[at]?.to === to);
					const alone = match(
						sent.filter((message) => message.to === to),
						answer.filter((candidate) => candidate.to === to),
					);
					expect(positions.map((at) => matched[at])).toEqual(
						alone.map((index) => (index === undefined ? undefined : own[index])),
					);
				}
			}),
			runs,
		);
	});
});
