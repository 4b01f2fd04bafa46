/** SUBMAIL's log and replies: available once a minute, and used to look up unknown outcomes. */
import { type IDataObject } from 'n8n-workflow';
import { type FaultSpec } from '../../../sandbox/server.mts';
import { rowsOf } from '../../support/clicksend.mts';
import { type NodeSpec } from '../../support/engine.mts';
import { ON_ERROR, stories } from '../../support/send.mts';
import {
	arrived,
	bare,
	calls,
	forms,
	INTERNATIONAL,
	mainland,
	operation,
	PLAIN,
	sendingTemplate,
	sendingText,
	setForm,
	SHA1_V2,
	useForm,
} from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const TEXT = '【Sandbox】Disk full';
const run = async (name: string, parameters: IDataObject = {}) =>
	await suite.engine.run(operation('message', name, parameters));
const rows = async (name: string, parameters: IDataObject = {}) =>
	rowsOf(await run(name, parameters));
const send = async (count: number, text = TEXT) =>
	await suite.engine.run(
		sendingText(),
		Array.from({ length: count }, (_, n) => ({ to: mainland(n), text })),
	);
const ids = () => suite.sandbox.messages().map(({ id }) => id);
const atOnce = () => suite.sandbox.configure({ submailQueryMinuteMs: 0 });
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string;

const REPEATED = 'SUBMAIL answers this request only once a minute, and repeated an earlier answer';

describe.each([PLAIN, SHA1_V2])('Message: Get Many, $name', (form) => {
	useForm(suite, form);

	test('returns the delivery status of messages, newest first', async () => {
		await send(3);
		suite.sandbox.carrier(ids()[0] ?? '', 'delivered');
		suite.sandbox.carrier(ids()[1] ?? '', 'undelivered', 'MK:0012');
		const told = await rows('getAll');
		expect(told.map(({ status }) => status)).toEqual(['pending', 'dropped', 'delivered']);
		expect(told[2]).toEqual({
			messageId: ids()[0],
			to: bare(0),
			signature: '【Sandbox】',
			body: 'Disk full',
			templateId: '',
			status: 'delivered',
			report: 'DELIVRD',
			droppedReason: null,
			fee: 1,
			sentAt: isoTime,
			reportedAt: isoTime,
		});
		expect(told[1]).toMatchObject({ report: 'MK:0012', droppedReason: '空号/停机', fee: 0 });
		expect(told[0]).toMatchObject({ reportedAt: null });
	});

	test('with Simplify off, the rows are returned unchanged', async () => {
		await send(1);
		const [row] = await rows('getAll', { simplify: false });
		expect(row).toMatchObject({
			sendID: ids()[0],
			sms_content: 'Disk full',
			location: '广东 广州',
		});
	});

	test.each<[IDataObject, number, string]>([
		[{ limit: 60 }, 60, '60'],
		[{ limit: 1 }, 1, '1'],
		[{ returnAll: true }, 120, '1000'],
	])('%j: %i rows in one request', async (parameters, count, asked) => {
		await send(120);
		const told = await rows('getAll', parameters);
		expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(count);
		expect(forms(suite, 'sms/log')).toMatchObject([{ rows: asked, offset: '0' }]);
	});

	test.each([['+86 138 0000 0001'], ['008613800000001'], ['13800000001'], ['+8613800000001']])(
		'filters by recipient, written as %s',
		async (to) => {
			await send(3);
			const told = await rows('getAll', { filters: { to } });
			expect(told).toMatchObject([{ to: bare(1) }]);
			expect(forms(suite, 'sms/log')).toMatchObject([{ to: bare(1) }]);
		},
	);

	test('filters by ID, status, and time in the time zone of the workflow', async () => {
		atOnce();
		await send(3);
		suite.sandbox.carrier(ids()[2] ?? '', 'delivered');
		expect(await rows('getAll', { filters: { sendId: ids()[1] } })).toMatchObject([
			{ messageId: ids()[1] },
		]);
		expect(await rows('getAll', { filters: { status: 'delivered' } })).toMatchObject([
			{ messageId: ids()[2] },
		]);
		const before = { dateFrom: '2026-01-01T00:00:00', dateTo: '2026-01-02T00:00:00' };
		expect(await rows('getAll', { filters: before })).toEqual([]);
		const [asked] = forms(suite, 'sms/log').slice(-1);
		const start = Date.UTC(2025, 11, 31, 13) / 1000;
		expect(asked).toMatchObject({ end_date: String(start + 86_400) });
		// A little earlier, so that the answer can be distinguished from others.
		expect(start - Number(asked?.start_date)).toBeGreaterThanOrEqual(1);
		expect(start - Number(asked?.start_date)).toBeLessThanOrEqual(90);
	});

	test('rows from just before the requested time are left out', async () => {
		suite.sandbox.configure({ submailClockSkewMs: -1000 });
		await send(2);
		suite.sandbox.configure({ submailClockSkewMs: 0 });
		const dateFrom = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
		expect(await rows('getAll', { returnAll: true, filters: { dateFrom } })).toEqual([]);
		expect(calls(suite).filter((call) => call === 'sms/log')).toHaveLength(1);
	});

	test('an invalid date: the error names the item and the field', async () => {
		const { error } = await run('getAll', { filters: { dateFrom: 'yesteryear' } });
		expect(error?.message).toBe('Date From is not a date and time: "yesteryear"');
		expect(error?.context?.itemIndex).toBe(0);
		expect(suite.sandbox.requests()).toEqual([]);
	});
});

