/** SUBMAIL's sends through n8n's real engine: the calls made, and the outcome of every message. */
import { type IDataObject } from 'n8n-workflow';
import { errorOf, ON_ERROR, stories } from '../../support/send.mts';
import {
	abroad,
	arrived,
	bare,
	calls,
	ALL_FORMS,
	forms,
	INTERNATIONAL,
	mainland,
	MD5,
	PLAIN,
	sendingTemplate,
	sendingText,
	setForm,
	SHA1_V2,
	timesAsked,
	useForm,
} from '../../support/submail.mts';
import { type Outcome } from '../../support/engine.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const TEXT = '【Sandbox】Disk full';
const templateText = (code: unknown) => `【Sandbox】您的验证码是${String(code)}，10分钟内有效。`;
const equal = (count: number, more: IDataObject = {}) =>
	Array.from({ length: count }, (_, n) => ({ to: mainland(n), text: TEXT, code: '7', ...more }));
const own = (count: number) =>
	equal(count).map((item, n) => ({ ...item, text: `${TEXT} ${n}`, code: `c${n}` }));

const accepted = (items: IDataObject[]) =>
	items.map(({ to }, item) => ({ item, to, outcome: 'accepted' }));
/** The failures of the items in an error output. */
const failures = ({ outputs }: Outcome) =>
	(outputs[1] ?? []).map(({ json }) => errorOf(json).failure as IDataObject);

describe.each(ALL_FORMS)('$name', (form) => {
	useForm(suite, form);
	const asked = form.name === 'plain' ? 0 : 1;

	test('Message: Send: 200 items with one text are one request, in input order, each paired', async () => {
		const items = equal(200);
		const outcome = await suite.engine.run(sendingText(), items);
		expect(calls(suite)).toEqual(['sms/batchsend']);
		expect(timesAsked(suite)).toBe(asked);
		expect(stories(outcome)).toEqual(accepted(items));
		expect(arrived(suite)).toEqual(items.map(({ to }) => `${to} ${TEXT}`));
		const ids = outcome.outputs[0]?.map(({ json }) => json.messageId);
		expect(ids).toEqual(suite.sandbox.messages().map(({ id }) => id));
	});

	test('Message: Send Template: 200 items with one template and equal variables are one request', async () => {
		const items = equal(200);
		const outcome = await suite.engine.run(sendingTemplate('SbTpl1'), items);
		expect(calls(suite)).toEqual(['sms/batchxsend']);
		expect(stories(outcome)).toEqual(accepted(items));
		expect(arrived(suite)).toEqual(items.map(({ to }) => `${to} ${templateText('7')}`));
	});

	test('Message: Send Template: 250 items with variables of their own are 3 requests of at most 100', async () => {
		const items = own(250);
		const outcome = await suite.engine.run(sendingTemplate('SbTpl1'), items);
		expect(calls(suite)).toEqual(['sms/multixsend', 'sms/multixsend', 'sms/multixsend']);
		const sizes = forms(suite, 'sms/multixsend').map(
			({ multi }) => (JSON.parse(multi as string) as unknown[]).length,
		);
		expect(sizes.sort()).toEqual([100, 100, 50]);
		expect(stories(outcome)).toEqual(accepted(items));
		expect(arrived(suite).sort()).toEqual(
			items.map(({ to, code }) => `${to} ${templateText(code)}`).sort(),
		);
	});

	test('Message: Send and Send Template: one item is one plain send, in the columns of every send', async () => {
		const text = await suite.engine.run(sendingText({ reference: 'r-1' }), equal(1));
		await suite.engine.run(sendingTemplate('SbTpl1', { reference: 'r-2' }), equal(1));
		expect(calls(suite)).toEqual(['sms/send', 'sms/xsend']);
		expect(forms(suite, 'sms/send')[0]).toMatchObject({ to: bare(0), content: TEXT, tag: 'r-1' });
		const vars = JSON.stringify({ code: '7' });
		const xsend = { to: bare(0), project: 'SbTpl1', vars, tag: 'r-2' };
		expect(forms(suite, 'sms/xsend')[0]).toMatchObject(xsend);
		expect(text.outputs[0]?.[0]?.json).toEqual({
			to: mainland(0),
			status: 'queued',
			outcome: 'accepted',
			provider: 'submail',
			messageId: suite.sandbox.messages()[0]?.id,
			reference: 'r-1',
			encoding: 'UCS-2',
			segments: 1,
			attempts: [expect.objectContaining({ provider: 'submail', outcome: 'accepted' }) as object],
		});
	});

	test('Message: Send Template, signatures of their own: one request if they may share it', async () => {
		const items = own(4).map((item, n) => ({ ...item, from: ['Sandbox', 'Acme', '', 'Acme'][n] }));
		const sending = async (options: IDataObject) => {
			const from = { __rl: true, mode: 'value', value: '={{ $json.from }}' };
			const spec = sendingTemplate('SbTpl1', options, {}, { from });
			const outcome = await suite.engine.run(spec, items);
			expect(stories(outcome)).toEqual(accepted(items));
			return calls(suite).splice(0);
		};
		const texts = items.map(
			({ to, code, from }) => `${to} ${templateText(code).replace('Sandbox', from || 'Sandbox')}`,
		);
		expect(await sending({})).toEqual(['sms/xsend', 'sms/multixsend', 'sms/xsend']);
		expect(arrived(suite).sort()).toEqual([...texts].sort());
		const before = calls(suite).length;
		await sending({ signaturesShareRequests: true });
		expect(calls(suite).slice(before)).toEqual(['sms/multixsend']);
		expect(arrived(suite).slice(4)).toEqual(texts);
		const [, form] = forms(suite, 'sms/multixsend');
		expect(form).not.toHaveProperty('sms_signature');
		expect(JSON.parse(form?.multi as string)).toMatchObject([
			{ sms_signature: '【Sandbox】' },
			{ sms_signature: '【Acme】' },
			{ vars: { code: 'c2' } },
			{ sms_signature: '【Acme】' },
		]);
	});

	test.each([true, false])('Message: Send Template, sms_signature signed: %s', async (signed) => {
		suite.sandbox.configure({ submailSmsSignatureSigned: signed });
		await setForm(suite, { ...form.form, signSmsSignature: signed });
		const from = { __rl: true, mode: 'value', value: 'Acme' };
		const outcome = await suite.engine.run(sendingTemplate('SbTpl1', {}, {}, { from }), own(2));
		expect(outcome.error).toBeUndefined();
		expect(arrived(suite)[0]).toContain('【Acme】');
		expect(forms(suite, 'sms/multixsend')[0]).toMatchObject({ sms_signature: '【Acme】' });
	});
});

