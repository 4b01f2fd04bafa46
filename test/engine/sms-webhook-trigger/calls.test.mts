/** Calls through n8n's own webhook context over loopback HTTP: answers, repeats, rows, filters. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { type IDataObject } from 'n8n-workflow';
import { request } from 'undici';
import { useSuite } from '../../support/suite.mts';
import { stopwatch } from '../../support/patience.mts';
import {
	asForm,
	asMultipart,
	asQuery,
	clickSendMessage,
	delivered,
	json,
	type Push,
	rows,
	SECRET,
	signEngageLab,
	signSmsHook,
	signV2,
	statusRow,
	subHookFields,
	uplinkRow,
	USER,
	v1Message,
	v2Envelope,
	v2Message,
} from '../../support/webhook-signers.mts';
import { type Hosted, useWebhooks } from '../../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

const SECRET_TYPE = 'smsWebhookApi';
beforeAll(async () => {
	await suite.engine.credentials.add(SECRET_TYPE, { secret: SECRET, username: USER });
});

const add = (provider: string, more: IDataObject = {}): Hosted =>
	host.addForBoth({ provider, ...more }, [SECRET_TYPE]);

/** Every signed wire: a workflow, and a call with one event with this id. */
const SIGNED: Array<
	[name: string, parameters: IDataObject, push: (id: string) => Push, news: number]
> = [
	['SMSMobileAPI v2', { provider: 'smsMobileApi' }, (id) => signV2(v2Message(id)), 202],
	['SUBHOOK form', { provider: 'submail' }, (id) => asForm(subHookFields(delivered(id))), 200],
	['SUBHOOK JSON', { provider: 'submail' }, (id) => json(subHookFields(delivered(id))), 200],
	['SUBHOOK GET', { provider: 'submail' }, (id) => asQuery(subHookFields(delivered(id))), 200],
	[
		'SUBHOOK multipart',
		{ provider: 'submail' },
		(id) => asMultipart(subHookFields(delivered(id))),
		200,
	],
	[
		'EngageLab callback',
		{ provider: 'engageLabSms' },
		(id) => signEngageLab(rows(statusRow(id, 'delivered'))),
		200,
	],
	[
		'EngageLab SMSHook',
		{ provider: 'engageLabSms', engageLabGeneration: 'legacy' },
		(id) => signSmsHook(JSON.stringify({ sms_id: id, status: 2, phone: '+886987654321' })),
		200,
	],
];

afterEach(() => {
	// Whatever happens, no secret is ever in the log.
	expect(host.logs.join('\n')).not.toContain(SECRET);
});