describe('once a minute', () => {
	useForm(suite, PLAIN);
	const PERIOD = { dateFrom: '2026-01-01T00:00:00Z', dateTo: '2040-01-01T00:00:00Z' };

	async function expectRepeated(parameters: IDataObject) {
		const { error } = await run('getAll', parameters);
		expect(error?.message).toBe(REPEATED);
		expect(error?.description).toContain('Wait a minute');
	}

	test('an earlier answer causes an error instead of wrong rows, until there is a new one', async () => {
		suite.sandbox.configure({ submailQueryMinuteMs: 1500 });
		await send(1);
		expect(await rows('getAll', { filters: PERIOD })).toHaveLength(1);
		await expectRepeated({ filters: PERIOD });
		await expectRepeated({});
		await new Promise((resolve) => setTimeout(resolve, 1500));
		expect(await rows('getAll', { filters: PERIOD })).toHaveLength(1);
	});

	test.each<[string, IDataObject, IDataObject]>([
		['another filter', { to: mainland(0) }, { to: mainland(1) }],
		['no longer any filter', { to: mainland(0) }, {}],
		['after a filter without matches, another one', { to: mainland(9) }, { to: mainland(0) }],
	])('%s within the same period', async (_name, first, second) => {
		await send(3);
		await run('getAll', { filters: { ...PERIOD, ...first } });
		// Also within the same second.
		await expectRepeated({ filters: { ...PERIOD, ...second } });
	});

	test('several items: each gets the answer to its own request, or the error', async () => {
		await send(3);
		const spec = operation(
			'message',
			'getAll',
			{ filters: { ...PERIOD, to: '={{ $json.to }}' } },
			ON_ERROR.errorOutput,
		);
		const items = [0, 1, 2, 0].map((n) => ({ to: n === 2 ? '' : mainland(n) }));
		const { outputs } = await suite.engine.run(spec, items);
		const told = (outputs[0] ?? []).map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			json.to,
		]);
		// The first item gets the answer, and so does the one with the same request.
		expect(told).toEqual([
			[0, bare(0)],
			[3, bare(0)],
		]);
		expect(outputs[1]).toHaveLength(2);
		expect(outputs[1]?.[0]?.json).toMatchObject({ error: { message: REPEATED } });
	});

	test('a second page is not available, and is not made up', async () => {
		for (const text of ['a', 'b']) await send(600, `【Sandbox】${text}`);
		await expectRepeated({ returnAll: true });
		expect(forms(suite, 'sms/log').map(({ offset }) => offset)).toEqual(['0', '1000']);
		atOnce();
		const all = await rows('getAll', { returnAll: true });
		expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(1200);
	});
});

describe.each([PLAIN, SHA1_V2])('Message: Get Many Replies, $name', (form) => {
	useForm(suite, form);
	beforeEach(async () => {
		await send(2);
		suite.sandbox.reply({ from: mainland(0), to: '1069010001', text: 'On my way' });
		suite.sandbox.reply({ from: mainland(1), to: '1069010001', text: 'Fixed' });
	});

	test('in one request', async () => {
		expect(await rows('getAllReplies', { returnAll: true })).toEqual([
			{ from: bare(1), body: 'Fixed', receivedAt: isoTime },
			{ from: bare(0), body: 'On my way', receivedAt: isoTime },
		]);
		expect(calls(suite).slice(1)).toEqual(['sms/mo']);
	});

	test('filtered and cut', async () => {
		atOnce();
		const filters = { from: mainland(0) };
		expect(await rows('getAllReplies', { filters, simplify: false })).toMatchObject([
			{ appid: '10001', from: bare(0), content: 'On my way' },
		]);
		expect(await rows('getAllReplies', { limit: 1 })).toHaveLength(1);
	});

	test('a repeated answer causes the error', async () => {
		await rows('getAllReplies', { limit: 1 });
		const { error } = await run('getAllReplies', { filters: { from: mainland(0) } });
		expect(error?.message).toBe(REPEATED);
	});
});