describe.each([abroad(PLAIN), abroad(SHA1_V2)])('$name', (form) => {
	useForm(suite, form);
	const phone = (n: number) => `+614${String(n).padStart(8, '0')}`;
	const items = (count: number) =>
		Array.from({ length: count }, (_, n) => ({ to: phone(n), text: 'Disk full', code: '7' }));

	test('texts need no signature; equal ones are one request', async () => {
		const outcome = await suite.engine.run(sendingText(), items(200));
		expect(calls(suite)).toEqual(['internationalsms/batchsend']);
		expect(stories(outcome)).toEqual(accepted(items(200)));
		expect(arrived(suite)[0]).toBe(`${phone(0)} Disk full`);
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ encoding: 'GSM-7', segments: 1 });
	});

	test('From is put in front of the text, in brackets that keep a GSM-7 text in GSM-7', async () => {
		const from = { __rl: true, mode: 'value', value: '【Acme】' };
		await suite.engine.run(sendingText({}, {}, { from }), [
			{ to: phone(1), text: 'Disk full' },
			{ to: phone(2), text: '磁盘已满' },
			{ to: phone(3), text: '【Acme】Disk full' },
			{ to: phone(4), text: '【Ops】Disk full' },
		]);
		expect(arrived(suite).sort()).toEqual([
			`${phone(1)} [Acme]Disk full`,
			`${phone(2)} 【Acme】磁盘已满`,
			`${phone(3)} 【Acme】Disk full`,
		]);
	});

	test('templates: with equal or different variables, only multixsend is available', async () => {
		const same = await suite.engine.run(sendingTemplate('SbInt1'), items(2));
		const different = items(3).map((item, n) => ({ ...item, code: `c${n}` }));
		await suite.engine.run(sendingTemplate('SbInt1'), different);
		await suite.engine.run(sendingTemplate('SbInt1'), items(1));
		expect(calls(suite)).toEqual([
			'internationalsms/multixsend',
			'internationalsms/multixsend',
			'internationalsms/xsend',
		]);
		expect(stories(same)).toEqual(accepted(items(2)));
		expect(arrived(suite)[3]).toBe(`${phone(1)} Your code is c1.`);
	});

	test('the fee is money, not segments', async () => {
		const long = 'x'.repeat(141);
		const outcome = await suite.engine.run(sendingText({}, {}, { simplify: false }), [
			{ to: phone(1), text: long },
			{ to: phone(2), text: long },
		]);
		const json = outcome.outputs[0]?.[0]?.json;
		expect(json).toMatchObject({ segments: 2, price: null, raw: { fee: 0.092 } });
	});
});

