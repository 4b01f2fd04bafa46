/** If Too Long: refused, shortened or sent, counted at the phones. */
import { type IDataObject } from 'n8n-workflow';
import { segment } from '../../../core/text/segments';
import { rowsOf } from '../../support/clicksend.mts';
import { NODE, type NodeSpec, type Outcome } from '../../support/engine.mts';
import { number, ON_ERROR, SEND_SMS, sending, SETUPS, stories } from '../../support/send.mts';
import { mainland } from '../../support/submail.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();
afterEach(async () => {
	await suite.engine.credentials.add('submailApi', { ...accounts(suite.sandbox.url).submailApi });
});

const hintsOf = ({ run }: Outcome): string[] =>
	(run.data.resultData.runData[NODE] ?? [])
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
const arrived = () => suite.sandbox.messages().map(({ text }) => text);
const items = (...texts: string[]): IDataObject[] =>
	texts.map((text, n) => ({ to: number(n + 1), text }));
const failureOf = (outcome: Outcome, at = 0) => rowsOf(outcome)[at]?.failure as IDataObject;
const ROOM = 'so that a segment has room for 70 characters instead of 160';

describe.each(SETUPS)('$name', (setup) => {
	const run = async (options: IDataObject, ...texts: string[]) =>
		await suite.engine.run(sending(setup, options, ON_ERROR.continue), items(...texts));

	test.each([{}, { ifTooLong: 'refuse' }])(
		'%j refuses, and names the character',
		async (option) => {
			const quoted = `Disk ${'x'.repeat(80)} isn’t full`;
			const outcome = await run({ maxSegments: 1, ...option }, 'Fits', quoted, `${quoted} 😀`);
			expect(arrived()).toEqual(['Fits']);
			expect(failureOf(outcome, 1)).toMatchObject({
				class: 'content',
				message: 'Message needs 2 UCS-2 segments, more than the 1 that Max Segments allows',
				hint: `Shorten the text or raise Max Segments, or let If Too Long shorten or send it. “’” (U+2019) at character 90 makes the text UCS-2, ${ROOM}. Smart Encoding, under Options, would replace it: the text then needs 1 segment.`,
			});
			expect(failureOf(outcome, 2).hint).toMatch(
				/and so does “😀” \(U\+1F600\) at character 98\.$/,
			);
			expect(hintsOf(outcome)).toEqual([]);
		},
	);

	test('a text in GSM-7 has no such character', async () => {
		const outcome = await run({ maxSegments: 1 }, 'x'.repeat(161));
		expect(failureOf(outcome).hint).toBe(
			'Shorten the text or raise Max Segments, or let If Too Long shorten or send it.',
		);
	});

	test('Shorten cuts between characters, within the limit, and says so', async () => {
		const texts = ['Fits', 'x'.repeat(161), `${'я'.repeat(68)}👨‍👩‍👧${'я'.repeat(9)}`];
		const outcome = await run({ maxSegments: 1, ifTooLong: 'shorten' }, ...texts);
		expect(arrived()).toEqual(['Fits', `${'x'.repeat(157)}...`, `${'я'.repeat(68)}…`]);
		expect(rowsOf(outcome).map(({ shortened, segments }) => [shortened, segments])).toEqual([
			[undefined, 1],
			[true, 1],
			[true, 1],
		]);
		expect(hintsOf(outcome)).toEqual([
			`2 texts were shortened to the 1 segment that Max Segments allows (items 1, 2). In item 2, “я” (U+044F) at character 1 makes the text UCS-2, ${ROOM}.`,
		]);
	});

	test('Shorten takes texts of any length; without a limit, nothing is cut', async () => {
		await run({ maxSegments: 2, ifTooLong: 'shorten' }, 'x'.repeat(1_000_000));
		expect(arrived()).toEqual([`${'x'.repeat(303)}...`]);
		suite.sandbox.reset();
		const outcome = await run({ ifTooLong: 'shorten' }, 'x'.repeat(500));
		expect(arrived()).toEqual(['x'.repeat(500)]);
		expect(hintsOf(outcome)).toEqual([]);
	});

	test('Smart Encoding comes first', async () => {
		const options = { maxSegments: 1, ifTooLong: 'shorten', smartEncoding: true };
		await run(options, `It’s ${'x'.repeat(150)}`, `It’s ${'x'.repeat(200)}`);
		expect(arrived()).toEqual([`It's ${'x'.repeat(150)}`, `It's ${'x'.repeat(152)}...`]);
	});

	test('a text of which nothing would be left is refused', async () => {
		const outcome = await run({ maxSegments: 1, ifTooLong: 'shorten' }, `e${'\u0301'.repeat(200)}`);
		expect(arrived()).toEqual([]);
		expect(failureOf(outcome).message).toMatch(/needs 3 UCS-2 segments/);
	});

	test('Send Anyway says how many segments', async () => {
		const options = { maxSegments: 1, ifTooLong: 'send' };
		const outcome = await run(options, 'Fits', 'x'.repeat(400), `я${'x'.repeat(99)}`);
		expect(arrived()).toEqual(['Fits', 'x'.repeat(400), `я${'x'.repeat(99)}`]);
		expect(hintsOf(outcome)).toEqual([
			`2 texts need more than the 1 segment that Max Segments allows, up to 3 (items 1, 2). If Too Long sends them anyway. In item 2, “я” (U+044F) at character 1 makes the text UCS-2, ${ROOM}.`,
		]);
		const one = await run(options, 'x'.repeat(400));
		expect(hintsOf(one)).toEqual([
			'1 text needs 3 segments, more than the 1 segment that Max Segments allows. If Too Long sends it anyway.',
		]);
	});

	test('is read for each item', async () => {
		const spec = sending(
			setup,
			{ maxSegments: 1, ifTooLong: '={{ $json.long }}' },
			ON_ERROR.continue,
		);
		const outcome = await suite.engine.run(
			spec,
			['refuse', 'shorten', 'send'].map((long, n) => ({
				to: number(n),
				text: 'x'.repeat(161),
				long,
			})),
		);
		expect(stories(outcome).map((one) => one.outcome)).toEqual(['notSent', 'accepted', 'accepted']);
		expect(arrived().map((text) => text?.length)).toEqual([160, 161]);
	});
});