describe.each([PLAIN, SHA1_V2])('the outcome of a message without an answer, $name', (form) => {
	useForm(suite, form);
	const fault = (spec: FaultSpec) =>
		suite.sandbox.fault({ wire: 'submail', path: 'send', ...spec });
	const item = { to: mainland(1), text: TEXT, code: '1234' };
	const outcomes = async (spec: NodeSpec, items: IDataObject[]) => {
		const outcome = await suite.engine.run({ ...spec, settings: ON_ERROR.continue }, items);
		return stories(outcome).map((one) => one.outcome);
	};

	test.each<[string, () => NodeSpec, number]>([
		['a text', sendingText, 1],
		['a template', () => sendingTemplate('SbTpl1'), 1],
		['texts in one request', sendingText, 3],
		['templates in one request', () => sendingTemplate('SbTpl1'), 3],
	])('%s: the log shows that it was sent', async (_name, spec, count) => {
		const items = Array.from({ length: count }, (_, n) => ({ ...item, to: mainland(n) }));
		fault({ kind: 'resetAfter' });
		const { outputs } = await suite.engine.run(spec(), items);
		expect(outputs[0]?.map(({ json }) => json.messageId)).toEqual(ids());
		expect(outputs[0]?.[0]?.json.attempts).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'accepted', lookedUp: true, messageId: ids()[0] },
		]);
		expect(calls(suite)).toHaveLength(2);
		expect(arrived(suite)).toHaveLength(count);
	});

	test('different variables: each template matches its own row', async () => {
		const items = [1, 12, 123].map((code) => ({ to: mainland(code), code: `${code}` }));
		fault({ kind: 'resetAfter' });
		const { outputs } = await suite.engine.run(sendingTemplate('SbTpl1'), items);
		expect(outputs[0]?.map(({ json }) => json.messageId)).toEqual(ids());
	});

	test('the log repeats itself: unknown, and sent once', async () => {
		await run('getAll');
		fault({ kind: 'resetAfter' });
		expect(await outcomes(sendingText(), [item])).toEqual(['unknown']);
		expect(arrived(suite)).toHaveLength(1);
		expect(calls(suite)).toEqual(['sms/log', 'sms/send', 'sms/log']);
	});

	test('the log does not answer: unknown, and sent once', async () => {
		suite.sandbox.fault({ kind: 'status', status: 500, path: '/sms/log' });
		fault({ kind: 'resetAfter' });
		expect(await outcomes(sendingText(), [item])).toEqual(['unknown']);
		expect(arrived(suite)).toHaveLength(1);
	});

	test('absence from the log proves nothing', async () => {
		fault({ kind: 'resetBefore' });
		expect(await outcomes(sendingText(), [item])).toEqual(['unknown']);
		expect(arrived(suite)).toEqual([]);
	});

	test.each<[string, () => NodeSpec]>([
		['text', sendingText],
		['template', () => sendingTemplate('SbTpl1')],
	])('an older equal %s is not taken for it', async (_name, spec) => {
		// It is the only message in the period requested from the log.
		suite.sandbox.configure({ submailClockSkewMs: -20_000 });
		await suite.engine.run(spec(), [item]);
		suite.sandbox.configure({ submailClockSkewMs: 0 });
		fault({ kind: 'resetBefore' });
		expect(await outcomes(spec(), [item])).toEqual(['unknown']);
		expect(calls(suite).at(-1)).toBe('sms/log');
	});

	test('nor is one of the same run', async () => {
		fault({ kind: 'resetBefore', skip: 1 });
		expect(await outcomes(sendingText({ concurrency: 1 }), [item, item])).toEqual([
			'accepted',
			'unknown',
		]);
		expect(arrived(suite)).toHaveLength(1);
	});

	test('nor is another text, another template or other variables', async () => {
		const others = [
			{ ...item, text: `${TEXT}!` },
			{ ...item, text: '【Sandbox】Disk' },
		];
		await suite.engine.run(sendingText(), others);
		await suite.engine.run(sendingTemplate('SbTpl1'), [{ ...item, code: '99' }]);
		await suite.engine.run(sendingTemplate('SbTpl2'), [item]);
		for (const spec of [sendingText(), sendingTemplate('SbTpl1')]) {
			atOnce();
			fault({ kind: 'resetBefore' });
			expect(await outcomes(spec, [item])).toEqual(['unknown']);
		}
	});

	test('an international app has no log', async () => {
		await setForm(suite, { ...form.form, ...INTERNATIONAL.form });
		fault({ kind: 'resetAfter' });
		const outcome = await outcomes(sendingText(), [{ to: '+61411111111', text: 'x' }]);
		expect(outcome).toEqual(['unknown']);
		expect(calls(suite)).toEqual(['internationalsms/send']);
		expect(arrived(suite)).toHaveLength(1);
	});
});