describe('which messages travel together', () => {
	useForm(suite, PLAIN);

	test('different texts go one by one, and never as variables of multisend', async () => {
		await suite.engine.run(sendingText(), own(5));
		expect(calls(suite)).toEqual(Array(5).fill('sms/send'));
		expect(arrived(suite).sort()).toEqual(
			own(5)
				.map(({ to, text }) => `${to} ${text}`)
				.sort(),
		);
	});

	test('the same number twice: two messages in two requests', async () => {
		const [first, second] = equal(2);
		const items = [first, second, first] as IDataObject[];
		const outcome = await suite.engine.run(sendingText(), items);
		expect(calls(suite).sort()).toEqual(['sms/batchsend', 'sms/send']);
		expect(stories(outcome)).toEqual(accepted(items));
		expect(suite.sandbox.messages()).toHaveLength(3);
		const ids = new Set(outcome.outputs[0]?.map(({ json }) => json.messageId));
		expect(ids.size).toBe(3);
	});

	test('within an item, no recipient gets a text twice', async () => {
		const to = `${mainland(1)}, 138 0000 0001, ${mainland(2)}`;
		await suite.engine.run(sendingText({ defaultCountry: 'CN' }), [{ to, text: TEXT }]);
		expect(forms(suite, 'sms/batchsend')).toMatchObject([{ to: `${bare(1)},${bare(2)}` }]);
	});

	test('a reference is the tag of its whole request, so it splits them', async () => {
		const items = equal(6).map((item, n) => ({ ...item, ref: `incident-${n % 2}` }));
		const outcome = await suite.engine.run(sendingText({ reference: '={{ $json.ref }}' }), items);
		expect(forms(suite, 'sms/batchsend').map(({ tag }) => tag)).toEqual([
			'incident-0',
			'incident-1',
		]);
		expect(outcome.outputs[0]?.map(({ json }) => json.reference)).toEqual(
			items.map(({ ref }) => ref),
		);
		expect(
			suite.sandbox.messages().every(({ to, reference }) => {
				const item = items.find((one) => one.to === to);
				return item?.ref === reference;
			}),
		).toBe(true);
	});

	test('From signs texts that have no signature', async () => {
		const from = { __rl: true, mode: 'list', value: '【Acme】' };
		await suite.engine.run(sendingText({}, {}, { from }), [
			{ to: mainland(1), text: 'Down' },
			{ to: mainland(2), text: '【Acme】Down' },
			{ to: mainland(3), text: ' 【 Acme 】Down' },
		]);
		expect(arrived(suite).sort()).toEqual([
			`${mainland(1)} 【Acme】Down`,
			`${mainland(2)} 【Acme】Down`,
			`${mainland(3)} 【Acme】Down`,
		]);
	});

	test.each([
		'【Sandbox】Down',
		' \n【 Sandbox 】Down',
		'\u200B\uFEFF【Sandbox】Down',
		'【San\u200Bdbox】Down',
		'\u3164【Sandbox】Down',
		'【【Sandbox】】Down',
		'︻Sandbox︼Down',
		'Down【Sandbox】',
		'Down 【Sandbox】\u200B \n',
		'【Acme】Down【Sandbox】',
	])('who writes the text %j does not choose the signature that From sets', async (text) => {
		const from = { __rl: true, mode: 'list', value: '【Acme】' };
		const spec = sendingText({}, {}, { from });
		const outcome = await suite.engine.run(spec, [
			{ to: mainland(1), text },
			{ to: mainland(2), text: 'Down 【Sandbox】 again' },
		]);
		expect(arrived(suite)).toEqual([`${mainland(2)} 【Acme】Down 【Sandbox】 again`]);
		expect(outcome.stored).toContain('Message has another signature than the one under From');
	});

	test('nor who writes the value of a variable', async () => {
		const from = { __rl: true, mode: 'list', value: '【Acme】' };
		const spec = sendingTemplate('SbTpl1', {}, {}, { from });
		await suite.engine.run(spec, [
			{ to: mainland(1), code: '【Bank】 7' },
			{ to: mainland(2), code: '7' },
		]);
		expect(arrived(suite)).toHaveLength(1);
		expect(arrived(suite)[0]).toContain('【Acme】');
	});

	test('variables that differ only in their order are equal', async () => {
		const variables = {
			variable: ['first', 'second'].map((field) => ({
				name: `={{ $json.${field} }}`,
				value: `={{ $json[$json.${field}] }}`,
			})),
		};
		const db1 = { host: 'db1', state: 'down' };
		await suite.engine.run(sendingTemplate('SbTpl2', {}, {}, { variables }), [
			{ to: mainland(1), first: 'host', second: 'state', ...db1 },
			{ to: mainland(2), first: 'state', second: 'host', ...db1 },
		]);
		expect(calls(suite)).toEqual(['sms/batchxsend']);
		expect(arrived(suite)[1]).toBe(`${mainland(2)} 【Sandbox】Host db1 is down.`);
	});

	test('Dry Run lists the requests, and makes none', async () => {
		const outcome = await suite.engine.run(sendingTemplate('SbTpl1', { dryRun: true }), own(101));
		expect(outcome.outputs[0]?.[100]?.json).toMatchObject({
			request: 2,
			requests: 2,
			to: mainland(100),
		});
		expect(suite.sandbox.requests()).toEqual([]);
	});
});

