/** One Text per Recipient, counted at the phones: lines, limits, faults, pairs, and every kind of retry. */
import { type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { segment } from '../../../core/text/segments';
import { rowsOf } from '../../support/clicksend.mts';
import { dedupStore } from '../../support/dedup-store.mts';
import { NODE, type Outcome } from '../../support/engine.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../../support/send.mts';
import { mainland } from '../../support/submail.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();
beforeEach(() => dedupStore.reset());

const A = number(1);
const B = number(2);
const ON = { oneTextPerRecipient: true };

const hintsOf = ({ run }: Outcome): string[] =>
	(run.data.resultData.runData[NODE] ?? [])
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
/** The texts on each phone. */
const phones = (): Record<string, string[]> => {
	const found: Record<string, string[]> = {};
	for (const { to, text = '' } of suite.sandbox.messages()) (found[to] ??= []).push(text);
	return found;
};
const pairsOf = (items: readonly INodeExecutionData[] = []): number[][] =>
	items.map(({ pairedItem }) =>
		[pairedItem ?? []].flat().map((one) => (typeof one === 'number' ? one : one.item)),
	);
const item = (to: unknown, text: unknown, more: IDataObject = {}): IDataObject =>
	({ to, text, ...more }) as IDataObject;

describe.each(SETUPS)('$name', (setup) => {
	test('the texts of all items to a person become one, in order and paired with all of them', async () => {
		const spec = sending(setup, { ...ON, defaultCountry: 'AU' });
		const outcome = await suite.engine.run(spec, [
			item(`${A}, ${B}`, 'Disk full'),
			item(A.replace('+61', '0'), 'Down'),
			item(number(3), 'Alone\n'),
			item(A, ' Disk full\n'),
			item(`tel:${B}`, 'Up'),
		]);
		expect(phones()).toEqual({
			[A]: ['Disk full (2x)\nDown'],
			[B]: ['Disk full\nUp'],
			[number(3)]: ['Alone\n'],
		});
		expect(pairsOf(outcome.outputs[0])).toEqual([[0, 1, 3], [0, 4], [2]]);
		expect(rowsOf(outcome)).toMatchObject([
			{ to: A, outcome: 'accepted', joined: 3, leftOut: 0, attempts: [{ outcome: 'accepted' }] },
			{ to: B, outcome: 'accepted', joined: 2, leftOut: 0 },
			{ to: number(3), outcome: 'accepted' },
		]);
		expect(rowsOf(outcome)[2]).not.toHaveProperty('joined');
		expect(hintsOf(outcome)).toEqual([]);
		// All of them in one request.
		expect(suite.sandbox.requests()).toHaveLength(1);
	});

	test('without the option, each item is a text of its own', async () => {
		await suite.engine.run(sending(setup), [item(A, 'Disk full'), item(A, 'Down')]);
		expect(phones()).toEqual({ [A]: ['Disk full', 'Down'] });
	});

	test('what does not fit is counted, and a hint says so', async () => {
		const alerts = Array.from({ length: 40 }, (_, n) => item(A, `FIRING Instance ${n} is down`));
		const outcome = await suite.engine.run(sending(setup, { ...ON, maxSegments: 1 }), alerts);
		const [text = ''] = phones()[A] ?? [];
		expect(phones()[A]).toHaveLength(1);
		expect(text.split('\n')).toEqual([...alerts.slice(0, 5).map((one) => one.text), '+35 more']);
		expect(segment(text).segments).toBe(1);
		expect(rowsOf(outcome)).toMatchObject([{ joined: 40, leftOut: 35, segments: 1 }]);
		expect(hintsOf(outcome)).toEqual([
			'One Text per Recipient: 35 of 40 lines did not fit into Max Segments, and are only counted in the texts.',
		]);
	});

	test('without Max Segments there is a limit too, which is told', async () => {
		const alerts = Array.from({ length: 400 }, (_, n) => item(A, `Instance ${n} is down`));
		const outcome = await suite.engine.run(sending(setup, ON), alerts);
		const [text = ''] = phones()[A] ?? [];
		expect(segment(text).segments).toBe(4);
		expect(text).toMatch(/\n\+\d+ more$/);
		expect(hintsOf(outcome)[0]).toMatch(
			/lines did not fit into 4 segments, the limit if Max Segments is not set, and are only counted/,
		);
		expect(pairsOf(outcome.outputs[0])[0]).toHaveLength(400);
	});

	test('a first line that does not fit is shortened, whatever If Too Long says', async () => {
		const texts = [item(A, 'x'.repeat(300)), item(A, 'Down'), item(A, 'Up')];
		const outcome = await suite.engine.run(sending(setup, { ...ON, maxSegments: 1 }), texts);
		expect(phones()).toEqual({ [A]: [`${'x'.repeat(160 - 3 - 8)}...\n+2 more`] });
		expect(rowsOf(outcome)).toMatchObject([{ shortened: true, joined: 3, leftOut: 2 }]);
	});

	test('a single text is as long as If Too Long allows', async () => {
		const spec = sending(setup, { ...ON, maxSegments: 1 }, ON_ERROR.continue);
		const outcome = await suite.engine.run(spec, [item(A, 'x'.repeat(300)), item(B, 'Down')]);
		expect(phones()).toEqual({ [B]: ['Down'] });
		expect(rowsOf(outcome)).toMatchObject([{ outcome: 'notSent' }, { outcome: 'accepted' }]);
	});

	test.each([
		['reference', { reference: '={{ $json.own }}' }, {}],
		['Send At', { sendAt: '={{ $json.own }}' }, {}],
		['From', {}, { from: '={{ $json.own }}' }],
	])('items with another %s are not joined', async (name, options, parameters) => {
		const [one, two] =
			name === 'Send At' ? ['2035-01-01T00:00:00Z', '2035-01-02T00:00:00Z'] : ['Acme', 'Umbrella'];
		const outcome = await suite.engine.run(sending(setup, { ...ON, ...options }, {}, parameters), [
			item(A, 'Disk full', { own: one }),
			item(A, 'Down', { own: two }),
			item(A, 'Up', { own: one }),
		]);
		expect(phones()).toEqual({ [A]: ['Disk full\nUp', 'Down'] });
		expect(pairsOf(outcome.outputs[0])).toEqual([[0, 2], [1]]);
	});

	test('an item with a fault concerns only itself', async () => {
		const spec = sending(
			setup,
			{ ...ON, sendAt: '={{ $json.at }}', maxRecipientsPerItem: 2 },
			ON_ERROR.errorOutput,
		);
		const outcome = await suite.engine.run(spec, [
			item(A, 'Disk full'),
			item(A, ''),
			item(A, 'half \ud83d'),
			item(A, 'Past', { at: '2020-01-01T00:00:00Z' }),
			item(`nobody, ${A}`, 'Down'),
			item(`${A}, ${B}, ${number(3)}`, 'Too many'),
			item(A, 'Up'),
		]);
		expect(phones()).toEqual({ [A]: ['Disk full\nDown\nUp'] });
		const [sent, failed] = outcome.outputs;
		expect(pairsOf(sent)).toEqual([[0, 4, 6]]);
		expect(pairsOf(failed)).toEqual([[1], [2], [3], [4], [5], [5], [5]]);
	});

	test('a joined text that is refused is one failure of all its items', async () => {
		const run = async (settings: object) =>
			await suite.engine.run(sending(setup, ON, settings), [
				item('+61400000000', 'a', { id: 7 }),
				item('+61400000000', 'b'),
				item(A, 'c'),
			]);
		suite.sandbox.fault({ wire: setup.wire, kind: 'status', status: 403 });
		const stopped = await run({});
		expect(stopped.error?.description).toMatch(/Items 0, 1 \(\+614\*+00\), 2/);
		suite.sandbox.fault({ wire: setup.wire, kind: 'status', status: 403 });
		const [, failed] = (await run(ON_ERROR.errorOutput)).outputs;
		expect(pairsOf(failed)).toEqual([[0, 1], [2]]);
		expect(failed?.[0]?.json).toMatchObject({ id: 7, text: 'a' });
		expect(errorOf(failed?.[0]?.json ?? {})).toMatchObject({ joined: 2, outcome: 'rejected' });
		suite.sandbox.fault({ wire: setup.wire, kind: 'status', status: 403 });
		const continued = await run(ON_ERROR.continue);
		expect(pairsOf(continued.outputs[0])).toEqual([[0, 1], [2]]);
	});

	test('limits count the joined texts; a Dry Run shows them', async () => {
		const items = [item(A, 'x'.repeat(100)), item(A, 'y'.repeat(50)), item(B, 'Down')];
		const most = async (maxSegmentsInTotal: number) =>
			await suite.engine.run(sending(setup, { ...ON, maxSegmentsInTotal }), items);
		expect((await most(1)).error?.message).toMatch(/^0 of 2 messages were accepted/);
		expect((await most(2)).error).toBeUndefined();
		suite.sandbox.reset();
		const dry = await suite.engine.run(sending(setup, { ...ON, dryRun: true }), items);
		expect(rowsOf(dry)).toMatchObject([
			{ outcome: 'dryRun', joined: 2, segments: 1, requests: 1 },
			{ outcome: 'dryRun', to: B },
		]);
		expect(phones()).toEqual({});
	});

	test('a number that is left out as a repetition within an item is counted', async () => {
		const outcome = await suite.engine.run(sending(setup, ON), [
			item(`${A}, ${A}`, 'Disk full'),
			item(A, 'Down'),
		]);
		expect(phones()).toEqual({ [A]: ['Disk full\nDown'] });
		expect(rowsOf(outcome)).toMatchObject([{ duplicatesDropped: 1 }]);
	});
});

describe('retries', () => {
	const items = [item(A, 'Disk full'), item(A, undefined), item(A, 'Up'), item(B, 'Down')];
	const strict = sending(SEND_SMS, { ...ON, ifEmptyExpression: 'refuse' });
	const corrected = sending(SEND_SMS, ON, {}, { message: '={{ $json.text ?? "Corrected" }}' });

	test('a joined text is not sent twice, and a corrected item gets its own', async () => {
		const first = await suite.engine.run(strict, items);
		expect(first.error?.message).toBe('2 of 3 messages were accepted, 1 was not sent');
		expect(first.error?.description).toContain('items 0, 2 (');
		expect(phones()).toEqual({ [A]: ['Disk full\nUp'], [B]: ['Down'] });
		// The same once more changes nothing.
		const same = await suite.engine.retry(strict, first);
		expect(same.error?.message).toBe('2 of 3 messages were accepted, 1 was not sent');
		expect(phones()).toEqual({ [A]: ['Disk full\nUp'], [B]: ['Down'] });
		const retried = await suite.engine.retry(corrected, same, true);
		expect(retried.error).toBeUndefined();
		expect(phones()).toEqual({ [A]: ['Disk full\nUp', 'Corrected'], [B]: ['Down'] });
		expect(pairsOf(retried.outputs[0])).toEqual([[0, 2], [1], [3]]);
		expect(rowsOf(retried).map(({ outcome }) => outcome)).toEqual(Array(3).fill('accepted'));
	});

	test('Retry On Fail sends only what is missing', async () => {
		const refusing = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const spec = sending(SEND_SMS, { ...ON, ifEmptyExpression: 'refuse' }, refusing);
		await suite.engine.run(spec, items);
		expect(phones()).toEqual({ [A]: ['Disk full\nUp'], [B]: ['Down'] });
	});

	test('what was not sent is joined anew, with what was corrected', async () => {
		const spec = sending(SEND_SMS, { ...ON, ifEmptyExpression: 'refuse', maxRetries: 0 });
		suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 401 });
		const first = await suite.engine.run(spec, items);
		expect(phones()).toEqual({});
		const retried = await suite.engine.retry(corrected, first, true);
		expect(retried.error).toBeUndefined();
		expect(phones()).toEqual({ [A]: ['Disk full\nCorrected\nUp'], [B]: ['Down'] });
		expect(pairsOf(retried.outputs[0])).toEqual([[0, 1, 2], [3]]);
	});

	test('with the option turned off or on in between, nothing is sent again', async () => {
		const first = await suite.engine.run(strict, items);
		const off = sending(SEND_SMS, {}, {}, { message: '={{ $json.text ?? "Corrected" }}' });
		const second = await suite.engine.retry(off, first, true);
		expect(phones()).toEqual({ [A]: ['Disk full\nUp', 'Corrected'], [B]: ['Down'] });
		expect(pairsOf(second.outputs[0])).toEqual([[0], [1], [2], [3]]);
		suite.sandbox.reset();
		const single = sending(SEND_SMS, { ifEmptyExpression: 'refuse' });
		const separate = await suite.engine.run(single, items);
		await suite.engine.retry(corrected, separate, true);
		expect(phones()).toEqual({ [A]: ['Disk full', 'Up', 'Corrected'], [B]: ['Down'] });
	});

	test('an expression that gives something else in a retry sends nothing again', async () => {
		const changing = { ...ON, reference: '={{ $now.toMillis() }}', ifEmptyExpression: 'refuse' };
		const spec = sending(SEND_SMS, { ...changing, reference: 'r1' });
		const first = await suite.engine.run(spec, items);
		const other = sending(SEND_SMS, { ...changing, reference: '={{ $itemIndex }}' });
		const retried = await suite.engine.retry(other, first, true);
		expect(phones()).toEqual({ [A]: ['Disk full\nUp'], [B]: ['Down'] });
		expect(retried.error?.message).toBe('2 of 3 messages were accepted, 1 was not sent');
	});

	test('a second Retry of the same execution knows what the first one has sent', async () => {
		suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 401 });
		const first = await suite.engine.run(sending(SEND_SMS, { ...ON, maxRetries: 0 }), [
			item(A, 'Disk full'),
			item(A, 'Up'),
			item(B, 'Down'),
		]);
		expect(phones()).toEqual({});
		const spec = sending(SEND_SMS, ON);
		for (let times = 0; times < 2; times++) {
			const retried = await suite.engine.retry(spec, first);
			expect(retried.error).toBeUndefined();
			expect(phones()).toEqual({ [A]: ['Disk full\nUp'], [B]: ['Down'] });
		}
		// Also if it sends them one by one.
		const single = await suite.engine.retry(sending(SEND_SMS), first, true);
		expect(single.error).toBeUndefined();
		expect(phones()).toEqual({ [A]: ['Disk full\nUp'], [B]: ['Down'] });
	});
});