describe('a provider that puts a signature in front', () => {
	const submail = (to: string, options: IDataObject, from = 'Sandbox'): NodeSpec => ({
		...sending(SEND_SMS, options, ON_ERROR.continue, { providers: ['submail'], from, to }),
		credentials: ['submailApi'],
	});

	test('counts it: the text is shortened once, behind it', async () => {
		const options = { maxSegments: 1, ifTooLong: 'shorten' };
		const node = submail('={{ $json.to }}', options);
		const outcome = await suite.engine.run(
			node,
			[100, 61, 2000].map((length, n) => ({ to: mainland(n), text: '退'.repeat(length) })),
		);
		const phones = suite.sandbox.messages();
		const [first, second, third] = [0, 1, 2].map(
			(n) => phones.find(({ to }) => to === mainland(n))?.text,
		);
		expect(first).toBe(`【Sandbox】${'退'.repeat(60)}…`);
		expect(second).toBe(`【Sandbox】${'退'.repeat(61)}`);
		expect(third).toBe(first);
		expect(rowsOf(outcome).map(({ shortened }) => shortened)).toEqual([true, undefined, true]);
	});

	test('and its own number of characters per segment', async () => {
		await suite.engine.credentials.add('submailApi', {
			...accounts(suite.sandbox.url).submailApi,
			appId: '20001',
			appType: 'international',
		});
		for (const most of [1, 2, 3]) {
			suite.sandbox.reset();
			const options = { maxSegments: most, ifTooLong: 'shorten' };
			const node = submail(number(1), options);
			const outcome = await suite.engine.run(node, [{ text: 'x'.repeat(600) }]);
			const room = most === 1 ? 140 : most * 132;
			expect(arrived()).toEqual([`[Sandbox]${'x'.repeat(room - 9 - 3)}...`]);
			expect(rowsOf(outcome)[0]).toMatchObject({ outcome: 'accepted' });
			expect(segment(arrived()[0] ?? '').encoding).toBe('GSM-7');
		}
	});
});