describe.each([PLAIN, SHA1_V2])('an app that may not send to many, $name', (form) => {
	useForm(suite, form);

	test.each(['object', 'rows'] as const)(
		'one by one after one refused request; refused as %s',
		async (submailMultiErrors) => {
			suite.sandbox.configure({ submailBulk: false, submailMultiErrors });
			for (const [spec, call, single] of [
				[sendingText(), 'sms/batchsend', 'sms/send'],
				[sendingTemplate('SbTpl1'), 'sms/batchxsend', 'sms/xsend'],
			] as const) {
				const outcome = await suite.engine.run(spec, equal(30));
				expect(stories(outcome)).toEqual(accepted(equal(30)));
				expect(calls(suite).filter((one) => one === call)).toHaveLength(1);
				expect(calls(suite).filter((one) => one === single)).toHaveLength(30);
			}
			expect(new Set(arrived(suite)).size).toBe(60);
			expect(arrived(suite)).toHaveLength(60);
			const items = own(110);
			const outcome = await suite.engine.run(sendingTemplate('SbTpl1', { concurrency: 1 }), items);
			expect(stories(outcome)).toEqual(accepted(items));
			expect(calls(suite).filter((one) => one === 'sms/multixsend')).toHaveLength(1);
			expect(arrived(suite)).toHaveLength(170);
		},
	);
});