describe('several providers', () => {
	const both = {
		...SEND_SMS,
		credentials: ['clickSendApi', 'submailApi'],
		parameters: { ...SEND_SMS.parameters, providers: ['submail', 'clickSend'] },
	};
	const CHINA = mainland(1);

	test('the joined text goes on to the next one, in its form', async () => {
		suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 403 });
		const senders = { sender: [{ provider: 'submail', from: 'Sandbox' }] };
		const providers = ['clickSend', 'submail'];
		const spec = sending(both, { ...ON, senders, maxSegments: 1 }, {}, { providers });
		const alerts = Array.from({ length: 20 }, (_, n) => item(CHINA, `Instance ${n} is down`));
		const outcome = await suite.engine.run(spec, alerts);
		expect(outcome.error).toBeUndefined();
		expect(rowsOf(outcome)).toMatchObject([{ provider: 'submail', joined: 20, segments: 1 }]);
		const [text = ''] = phones()[CHINA] ?? [];
		expect(phones()[CHINA]).toHaveLength(1);
		// In UCS-2, with its signature, fewer lines fit than in GSM-7.
		expect(text).toBe('【Sandbox】Instance 0 is down\nInstance 1 is down\n+18 more');
	});

	test('templates are not joined', async () => {
		const spec = sending(
			both,
			ON,
			{},
			{
				providers: ['submail'],
				contentType: 'template',
				templates: { template: [{ provider: 'submail', templateId: 'SbTpl1' }] },
				variables: { variable: [{ name: 'code', value: '={{ $json.text }}' }] },
			},
		);
		const outcome = await suite.engine.run({ ...spec, credentials: ['submailApi'] }, [
			item(CHINA, '1'),
			item(CHINA, '2'),
		]);
		expect(pairsOf(outcome.outputs[0])).toEqual([[0], [1]]);
		expect(phones()[CHINA]).toHaveLength(2);
	});

	test('a text that a provider finds too long gets fewer lines', async () => {
		await suite.engine.credentials.add('submailApi', {
			...accounts(suite.sandbox.url).submailApi,
			appId: '20001',
			appType: 'international',
		});
		const spec = sending(both, { ...ON, maxSegments: 20 }, {}, { providers: ['submail'] });
		const alerts = Array.from({ length: 60 }, (_, n) => item(A, `Instance ${n} is down`));
		const outcome = await suite.engine.run({ ...spec, credentials: ['submailApi'] }, alerts);
		expect(outcome.error).toBeUndefined();
		const [text = ''] = phones()[A] ?? [];
		expect(text.length).toBeLessThanOrEqual(500);
		expect(text).toMatch(/\n\+\d+ more$/);
		await suite.engine.credentials.add('submailApi', { ...accounts(suite.sandbox.url).submailApi });
	});
});

