/** If Too Long: Shorten never cuts what a text has to end with: the link of a question. */
import fc from 'fast-check';
import { type Draft } from '../../../core/planning/draft';
import { isPlanned, plan, type PreparingAccount } from '../../../core/planning/plan';
import { segment } from '../../../core/text/segments';
import { provider } from '../sending/fakes.mts';
import '../../support/properties.mts';
import { stopwatch } from '../../support/patience.mts';

const context = { now: new Date('2030-01-01T00:00:00Z') };
const SIGNED = '[Acme] ';

/** One that takes texts as they are, and one that puts a signature in front. */
const targets: readonly PreparingAccount[] = [
	{ provider: { ...provider('plain'), id: 'plain' }, account: {} },
	{
		provider: { ...provider('signing'), id: 'signing' },
		account: {
			prepare: (messages) =>
				messages.map((message) => {
					if (message.content.kind !== 'text') return message;
					const text = SIGNED + message.content.text;
					return { ...message, content: { ...message.content, text, ...segment(text) } };
				}),
		},
	},
];

const planned = (draft: Omit<Draft, 'item' | 'to'>) =>
	plan([{ item: 0, to: ['+61411111111'], ...draft }], targets, context)[0];

const words = fc.string({
	unit: fc.constantFrom('a', 'é', '€', 'я', '😀', '“', ' ', '\n'),
	maxLength: 900,
});
const ends = fc.constantFrom('\nhttps://x.example/?a=1', '\nYES 47K (部署)\nhttps://x', '\n“€”');

test('the ending stays whole, and the text within its limit, or it is refused', () => {
	fc.assert(
		fc.property(words, ends, ends, fc.nat(5), fc.boolean(), (body, ending, own, most, smart) => {
			const text = `x${body}`;
			const maxSegments = most + 1;
			const entry = planned({
				text: text + ending,
				ending,
				perProvider: { signing: { text: text + own, ending: own } },
				ifTooLong: 'shorten',
				maxSegments,
				smartEncoding: smart,
			});
			if (!entry || !isPlanned(entry)) return;
			for (const { provider: id, message } of entry.stops) {
				const { content } = message;
				if (content.kind !== 'text') throw new Error('no text');
				const [front, end] = id === 'signing' ? [SIGNED, own] : ['', ending];
				expect(content.text.startsWith(`${front}x`)).toBe(true);
				// Smart Encoding may have replaced its characters.
				if (!smart) expect(content.text.endsWith(end)).toBe(true);
				expect(segment(content.text).segments).toBeLessThanOrEqual(maxSegments);
				expect(content.segments).toBe(segment(content.text).segments);
			}
		}),
	);
});

test('a text that fits is not touched', () => {
	const ending = '\nhttps://x.example';
	const entry = planned({ text: `Hi${ending}`, ending, ifTooLong: 'shorten', maxSegments: 1 });
	expect(entry).toMatchObject({ message: { content: { text: `Hi${ending}` } } });
});

test('an ending that is too long by itself is refused', () => {
	const ending = `\nhttps://x.example/${'a'.repeat(200)}`;
	const entry = planned({ text: `Hi${ending}`, ending, ifTooLong: 'shorten', maxSegments: 1 });
	expect(entry).toMatchObject({ parameter: 'Message', failure: { class: 'content' } });
});

test('takes linear time', () => {
	const ending = '\n部署 https://x.example';
	const text = 'я😀'.repeat(1_000_000) + ending;
	const watch = stopwatch();
	const entry = planned({ text, ending, ifTooLong: 'shorten', maxSegments: 200 });
	expect(watch.spent()).toBeLessThan(5_000);
	expect(entry && isPlanned(entry)).toBe(true);
});