describe.each([PLAIN, SHA1_V2])('the rows of an answer, $name', (form) => {
	useForm(suite, form);
	const BLACKLISTED = '+8613900000114';
	const items = [...equal(3), { to: BLACKLISTED, text: TEXT, code: '7' }, ...equal(5).slice(3)];
	const good = items.filter(({ to }) => to !== BLACKLISTED);

	test.each([
		['batchsend', sendingText, 'sms/send'],
		['batchxsend', () => sendingTemplate('SbTpl1'), 'sms/xsend'],
	] as const)(
		'%s without codes: the refused number is sent again alone, to get its reason',
		async (call, spec, single) => {
			const outcome = await suite.engine.run({ ...spec(), settings: ON_ERROR.errorOutput }, items);
			expect(calls(suite)).toEqual([`sms/${call}`, single]);
			expect(forms(suite, single)).toMatchObject([{ to: BLACKLISTED.slice(3) }]);
			expect(suite.sandbox.messages().map(({ to }) => to)).toEqual(good.map(({ to }) => to));
			expect(failures(outcome)).toMatchObject([{ class: 'optedOut', code: '114' }]);
			expect(outcome.outputs[1]?.[0]?.pairedItem).toMatchObject({ item: 3 });
		},
	);

	test.each(['documented', 'text', 'number'] as const)(
		'with codes (%s), no further request is needed',
		async (submailErrorCodes) => {
			suite.sandbox.configure({ submailBatchErrorCodes: true, submailErrorCodes });
			const spec = sendingText({}, ON_ERROR.errorOutput);
			expect(failures(await suite.engine.run(spec, items))).toMatchObject([
				{ class: 'optedOut', code: '114' },
			]);
			expect(calls(suite)).toEqual(['sms/batchsend']);
			const different = items.map((item, n) => ({ ...item, code: n }));
			const multi = await suite.engine.run(
				sendingTemplate('SbTpl1', {}, ON_ERROR.errorOutput),
				different,
			);
			expect(failures(multi)).toMatchObject([{ class: 'optedOut', code: '114' }]);
			expect(calls(suite)).toEqual(['sms/batchsend', 'sms/multixsend']);
			expect(suite.sandbox.messages()).toHaveLength(2 * good.length);
		},
	);

	test('rows in a different order, and one missing', async () => {
		suite.sandbox.configure({ submailBatchErrorCodes: true });
		suite.sandbox.fault({ kind: 'rows', wire: 'submail', rows: { shuffle: true } });
		const shuffled = await suite.engine.run(sendingText({}, ON_ERROR.errorOutput), items);
		expect(failures(shuffled)).toMatchObject([{ code: '114' }]);
		const ids = new Map(suite.sandbox.messages().map(({ to, id }) => [to, id]));
		for (const { json } of shuffled.outputs[0] ?? []) {
			expect(json.messageId).toBe(ids.get(json.to as string));
		}
		suite.sandbox.fault({ kind: 'rows', wire: 'submail', rows: { drop: 1 } });
		suite.sandbox.fault({ kind: 'status', wire: 'submail', path: '/sms/log' });
		const dropped = await suite.engine.run(sendingText({}, ON_ERROR.continue), equal(3));
		expect(stories(dropped).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'unknown',
		]);
	});

	test('an undocumented code leaves the outcome of its message unknown', async () => {
		suite.sandbox.configure({ submailBatchErrorCodes: true });
		suite.sandbox.fault({ kind: 'rows', wire: 'submail', rows: { status: '777', every: 2 } });
		const outcome = await suite.engine.run(sendingText({}, ON_ERROR.continue), equal(2));
		expect(stories(outcome).map((one) => one.outcome)).toEqual(['accepted', 'unknown']);
		expect(outcome.outputs[0]?.[1]?.json.failure).toMatchObject({ code: '777' });
	});
});

interface Refused {
	name: string;
	code: string;
	kind: string;
	item?: IDataObject;
	template?: string;
	settings?: Parameters<typeof suite.sandbox.configure>[0];
}

const REFUSED: Refused[] = [
	{ name: 'blacklisted', code: '114', kind: 'optedOut', item: { to: '+8613900000114' } },
	{ name: 'too often', code: '115', kind: 'rateLimited', item: { to: '+8613900000115' } },
	{ name: 'unsubscribed', code: '253', kind: 'optedOut', item: { to: '+8613900000253' } },
	{
		name: 'not a mobile number',
		code: '251',
		kind: 'invalidRecipient',
		item: { to: '+8612000000000' },
	},
	{ name: 'no credit', code: '905', kind: 'insufficientCredit', settings: { submailCredit: 0 } },
	{
		name: 'a forbidden word',
		code: '405',
		kind: 'content',
		item: { text: `${TEXT} sandbox-forbidden` },
	},
	{
		name: 'no matching template',
		code: '420',
		kind: 'content',
		item: { text: `${TEXT} sandbox-unmatched` },
	},
	{
		name: 'a signature in review',
		code: '126',
		kind: 'invalidSender',
		item: { text: '【InReview】x' },
	},
	{
		name: 'an unknown signature',
		code: '126',
		kind: 'invalidSender',
		item: { text: '【Nobody】x' },
		settings: { submailUnknownSignature: 'refuse' },
	},
	{ name: 'a template in review', code: '409', kind: 'templatePending', template: 'SbTpl3' },
	{ name: 'a rejected template', code: '120', kind: 'templatePending', template: 'SbTpl4' },
	{ name: 'an unknown template', code: '407', kind: 'content', template: 'nowhere' },
	{
		name: 'an unknown template, by the other code',
		code: '306',
		kind: 'content',
		template: 'nowhere',
		settings: { submailProjectCodes: '3xx' },
	},
];