test('10,000 items to 5,000 people are 5,000 texts', async () => {
	const many = Array.from({ length: 10_000 }, (_, n) => item(number(n % 5000), `Alert ${n}`));
	const outcome = await suite.engine.run(sending(SEND_SMS, ON), many);
	expect(outcome.error).toBeUndefined();
	const all = suite.sandbox.messages();
	expect(all).toHaveLength(5000);
	expect(all[0]?.text).toBe('Alert 0\nAlert 5000');
	expect(suite.sandbox.requests()).toHaveLength(5);
}, 240_000);

describe('with Suppress Repeats', () => {
	const repeats = (key?: string) => ({
		suppressRepeats: { repeat: { minutes: 60, ...(key !== undefined && { key }) } },
	});
	const alerts = [item(A, 'Disk full', { incident: 1 }), item(A, 'Down', { incident: 2 })];

	test('a joined text that an earlier execution has sent is skipped, for all its items', async () => {
		const spec = sending(SEND_SMS, { ...ON, ...repeats() });
		await suite.engine.run(spec, alerts);
		const again = await suite.engine.run(spec, alerts);
		expect(phones()).toEqual({ [A]: ['Disk full\nDown'] });
		expect(rowsOf(again)).toMatchObject([{ to: A, outcome: 'skipped', joined: 2 }]);
		expect(pairsOf(again.outputs[0])).toEqual([[0, 1]]);
		const other = await suite.engine.run(spec, [...alerts, item(A, 'Up')]);
		expect(rowsOf(other)).toMatchObject([{ outcome: 'accepted', joined: 3 }]);
	});

	test('only items with the same key are joined', async () => {
		const spec = sending(SEND_SMS, { ...ON, ...repeats('={{ $json.incident }}') });
		await suite.engine.run(spec, [...alerts, item(A, 'Still down', { incident: 2 })]);
		expect(phones()).toEqual({ [A]: ['Disk full', 'Down\nStill down'] });
		const again = await suite.engine.run(spec, [item(A, 'Down for an hour', { incident: 2 })]);
		expect(rowsOf(again)).toMatchObject([{ outcome: 'skipped' }]);
	});
});