describe.each(SIGNED)('%s', (_name, parameters, push, news) => {
	const add = () => host.addForBoth(parameters, [SECRET_TYPE]);

	test('an event starts the workflow once; a repeat is answered and dropped', async () => {
		const hosted = add();
		const first = push('ID-1');
		expect(await hosted.call(first)).toMatchObject({ status: news, text: '' });
		expect(await hosted.call(first)).toMatchObject({ status: 200, text: '' });
		// The same event in a separate call, with its own signature.
		expect(await hosted.call(push('ID-1'))).toMatchObject({ status: 200 });
		expect(await hosted.call(push('ID-2'))).toMatchObject({ status: news });
		expect(hosted.started).toHaveLength(2);
		expect(hosted.crashes).toEqual([]);
	});

	test('answers are plain text', async () => {
		expect((await add().call(push('ID-1'))).type).toMatch(/^text\/plain/);
	});

	test('twenty simultaneous calls count once', async () => {
		const hosted = add();
		const one = push('ID-1');
		const answers = await Promise.all(
			Array.from({ length: 20 }, async (_, n) => await hosted.call(n % 2 ? one : push('ID-1'))),
		);
		expect(answers.map(({ status }) => status).filter((status) => status > 202)).toEqual([]);
		expect(hosted.started).toHaveLength(1);
	});

	test('after a restart, earlier events are still known', async () => {
		const hosted = add();
		const first = push('ID-1');
		await Promise.all([hosted.call(first), hosted.call(push('ID-2')), hosted.call(push('ID-3'))]);
		await hosted.call(push('ID-4'));
		host.restart();
		for (const again of [first, push('ID-1'), push('ID-2'), push('ID-3'), push('ID-4')]) {
			expect(await hosted.call(again)).toMatchObject({ status: 200 });
		}
		expect(hosted.started).toHaveLength(4);
		await hosted.call(push('ID-5'));
		expect(hosted.started).toHaveLength(5);
	});

	test('calls with a wrong signature or without one are refused', async () => {
		const hosted = add();
		const stranger = push('ID-1');
		const bare = { ...stranger, headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
		await suite.engine.credentials.add(SECRET_TYPE, { secret: 'another-secret', username: USER });
		expect(await hosted.call(stranger)).toMatchObject({ status: 401 });
		expect(await hosted.call({ ...bare, method: 'POST', query: '' })).toMatchObject({
			status: 401,
		});
		await suite.engine.credentials.add(SECRET_TYPE, { secret: SECRET, username: USER });
		expect(hosted.started).toEqual([]);
		// A refused event is not remembered: the genuine one still counts.
		expect(await hosted.call(stranger)).toMatchObject({ status: news });
	});

	test('a test in the editor starts every time and does not affect production', async () => {
		const hosted = add();
		const one = push('ID-1');
		await hosted.call(one, hosted.testUrl);
		await hosted.call(one, hosted.testUrl);
		expect(hosted.tested).toHaveLength(2);
		expect(hosted.staticData).toBe('{}');
		expect(await hosted.call(one)).toMatchObject({ status: news });
		expect(await hosted.call(one)).toMatchObject({ status: 200 });
		expect(hosted.started).toHaveLength(1);
	});

	test('so it is if its length is not announced', async () => {
		const hosted = host.add(parameters, [SECRET_TYPE]);
		const form = asMultipart({ x: 'x'.repeat(1024 * 1024) });
		for (const { headers, body } of [form, json({ x: 'x'.repeat(1024 * 1024) })]) {
			const chunks = Readable.from([Buffer.from(body ?? '')]);
			const dispatcher = host.agent;
			const answer = await request(hosted.url, {
				method: 'POST',
				headers,
				body: chunks,
				dispatcher,
			});
			expect([answer.statusCode, await answer.body.text()]).toEqual([413, 'too large']);
		}
		expect(hosted).toMatchObject({ started: [], crashes: [] });
	});

	test('more than a mebibyte is too large', async () => {
		const hosted = add();
		const form = asMultipart({ x: 'x'.repeat(1024 * 1024) });
		const body = JSON.stringify({ x: 'x'.repeat(1024 * 1024) });
		const { headers } = push('ID-1');
		const isMultipart = headers['content-type']?.startsWith('multipart');
		const large = isMultipart ? form : { headers, body };
		expect(await hosted.call(large)).toMatchObject({ status: 413, text: 'too large' });
		expect(hosted.started).toEqual([]);
	});

	test('the answer comes shortly after the workflow has started', async () => {
		const hosted = add();
		const begun = Date.now();
		const watch = stopwatch();
		await hosted.call(push('ID-1'));
		expect(Date.now() - begun).toBeGreaterThan(90);
		expect(watch.spent()).toBeLessThan(2_000);
	});

	test('a caller that hangs up without waiting does no harm', async () => {
		const hosted = add();
		const { method = 'POST', query = '', headers, body = '' } = push('ID-1');
		const { port, pathname } = new URL(hosted.url);
		await new Promise<void>((resolve) => {
			const socket = connect(Number(port), '127.0.0.1', () => {
				const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
				const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
				const target = query === '' ? pathname : `${pathname}?${query}`;
				socket.write(
					`${method} ${target} HTTP/1.1\r\nhost: x\r\n${lines.join('')}${length}\r\n${body}`,
				);
				setTimeout(() => socket.destroy(), 40);
			});
			socket.on('error', () => undefined);
			socket.on('close', () => setTimeout(resolve, 200));
		});
		expect(hosted.started).toHaveLength(1);
		expect(hosted.crashes).toEqual([]);
		// A provider that got no answer calls again.
		expect(await hosted.call(push('ID-1'))).toMatchObject({ status: 200 });
		expect(hosted.started).toHaveLength(1);
	});
});

describe('a used token', () => {
	test('SUBHOOK: with another body it counts as stolen; with the same one, as a repeat', async () => {
		const hosted = add('submail');
		const fields = subHookFields(delivered('S1'));
		await hosted.call(asForm(fields));
		const stolen = { ...fields, send_id: 'S2' };
		expect(await hosted.call(asForm(stolen))).toMatchObject({ status: 401, text: 'used before' });
		expect(await hosted.call(asForm(fields))).toMatchObject({ status: 200 });
		host.restart();
		expect(await hosted.call(asForm(stolen))).toMatchObject({ status: 401 });
		expect(await hosted.call(asForm(fields))).toMatchObject({ status: 200 });
		expect(hosted.started).toHaveLength(1);
	});

	test('EngageLab: the same', async () => {
		const hosted = add('engageLabSms');
		const genuine = signEngageLab(rows(statusRow('1', 'sent')));
		await hosted.call(genuine);
		const stolen = { ...genuine, body: rows(statusRow('2', 'sent')) };
		expect(await hosted.call(stolen)).toMatchObject({ status: 401 });
		expect(await hosted.call(genuine)).toMatchObject({ status: 200 });
		host.restart();
		expect(await hosted.call(stolen)).toMatchObject({ status: 401 });
		expect(hosted.started).toHaveLength(1);
	});

	test('at the same moment with two bodies, only one counts', async () => {
		const hosted = add('submail');
		const fields = subHookFields(delivered('S1'));
		const bodies = Array.from({ length: 10 }, (_, n) => ({ ...fields, send_id: `S${n}` }));
		const answers = await Promise.all(bodies.map(async (body) => await hosted.call(asForm(body))));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(hosted.started).toHaveLength(1);
	});

	test('SMSHook: calls within one second share a signature, and all of them count', async () => {
		const hosted = add('engageLabSms', { engageLabGeneration: 'legacy' });
		const timestamp = String(Math.floor(Date.now() / 1000));
		const push = (id: string) =>
			signSmsHook(JSON.stringify({ sms_id: id, status: 2 }), { timestamp });
		await hosted.call(push('S1'));
		await hosted.call(push('S2'));
		expect(hosted.started).toHaveLength(2);
	});
});

describe('status and rows', () => {
	test('every status of a message counts once', async () => {
		const hosted = add('submail');
		for (const events of ['sending', 'delivered', 'sending', 'delivered']) {
			await hosted.call(asForm(subHookFields({ ...delivered('S1'), events })));
		}
		expect(hosted.events.map(({ status }) => status)).toEqual(['sent', 'delivered']);
	});

	test('several rows start one execution with only the new ones, each once', async () => {
		const hosted = add('engageLabSms');
		const sent = [statusRow('1', 'sent'), statusRow('2', 'sent')];
		await hosted.call(signEngageLab(rows(...sent)));
		const more = [
			...sent,
			statusRow('2', 'delivered'),
			statusRow('2', 'delivered'),
			uplinkRow('SM1'),
		];
		await hosted.call(signEngageLab(rows(...more)));
		expect(hosted.started).toMatchObject([
			[
				{ messageId: '1', status: 'sent' },
				{ messageId: '2', status: 'sent' },
			],
			[
				{ messageId: '2', status: 'delivered' },
				{ event: 'messageReceived', id: 'SM1' },
			],
		]);
	});
});

describe('what starts the workflow, and with which items', () => {
	test('one item per event, with raw only if wanted', async () => {
		const simple = add('engageLabSms');
		const whole = add('engageLabSms', { simplify: false });
		const push = () => signEngageLab(rows(statusRow('1', 'sent'), uplinkRow('SM1', 'STOP')));
		await simple.call(push());
		await whole.call(push());
		expect(simple.started).toEqual([
			[
				{
					event: 'deliveryReport',
					messageId: '1',
					to: '+8613800138000',
					status: 'sent',
					final: false,
					reportedAt: '2023-11-29T05:09:20.000Z',
					provider: 'engageLabSms',
					reference: 'order-1',
					errorCode: null,
					errorText: null,
				},
				{
					event: 'messageReceived',
					id: 'SM1',
					from: '+1234567890',
					to: '0987654321',
					text: 'STOP',
					receivedAt: '2025-03-04T10:15:06.000Z',
					provider: 'engageLabSms',
					inReplyTo: null,
					reference: null,
					optOut: true,
					sessionId: '0987654321 +1234567890',
					chatInput: 'STOP',
				},
			],
		]);
		expect(whole.events).toMatchObject([
			{ raw: statusRow('1', 'sent') },
			{ raw: { server: 'sms' } },
		]);
	});

	test('undocumented events always include the original row', async () => {
		const hook = add('engageLabSms', { engageLabGeneration: 'legacy' });
		await hook.call(signSmsHook('{"sms_id":"S1","status":2}'));
		expect(hook.events).toMatchObject([{ raw: { sms_id: 'S1', status: 2 } }]);
		const mobile = add('smsMobileApi');
		await mobile.call(signV2(v2Envelope('sms.failed', { guid: 'G1', why: 'x' })));
		expect(mobile.events).toMatchObject([{ status: 'failed', raw: { why: 'x' } }]);
	});

	test('only the chosen events', async () => {
		const hosted = add('engageLabSms', { events: ['messageReceived'] });
		const push = signEngageLab(rows(statusRow('1', 'sent'), uplinkRow('SM1')));
		await hosted.call(push);
		await hosted.call(signEngageLab(rows(statusRow('2', 'sent'))));
		expect(hosted.events).toMatchObject([{ id: 'SM1' }]);
	});

	test('only the messages that match the filters; reports are not filtered', async () => {
		const filters = { from: '+1234567890', keyword: 'ack', pattern: '/^ack \\d+$/i' };
		const hosted = add('engageLabSms', { filters });
		const texts = ['ack 1', 'ACK 22', 'ack', 'back 1', 'x ack 1'];
		const all = [statusRow('1', 'sent'), ...texts.map((text, n) => uplinkRow(`SM${n}`, text))];
		expect(await hosted.call(signEngageLab(rows(...all)))).toMatchObject({ status: 200 });
		expect(hosted.events.map(({ id, messageId }) => id ?? messageId)).toEqual(['1', 'SM0', 'SM1']);
	});

	test.each([
		{ from: '\u202A+1 234\u2011567\u2011890\u202C' },
		{ from: '+61411111111，tel:+1234567890' },
		{ from: '＋１２３４５６７８９０' },
		{ keyword: '退订、ACK\uFE0F' },
	])('a filter as people paste it: %j', async (filters) => {
		const hosted = add('engageLabSms', { filters });
		await hosted.call(signEngageLab(rows(uplinkRow('SM1', 'ＡＣＫ\uFE0F 1'))));
		expect(hosted.events).toMatchObject([{ id: 'SM1' }]);
	});

	test('calls without relevant events are answered and start nothing', async () => {
		const mobile = add('smsMobileApi');
		expect(await mobile.call(signV2(v2Envelope('call.missed', { guid: 'G' })))).toMatchObject({
			status: 202,
		});
		const submail = add('submail');
		const template = subHookFields({ events: 'template_accept', template_id: 'T' });
		expect(await submail.call(asForm(template))).toMatchObject({ status: 200 });
		expect([...mobile.started, ...submail.started]).toEqual([]);
	});
});

describe('the verification of a URL', () => {
	test.each([{}, { engageLabGeneration: 'legacy' }])('%j', async (parameters) => {
		const hosted = add('engageLabSms', parameters);
		for (const [body, type] of [
			['', 'application/json'],
			['{}', 'application/json'],
			["''", 'text/plain'],
		] as const) {
			const answer = await hosted.call({ headers: { 'content-type': type }, body });
			expect(answer).toMatchObject({ status: 200, text: '' });
			expect(answer.type).toMatch(/^text\/plain/);
		}
		expect(await hosted.call({ headers: {} })).toMatchObject({ status: 200, text: '' });
		expect(hosted.started).toEqual([]);
	});
});

describe('unsigned wires', () => {
	test('SMSMobileAPI v1: with a token in the URL; the path alone is not enough', async () => {
		const open = host.addForBoth({ provider: 'smsMobileApi', smsMobileVersion: 'v1' });
		expect(await open.call(v1Message('G1'))).toMatchObject({ status: 401 });
		const guess = { ...v1Message('G1'), query: 'token=a-token-of-24-characters' };
		expect(await open.call(guess)).toMatchObject({ status: 503 });
		expect(host.logs.at(-1)).toContain('no credential with a token for the webhook URL');
		expect(open.started).toEqual([]);

		const guarded = add('smsMobileApi', { smsMobileVersion: 'v1' });
		expect(await guarded.call(v1Message('G1'))).toMatchObject({ status: 401 });
		expect(await guarded.call({ ...v1Message('G1'), query: 'token=x' })).toMatchObject({
			status: 401,
		});
		expect(await guarded.call({ ...v1Message('G1'), query: `token=${SECRET}` })).toMatchObject({
			status: 200,
		});
		expect(guarded.started).toHaveLength(1);
		for (const query of [
			`token=${SECRET}&token=${SECRET}`,
			`token[]=${SECRET}`,
			`Token=${SECRET}`,
		]) {
			expect(await guarded.call({ ...v1Message('G2'), query })).toMatchObject({ status: 401 });
		}
		expect(JSON.stringify([guarded.events, host.logs])).not.toContain(SECRET);
	});

	test.each([
		['too-short', /fewer than 16 characters/],
		['fifteen-letters', /fewer than 16 characters/],
	])('the token %j is refused at activation, and when a call comes', async (secret, problem) => {
		await suite.engine.credentials.add('smsWebhookApi', { secret, username: USER });
		try {
			for (const parameters of [
				{ provider: 'smsMobileApi', smsMobileVersion: 'v1' },
				{ provider: 'engageLabSms', verifySignature: false },
			]) {
				const hosted = host.add(parameters, ['smsWebhookApi']);
				await expect(hosted.activate()).rejects.toThrow(problem);
				const query = `token=${encodeURIComponent(secret)}`;
				expect(await hosted.call({ ...v1Message('G1'), query })).toMatchObject({ status: 503 });
				expect(hosted).toMatchObject({ started: [], crashes: [] });
			}
		} finally {
			await suite.engine.credentials.add('smsWebhookApi', { secret: SECRET, username: USER });
		}
	});

	test('a short secret of a provider is refused as well', async () => {
		await suite.engine.credentials.add('smsWebhookApi', { secret: 'short', username: USER });
		try {
			const hosted = host.add({ provider: 'submail' }, ['smsWebhookApi']);
			await expect(hosted.activate()).rejects.toThrow(/fewer than 8 characters/);
			const push = asForm(subHookFields(delivered('S1'), 'short'));
			expect(await hosted.call(push)).toMatchObject({ status: 503 });
		} finally {
			await suite.engine.credentials.add('smsWebhookApi', { secret: SECRET, username: USER });
		}
	});

	test('EngageLab without a signature, if the user allows it', async () => {
		const hosted = add('engageLabSms', { verifySignature: false });
		const plain = json(JSON.parse(rows(statusRow('1', 'sent'))));
		expect(await hosted.call(plain)).toMatchObject({ status: 401 });
		expect(await hosted.call({ ...plain, query: 'token=x' })).toMatchObject({ status: 401 });
		const push = { ...plain, query: `token=${SECRET}` };
		expect(await hosted.call(push)).toMatchObject({ status: 200 });
		expect(await hosted.call(push)).toMatchObject({ status: 200 });
		expect(hosted.started).toHaveLength(1);
	});

	test('ClickSend: only with the token that is in its rules', async () => {
		const hosted = host.addForBoth({ provider: 'clickSend' }, ['clickSendApi']);
		const push = json(clickSendMessage('M1'));
		for (const query of ['', 'token=', `token=${'x'.repeat(32)}`]) {
			expect(await hosted.call({ ...push, query })).toMatchObject({ status: 401 });
		}
		expect(hosted.started).toEqual([]);
	});
});

describe('faulty calls', () => {
	test('without a credential the provider is asked to call again', async () => {
		const hosted = host.addForBoth({ provider: 'submail' });
		expect(await hosted.call(asForm(subHookFields(delivered('S1'))))).toMatchObject({
			status: 503,
		});
		expect(host.logs.at(-1)).toContain('no credential');
		expect(hosted).toMatchObject({ started: [], crashes: [] });
	});

	test('the debug log has the reason why a call was refused', async () => {
		await add('submail').call(asForm(subHookFields(delivered('S1'), 'another-key')));
		expect(host.logs.at(-1)).toBe('Trigger: a webhook call was refused: wrong signature');
	});

	test('GET instead of POST', async () => {
		const hosted = add('smsMobileApi');
		expect(await hosted.call({ method: 'GET', headers: {} })).toMatchObject({ status: 405 });
	});

	test('signed, but malformed', async () => {
		const hosted = add('smsMobileApi');
		for (const body of ['[]', '"x"', '{"id":"1"}', `${'['.repeat(5000)}${']'.repeat(5000)}`]) {
			expect(await hosted.call(signV2(body))).toMatchObject({ status: 400, text: 'malformed' });
		}
		const polluted = '{"id":"1","type":"sms.sent","data":{"guid":"1","__proto__":{"admin":true}}}';
		expect(await hosted.call(signV2(polluted))).toMatchObject({ status: 400 });
		// As text, n8n does not parse it first.
		const text = signV2('{"broken');
		text.headers['content-type'] = 'text/plain';
		expect(await hosted.call(text)).toMatchObject({ status: 400 });
		expect(hosted).toMatchObject({ started: [], crashes: [] });
	});

	test('no part of a request is in its answer', async () => {
		const marker = randomUUID();
		const hosted = add('submail');
		for (const push of [
			asForm({ events: marker, token: marker, signature: marker }),
			asForm(subHookFields({ events: 'delivered', address: marker })),
			json({ [marker]: marker }),
		]) {
			const { text, type } = await hosted.call({ ...push, query: marker });
			expect(text).not.toContain(marker);
			expect(type).toMatch(/^text\/plain/);
		}
	});
});

describe('static data', () => {
	test('stays below 64 kB and keeps the newest; the process remembers more', async () => {
		const hosted = add('engageLabSms');
		for (let n = 0; n < 6; n++) {
			const batch = Array.from({ length: 1_000 }, (_, m) => statusRow(`${n * 1000 + m}`, 'sent'));
			await hosted.call(signEngageLab(rows(...batch)));
		}
		expect(hosted.events).toHaveLength(6_000);
		expect(hosted.staticData.length).toBeLessThan(64 * 1024);
		await hosted.call(signEngageLab(rows(statusRow('0', 'sent'), statusRow('5999', 'sent'))));
		expect(hosted.events).toHaveLength(6_000);
		host.restart();
		await hosted.call(signEngageLab(rows(statusRow('2500', 'sent'), statusRow('5999', 'sent'))));
		expect(hosted.events).toHaveLength(6_000);
		await hosted.call(signEngageLab(rows(statusRow('0', 'sent'))));
		expect(hosted.events).toHaveLength(6_001);
	});

	test('data that another execution overwrites is written again with the next call', async () => {
		const hosted = add('submail');
		await hosted.call(asForm(subHookFields(delivered('S1'))));
		// An execution of the workflow ended and wrote back what it had read at its start.
		hosted.staticData = '{"global":{"counter":1}}';
		await hosted.call(asForm(subHookFields(delivered('S2'))));
		expect(hosted.staticData).toContain('counter');
		host.restart();
		await hosted.call(asForm(subHookFields(delivered('S1'))));
		await hosted.call(asForm(subHookFields(delivered('S2'))));
		expect(hosted.started).toHaveLength(2);
	});

	test('two workflows, and two providers, do not share their memory', async () => {
		const [one, other] = [add('submail'), add('submail')];
		const push = asForm(subHookFields(delivered('S1')));
		await one.call(push);
		await other.call(push);
		expect([one.started.length, other.started.length]).toEqual([1, 1]);
	});
});

describe('by default only messages start the workflow', () => {
	const message = { sms_id: 'M1', content: 'Hello', from: '+886987654321' };
	const report = { sms_id: 'S1', status: 2, phone: '+886987654321' };
	const reply = { events: 'mo', address: '13800138000', app: '12345', timestamp: 1415014855 };
	const V1 = { ...v1Message('M1'), query: `token=${SECRET}` };
	const WIRES: Array<[name: string, parameters: IDataObject, report: () => Push, Push]> = [
		[
			'SMSMobileAPI v2',
			{ provider: 'smsMobileApi' },
			() => signV2(v2Envelope('sms.sent', { guid: 'S1' })),
			signV2(v2Message('M1')),
		],
		[
			'SUBHOOK',
			{ provider: 'submail' },
			() => asForm(subHookFields(delivered('S1'))),
			asForm(subHookFields({ ...reply, content: 'Hello' })),
		],
		[
			'EngageLab callback',
			{ provider: 'engageLabSms' },
			() => signEngageLab(rows(statusRow('S1', 'delivered'))),
			signEngageLab(rows(uplinkRow('M1'))),
		],
		[
			'EngageLab SMSHook',
			{ provider: 'engageLabSms', engageLabGeneration: 'legacy' },
			() => signSmsHook(JSON.stringify(report)),
			signSmsHook(JSON.stringify(message)),
		],
		['SMSMobileAPI v1', { provider: 'smsMobileApi', smsMobileVersion: 'v1' }, () => V1, V1],
	];

	test.each(WIRES)('%s', async (_name, parameters, reportCall, messageCall) => {
		const hosted = host.add(parameters, [SECRET_TYPE]);
		await hosted.activate();
		if (parameters.smsMobileVersion !== 'v1') {
			const { status } = await hosted.call(reportCall());
			expect([200, 202]).toContain(status);
			expect(hosted.started).toEqual([]);
		}
		await hosted.call(messageCall);
		expect(hosted.events.map(({ event }) => event)).toEqual(['messageReceived']);
	});

	test('ClickSend: only the rule for messages is added', async () => {
		const hosted = host.add({ provider: 'clickSend' }, ['clickSendApi']);
		await hosted.activate();
		const added = suite.sandbox.requests({ method: 'POST', path: '/automations/sms/' });
		expect(added.map(({ path }) => path)).toEqual([expect.stringContaining('inbound')]);
	});
});