describe.each([PLAIN, MD5])('what SUBMAIL refuses, $name', (form) => {
	useForm(suite, form);

	test.each(REFUSED)('$name: $code', async ({ code, kind, item, template, settings }) => {
		for (const submailErrorStatus of [200, 400] as const) {
			for (const submailErrorCodes of ['text', 'number'] as const) {
				suite.sandbox.reset();
				suite.sandbox.configure({ ...settings, submailErrorStatus, submailErrorCodes });
				const spec = template
					? sendingTemplate(template, {}, ON_ERROR.errorOutput)
					: sendingText({}, ON_ERROR.errorOutput);
				const outcome = await suite.engine.run(spec, equal(1, item));
				expect(stories(outcome)).toMatchObject([{ item: 0, outcome: 'rejected' }]);
				expect(failures(outcome)).toMatchObject([
					{ class: kind, code, hint: expect.stringMatching(/\.$/) as string },
				]);
				expect(calls(suite)).toHaveLength(1);
				expect(suite.sandbox.messages()).toEqual([]);
			}
		}
	});

	test('a wrong key stops the run after the first request', async () => {
		await setForm(suite, { ...form.form, appKey: 'wrong' });
		const spec = sendingText({ concurrency: 1 }, ON_ERROR.errorOutput);
		const outcome = await suite.engine.run(spec, own(50));
		expect(calls(suite)).toEqual(['sms/send']);
		expect(outcome.outputs.map((output) => output.length)).toEqual([0, 50]);
		expect(failures(outcome)[49]).toMatchObject({ class: 'auth' });
	});
});

describe('what SUBMAIL refuses', () => {
	useForm(suite, PLAIN);

	test('the same text again: 408 is never retried, not even by Retry On Fail', async () => {
		suite.sandbox.configure({ submailDuplicateMs: 60_000 });
		const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		await suite.engine.run(sendingText(), equal(2));
		const again = await suite.engine.run(
			sendingText({}, { ...retries, ...ON_ERROR.continue }),
			equal(2),
		);
		expect(stories(again).map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
		expect(again.outputs[0]?.[0]?.json.failure).toMatchObject({ class: 'duplicate', code: '408' });
		// Both in one request, then each alone, because the rows have no reason.
		expect(calls(suite)).toEqual(['sms/batchsend', 'sms/batchsend', 'sms/send', 'sms/send']);
		expect(suite.sandbox.messages()).toHaveLength(2);
	});

	test('not enough credit for all: the whole request is refused', async () => {
		suite.sandbox.configure({ submailCredit: 3 });
		const outcome = await suite.engine.run(sendingText({}, ON_ERROR.errorOutput), equal(5));
		expect(failures(outcome)).toHaveLength(5);
		expect(failures(outcome)[0]).toMatchObject({ class: 'insufficientCredit', code: '905' });
		expect(calls(suite)).toEqual(['sms/batchsend']);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('an international app without money: 904', async () => {
		await setForm(suite, INTERNATIONAL.form);
		suite.sandbox.configure({ submailMoney: 0 });
		const outcome = await suite.engine.run(sendingText({}, ON_ERROR.errorOutput), [
			{ to: '+61411111111', text: 'x' },
		]);
		expect(failures(outcome)).toMatchObject([{ class: 'insufficientCredit', code: '904' }]);
	});

	test('stop: one error at the end reports everything, and a retry sends to no one again', async () => {
		const items = [...equal(2), { to: '+8613900000253', text: TEXT }];
		const failed = await suite.engine.run(sendingText(), items);
		expect(failed.error?.message).toBe('2 of 3 messages were accepted, 1 was not sent');
		expect(failed.error?.description).toContain('unsubscribed');
		await suite.engine.retry(sendingText(), failed);
		expect(arrived(suite)).toHaveLength(2);
		expect(calls(suite)).toEqual(['sms/batchsend', 'sms/send']);
	});
});
