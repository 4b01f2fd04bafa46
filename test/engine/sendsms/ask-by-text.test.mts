/** Send SMS → Ask and Wait → Reply by Text: a code in the text, a rule while the question is open. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type IDataObject, type INode } from 'n8n-workflow';
import { hintsOf, useAsking, type Waiting } from '../../support/asking.mts';
import { addInboundRule, inboundRules } from '../../support/clicksend-seed.mts';
import { until } from '../../support/patience.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const host = useAsking(suite);

const [ANN, BOB, EVE] = [number(1), number(2), number(9)];
const QUESTION = 'Server db1 is down. Can you take it?';

const node = (parameters: IDataObject = {}, settings: Partial<INode> = {}) => {
	const { options = {}, ...rest } = parameters as { options?: IDataObject };
	return {
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['clickSendApi', 'matonApi', 'smsMobileApi', 'goToneSmsApi'],
		settings,
		parameters: {
			operation: 'sendAndWait',
			providers: ['clickSend'],
			to: ANN,
			message: QUESTION,
			...rest,
			options: { replyByText: true, ...options },
		},
	};
};

const approval = (more: IDataObject = {}) => node({ responseType: 'approval', ...more });
const rules = async () => await inboundRules(suite.sandbox.url);
const ruleNames = async () => (await rules()).map(({ rule_name }) => rule_name);
const textTo = (to: string): string =>
	suite.sandbox.messages().findLast((message) => message.to === to)?.text ?? '';
const hints = ({ asked }: Waiting) => hintsOf(asked);

/** Rules are removed without anybody waiting for that. */
const noRule = async () =>
	await until('the rule to be removed', 5_000, async () => (await rules()).length === 0);

/** The statuses of the requests to remove a rule. */
const removals = () =>
	suite.sandbox
		.requests()
		.filter(({ method }) => method === 'DELETE')
		.map(({ status }) => status);

const refuseSends = (times = 9) =>
	suite.sandbox.fault({
		wire: 'clicksend',
		path: '/v3/sms/send',
		kind: 'status',
		status: 401,
		times,
	});

afterEach(() => expect(host.crashes).toEqual([]));

describe.each(['clickSendApi', 'matonApi'])(
	'Reply by Text through %s',
	(clickSendAuthentication) => {
		test('the text says how, and the answer removes the rule', async () => {
			const waiting = await host.ask(approval({ clickSendAuthentication, to: `${ANN}, ${BOB}` }));
			const code = host.code(ANN);
			expect(code).toMatch(/^[2-9]{2}[ACDEFHJKMPRTWX]$/);
			expect(host.code(BOB)).toBe(code);
			expect(textTo(ANN).split('\n')).toEqual([
				QUESTION,
				`Reply YES ${code} or NO ${code}, or open:`,
				expect.stringMatching(/^http.*\?ask=0-0&signature=\w{64}$/),
			]);
			expect(await rules()).toMatchObject([
				{
					rule_name: expect.stringMatching(`^n8n question ${code} until \\d{4}-.*Z$`) as string,
					message_search_type: 0,
					action: 'URL',
					dedicated_number: '*',
				},
			]);

			await host.reply(BOB, `no ${code.toLowerCase()}!`);
			expect(waiting.items).toEqual([
				expect.objectContaining({
					answered: true,
					answer: 'declined',
					approved: false,
					by: BOB,
					to: BOB,
					via: 'text',
					at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
				}),
			]);
			expect(suite.sandbox.deliveries().every(({ delivered }) => delivered)).toBe(true);
			await noRule();
		});

		test('an answer on the page removes the rule too', async () => {
			const waiting = await host.ask(approval({ clickSendAuthentication }));
			await host.visit(host.links()[ANN] ?? '', { answer: 'approve' });
			expect(waiting.items).toMatchObject([{ answer: 'approved', via: 'page' }]);
			await noRule();
		});
	},
);

describe('Reply by Text: what counts', () => {
	test('acknowledge: OK, the word of another language, or only the code', async () => {
		for (const words of ['OK', 'ja,', 'ack', '收到', '']) {
			suite.sandbox.reset();
			const waiting = await host.ask(node());
			expect(textTo(ANN)).toContain(`\nReply OK ${host.code(ANN)}, or open:\n`);
			await host.reply(ANN, `${words} ${host.code(ANN)}`.trim());
			expect(waiting.items).toMatchObject([{ answer: 'acknowledged', by: ANN, via: 'text' }]);
		}
	});

	test('free text: what stands behind the code', async () => {
		const waiting = await host.ask(node({ responseType: 'freeText' }));
		expect(textTo(ANN)).toContain(`\nReply ${host.code(ANN)} and your answer, or open:\n`);
		await host.reply(ANN, `${host.code(ANN)}: On my way,\nin 10 minutes`);
		expect(waiting.items).toMatchObject([{ answer: 'On my way,\nin 10 minutes', by: ANN }]);
	});

	test('labels of your own: the text explains YES and NO, and takes the labels', async () => {
		const labels = { approveLabel: 'Ship it', declineLabel: 'Hold' };
		const waiting = await host.ask(approval(labels));
		const code = host.code(ANN);
		expect(textTo(ANN)).toContain(`\nReply YES ${code} (Ship it) or NO ${code} (Hold), or open:\n`);
		await host.reply(ANN, `${code} hold`);
		expect(waiting.items).toMatchObject([{ answer: 'declined' }]);
	});

	test('a stranger, another code, an unclear word, and no code answer nothing', async () => {
		const waiting = await host.ask(approval());
		const code = host.code(ANN);
		const last = code.endsWith('A') ? 'C' : 'A';
		const texts = [
			[EVE, `YES ${code}`],
			[ANN, `YES ${code.slice(0, 2)}${last}`],
			[ANN, `maybe ${code}`],
			[ANN, `yes no ${code}`],
			[ANN, `YES 1${code}`],
			[ANN, `YES ${code}2`],
			[ANN, `YES ${code.slice(0, 2)}`],
			[ANN, code],
			[ANN, `received ${code}`],
			[ANN, 'YES'],
		] as const;
		for (const [from, text] of texts) await host.reply(from, text);
		// The provider must not try again.
		expect(suite.sandbox.deliveries().length).toBeGreaterThan(5);
		expect(suite.sandbox.deliveries().every(({ attempts }) => attempts.length === 1)).toBe(true);
		expect(waiting.ended).toBeUndefined();
		await host.reply(ANN, `Yes please, ${code}`);
		expect(waiting.items).toMatchObject([{ answer: 'approved' }]);
	});

	test('two questions open to the same phone: the code says which one', async () => {
		const first = await host.ask(approval({ message: 'First?' }));
		const code = host.code(ANN);
		const second = await host.ask(approval({ message: 'Second?' }));
		expect(host.code(ANN)).not.toBe(code);
		await host.reply(ANN, `NO ${host.code(ANN)}`);
		expect(second.items).toMatchObject([{ answer: 'declined' }]);
		expect(first.ended).toBeUndefined();
		await host.reply(ANN, `YES ${code}`);
		expect(first.items).toMatchObject([{ answer: 'approved' }]);
		await noRule();
	});

	test('twelve questions open at the same time: each can be answered, and no code is used twice', async () => {
		const open = await Promise.all(
			Array.from({ length: 12 }, (_, n) => host.ask(approval({ to: number(20 + n) }))),
		);
		const codes = open.map((_, n) => host.code(number(20 + n)));
		expect(new Set(codes).size).toBe(12);
		await until('one rule for each', 5_000, async () => (await rules()).length === 12);
		await host.reply(number(31), `YES ${codes[11] ?? ''}`);
		expect(open[11]?.items).toMatchObject([{ answer: 'approved' }]);
		expect(open.filter(({ ended }) => ended)).toHaveLength(1);
	});

	test('a repeated call, several rules for one text, and page and text at once: one answer', async () => {
		const waiting = await host.ask(approval({ to: `${ANN}, ${BOB}` }));
		const [own] = await rules();
		await addInboundRule(suite.sandbox.url, { ...own, rule_name: 'A copy of a person' });
		const code = host.code(ANN);
		const page = host.visit(host.links()[BOB] ?? '', { answer: 'decline' });
		await Promise.all([page, host.reply(ANN, `YES ${code}`), host.reply(BOB, `NO ${code}`)]);
		for (const { id } of suite.sandbox.deliveries()) suite.sandbox.redeliver(id);
		await host.reply(ANN, `NO ${code}`);
		expect(host.answers.get(waiting.id)).toBe(1);
		expect(waiting.items).toHaveLength(1);
		await until('only the copy', 5_000, async () => (await rules()).length === 1);
		expect(await ruleNames()).toEqual(['A copy of a person']);
	});

	test('in a loop, the code of an earlier question does not answer the next one', async () => {
		const first = await host.ask(approval());
		const [{ action_address: old } = { action_address: '' }] = await rules();
		const code = host.code(ANN);
		await host.reply(ANN, `YES ${code}`);
		const second = await host.askAgain(first);
		const body = JSON.stringify({ from: ANN, body: `YES ${code}`, message_id: 'X' });
		expect(await host.post(old, body)).toEqual({ status: 200, text: '' });
		expect(second.ended).toBeUndefined();
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		expect(second.items).toMatchObject([{ answer: 'approved' }]);
	});

	test('the address of the rule: opening it, forms, an altered one and large bodies answer nothing', async () => {
		const waiting = await host.ask(approval());
		const [{ action_address: address } = { action_address: '' }] = await rules();
		const code = host.code(ANN);
		expect(await host.visit(address)).toMatchObject({ status: 200, text: '' });
		expect(await host.visit(address, { answer: 'approve' })).toMatchObject({
			status: 200,
			text: '',
		});
		const body = { from: ANN, body: `YES ${code}` };
		const call = JSON.stringify(body);
		const forged = [
			address.replace('ask=text-0', 'ask=text-1'),
			address.replace('clickSend', 'submail'),
			address.replace(/signature=\w/, 'signature=z'),
		];
		for (const one of forged) expect((await host.post(one, call)).status).toBe(403);
		const large = JSON.stringify({ ...body, more: 'x'.repeat(2_000_000) });
		expect((await host.post(address, large)).status).toBe(200);
		for (const other of ['{}', '[]', 'null', '"x"', JSON.stringify({ from: ANN, body: 7 })]) {
			expect((await host.post(address, other)).status).toBe(200);
		}
		// A link of a person is no address for texts.
		expect((await host.post(host.links()[ANN] ?? '', call)).status).toBe(400);
		expect(waiting.ended).toBeUndefined();
		// As a form, which a rule can also send, and without the plus.
		const form = { from: ANN.slice(1), message: `YES ${code}`, sms: '+61400000000' };
		expect((await host.visit(address, form)).status).toBe(200);
		expect(waiting.items).toMatchObject([{ answer: 'approved', by: ANN }]);
	});

	test('a late reply does not count', async () => {
		const waiting = await host.ask(
			approval({ limitType: 'afterTimeInterval', resumeAmount: 0.01, resumeUnit: 'minutes' }),
		);
		await new Promise((resolve) => setTimeout(resolve, 700));
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		expect(suite.sandbox.deliveries()).toMatchObject([{ delivered: true }]);
		await waiting.expire();
		expect(waiting.items).toMatchObject([{ answered: false }]);
	});

	test('after a restart of n8n', async () => {
		const waiting = await host.ask(approval());
		host.restart();
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		expect(waiting.items).toMatchObject([{ answer: 'approved', via: 'text' }]);
		await noRule();
	});

	test('somebody whose text was refused cannot answer', async () => {
		suite.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/send',
			kind: 'rows',
			rows: { to: BOB, status: 'COUNTRY_NOT_ENABLED' },
		});
		const waiting = await host.ask(approval({ to: `${ANN}, ${BOB}` }));
		await host.reply(BOB, `YES ${host.code(ANN)}`);
		expect(waiting.ended).toBeUndefined();
	});
});

describe('Reply by Text: the rule', () => {
	const expired = (address: string) => ({
		rule_name: 'n8n question 47K until 2026-01-01T00:00:00.000Z',
		action: 'URL',
		action_address: address,
	});

	test('leftovers of limits that passed are removed by the next question; nothing else is', async () => {
		const first = await host.ask(approval({ resumeAmount: 0.01, resumeUnit: 'minutes' }));
		const open = await host.ask(approval());
		const [{ action_address: address } = { action_address: '' }] = await rules();
		const kept = [
			{ ...expired(address), rule_name: 'My rule' },
			{ ...expired(address), rule_name: 'n8n question 47K until tomorrow' },
			{ ...expired(address), rule_name: `My ${expired('').rule_name}` },
			// Not the address of a question.
			expired('https://n8n.example.com/webhook/1/webhook?token=0123456789'),
			{ ...expired('3521'), action: 'SMS' },
		];
		for (const rule of kept) await addInboundRule(suite.sandbox.url, rule);
		await new Promise((resolve) => setTimeout(resolve, 700));
		await first.expire();
		await host.ask(approval());
		await until('the leftover to be removed', 5_000, async () => (await rules()).length === 7);
		const names = await ruleNames();
		expect(names.filter((name) => !name.startsWith('n8n question'))).toHaveLength(2);
		expect(
			(await rules()).filter(({ rule_name }) => kept.some((one) => one.rule_name === rule_name)),
		).toHaveLength(5);
		expect(open.ended).toBeUndefined();
	});

	test('many leftovers are removed little by little, and delay nothing', async () => {
		await host.ask(approval());
		const [{ action_address: address } = { action_address: '' }] = await rules();
		for (let n = 0; n < 25; n++) {
			const other = address.replace(/webhook-waiting\/\d+/, `webhook-waiting/9${n}`);
			await addInboundRule(suite.sandbox.url, expired(other));
		}
		const left = async (count: number) =>
			await until(`${count} rules`, 5_000, async () => (await rules()).length === count);
		await host.ask(approval());
		await left(2 + 15);
		await host.ask(approval());
		await left(3 + 5);
		await host.ask(approval());
		await left(4);
	});

	test('an account with many rules: the rule looks for the digits of the code', async () => {
		for (let n = 0; n < 9; n++) {
			await addInboundRule(suite.sandbox.url, {
				rule_name: `My rule ${n}`,
				action: 'URL',
				action_address: `${host.url}/of-a-person/${n}`,
			});
		}
		const open = [await host.ask(approval()), await host.ask(approval({ to: BOB }))];
		const code = host.code(BOB);
		await until('the first rules to be removed', 5_000, async () => (await rules()).length === 11);
		expect((await rules()).slice(-1)).toMatchObject([
			{ message_search_type: 2, message_search_term: code.slice(0, 2) },
		]);
		// A text that is not about the question takes nothing from the rules of other people.
		await host.reply(EVE, 'Hello');
		expect(suite.sandbox.deliveries()).toHaveLength(9);
		await host.reply(BOB, `Yes ${code.toLowerCase()}`);
		expect(open[1]?.items).toMatchObject([{ answer: 'approved', by: BOB }]);
		expect(open[0]?.ended).toBeUndefined();
	});

	test('a question without a limit can be answered by text for 30 days', async () => {
		await host.ask(approval({ limitType: 'noLimit' }));
		const [name = ''] = await ruleNames();
		const days = (Date.parse(name.split(' until ')[1] ?? '') - Date.now()) / 86_400_000;
		expect(Math.round(days)).toBe(30);
	});

	test('a code that another question has taken is given up', async () => {
		const ask = async () => {
			const { asked } = await suite.engine
				.run(approval(), [{}], { executionId: '7' })
				.then((outcome) => ({ asked: outcome }));
			expect(asked.run.status).toBe('waiting');
			return host.code(ANN);
		};
		const wanted = await ask();
		const [own] = await rules();
		suite.sandbox.reset();
		const address = own?.action_address.replace('webhook-waiting/7/', 'webhook-waiting/8/');
		await addInboundRule(suite.sandbox.url, { ...own, action_address: address });
		expect(await ask()).not.toBe(wanted);
		expect(host.code(ANN)).toMatch(/^\d\d[A-Z]$/);
		await until('the rule that gave way', 5_000, async () => (await rules()).length === 2);
		expect((await ruleNames()).join()).toContain(` ${host.code(ANN)} `);
	});

	test.each([
		['POST', 403, 9, /^Nobody can reply by text through ClickSend: .* The texts say only how/],
		['GET', 403, 1, /^Nobody can reply by text through ClickSend: /],
		['POST', 500, 9, /^Nobody can reply by text through ClickSend: /],
	])(
		'%s %d: the question is asked by link, and a hint says why',
		async (method, status, times, hint) => {
			suite.sandbox.fault({
				path: '/v3/automations/sms/inbound',
				method,
				kind: 'status',
				status,
				times,
			});
			const waiting = await host.ask(approval());
			expect(textTo(ANN).split('\n')).toHaveLength(2);
			expect(host.code(ANN)).toBe('');
			expect(hints(waiting)).toContainEqual(expect.stringMatching(hint));
			expect(hints(waiting).join()).not.toMatch(/signature=\w{9}/);
			await noRule();
			await host.visit(host.links()[ANN] ?? '', { answer: 'approve' });
			expect(waiting.items).toMatchObject([{ answer: 'approved' }]);
		},
	);

	test('the answer to the new rule is lost: asked by link, and no rule is left', async () => {
		suite.sandbox.fault({
			path: '/v3/automations/sms/inbound',
			method: 'POST',
			kind: 'resetAfter',
		});
		const waiting = await host.ask(approval());
		expect(host.code(ANN)).toBe('');
		expect(waiting.waitTill).toBeDefined();
		await noRule();
	});

	test('nobody could be texted: the rule is removed before the node fails', async () => {
		refuseSends();
		const { asked, waitTill } = await host.ask(approval());
		expect(asked.run.status).toBe('error');
		expect(waitTill).toBeUndefined();
		expect(await rules()).toEqual([]);
	});

	test('nobody could be texted, and the rule cannot be removed: the node fails at once, and it is tried again', async () => {
		refuseSends();
		const fault = { path: '/v3/automations', method: 'DELETE', kind: 'status' } as const;
		suite.sandbox.fault({ ...fault, status: 429, times: 1 });
		const { asked } = await host.ask(approval());
		expect(asked.run.status).toBe('error');
		expect(removals()).toEqual([429]);
		await noRule();
		expect(removals()).toEqual([429, 200]);
	});

	test.each([
		['a fence', { to: `${ANN}, ${BOB}`, options: { maxRecipientsPerItem: 1 } }, {}],
		['no valid number', { to: '12, 13' }, ON_ERROR.continue],
		['a fence that cannot be read', { options: { allowedRecipients: 'nobody' } }, {}],
		['a text that is too long', { options: { maxSegments: 1 } }, {}],
	])('%s holds everything back: no rule is left', async (_, parameters, settings) => {
		const { waitTill } = await host.ask(node(parameters, settings));
		expect(waitTill).toBeUndefined();
		expect(suite.sandbox.messages()).toEqual([]);
		expect(await rules()).toEqual([]);
	});

	test('Dry Run adds no rule, and counts the code', async () => {
		const plain = await host.ask(node({ options: { dryRun: true, replyByText: false } }));
		const { asked } = await host.ask(node({ options: { dryRun: true } }));
		const segments = ({ outputs }: typeof asked) => Number(outputs[0]?.[0]?.json.segments);
		expect(segments(asked)).toBeGreaterThanOrEqual(segments(plain.asked));
		expect(suite.sandbox.requests().filter(({ path }) => path.includes('automations'))).toEqual([]);
	});

	test('Retry On Fail leaves one rule, and its code answers', async () => {
		suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'status', status: 403 });
		const waiting = await host.ask(node({}, { retryOnFail: true, maxTries: 2 }));
		expect(waiting.waitTill).toBeDefined();
		expect(await ruleNames()).toEqual([expect.stringContaining(` ${host.code(ANN)} `)]);
		await host.reply(ANN, `OK ${host.code(ANN)}`);
		expect(waiting.items).toMatchObject([{ answered: true, by: ANN, via: 'text' }]);
		await noRule();
	});

	test('the provider fails when the rule is to be removed: the answer counts, and it is tried again', async () => {
		const waiting = await host.ask(approval());
		suite.sandbox.fault({
			path: '/v3/automations',
			method: 'DELETE',
			kind: 'status',
			status: 500,
			times: 1,
		});
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		expect(waiting.items).toMatchObject([{ answer: 'approved' }]);
		expect(await rules()).toHaveLength(1);
		await noRule();
		expect(removals()).toEqual([500, 200]);
	});

	test('a rule that cannot be removed is left after the third time', async () => {
		await host.ask(approval());
		suite.sandbox.fault({
			path: '/v3/automations',
			method: 'DELETE',
			kind: 'resetBefore',
			times: 9,
		});
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		await until('the third time', 15_000, () => removals().length === 3);
		await sleep(500);
		expect(removals()).toHaveLength(3);
		expect(await rules()).toHaveLength(1);
	});

	test('nothing in the output or in what n8n stores has the address of the rule', async () => {
		const waiting = await host.ask(approval({ simplify: false }));
		const [{ action_address: address } = { action_address: '' }] = await rules();
		const signature = address.split('signature=')[1] ?? 'none';
		expect(signature).toHaveLength(64);
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		for (const stored of [waiting.stored, waiting.ended?.stored ?? '']) {
			expect(stored).not.toContain(signature);
		}
	});
});

describe('Reply by Text: providers', () => {
	const two = (more: IDataObject = {}) =>
		approval({ providers: ['clickSend', 'smsMobileApi'], ...more });

	test('the next provider sends the question: its text has no code, and the rule is removed', async () => {
		refuseSends();
		const waiting = await host.ask(two());
		expect(textTo(ANN).split('\n')).toEqual([QUESTION, expect.stringMatching(/^http/)]);
		expect(await rules()).toEqual([]);
		await host.visit(host.links()[ANN] ?? '', { answer: 'approve' });
		expect(waiting.items).toMatchObject([{ provider: 'smsMobileApi', via: 'page' }]);
	});

	test('one person through each: who has the code can use it', async () => {
		suite.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/send',
			kind: 'rows',
			rows: { to: BOB, status: 'COUNTRY_NOT_ENABLED' },
		});
		const waiting = await host.ask(two({ to: `${ANN}, ${BOB}` }));
		expect(host.code(ANN)).not.toBe('');
		expect(host.code(BOB)).toBe('');
		await host.reply(ANN, `YES ${host.code(ANN)}`);
		expect(waiting.items).toMatchObject([{ by: ANN, via: 'text' }]);
	});

	test('none of the providers can pass on replies: refused, with the way out', async () => {
		const { asked } = await host.ask(approval({ providers: ['smsMobileApi'] }));
		expect(asked.error?.message).toBe(
			'Reply by Text: none of the selected providers can pass on what people reply',
		);
		expect(asked.error?.description).toMatch(/^Add ClickSend under Providers/);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test.each([
		[{ from: 'Acme' }, /the sender is a name/],
		[
			{
				from: '+61411000111',
				options: { senders: { sender: [{ provider: 'clickSend', from: 'Acme' }] } },
			},
			/the sender is a name/,
		],
		[{ approveLabel: 'No, wait', declineLabel: 'Yes, stop it' }, /the opposite of YES and NO/],
	])('%j: nobody could reply, so the text has only the link', async (parameters, hint) => {
		const waiting = await host.ask(approval(parameters));
		expect(host.code(ANN)).toBe('');
		expect(waiting.waitTill).toBeDefined();
		expect(hints(waiting)).toContainEqual(expect.stringMatching(hint));
		expect(await rules()).toEqual([]);
	});

	test('without the option, nothing is asked of the provider, and the text is as before', async () => {
		await host.ask(approval({ options: { replyByText: false } }));
		expect(textTo(ANN).split('\n')).toHaveLength(2);
		expect(suite.sandbox.requests().filter(({ path }) => path.includes('automations'))).toEqual([]);
	});
});

describe('Ask and Wait: If Too Long', () => {
	test.each([false, true])('Shorten keeps the link, and the reply (%p)', async (replyByText) => {
		const message = 'Details of the incident. '.repeat(60);
		const options = { ifTooLong: 'shorten', maxSegments: 4, replyByText };
		const waiting = await host.ask(approval({ message, options }));
		const lines = textTo(ANN).split('\n');
		expect(lines).toHaveLength(replyByText ? 3 : 2);
		expect(lines[0]).toMatch(/^Details .*\.\.\.$/);
		expect(textTo(ANN).length).toBeLessThanOrEqual(4 * 153);
		expect(textTo(ANN).length).toBeGreaterThan(4 * 153 - 12);
		expect((await host.visit(lines.at(-1) ?? '')).status).toBe(200);
		if (replyByText) await host.reply(ANN, `YES ${host.code(ANN)}`);
		else await host.visit(lines.at(-1) ?? '', { answer: 'approve' });
		expect(waiting.items).toMatchObject([{ answer: 'approved' }]);
	});

	test('no room for the link and what is asked: refused', async () => {
		const options = { ifTooLong: 'shorten', maxSegments: 1 };
		const { asked, waitTill } = await host.ask(approval({ options }));
		expect(waitTill).toBeUndefined();
		expect(asked.error?.message).toMatch(/more than the 1 that Max Segments allows/);
	});

	test('a text outside the basic alphabet', async () => {
		const message = '服务器坏了，请尽快处理。'.repeat(40);
		const options = { ifTooLong: 'shorten', maxSegments: 6 };
		await host.ask(approval({ message, approveLabel: '部署', options }));
		const lines = textTo(ANN).split('\n');
		expect(lines[0]).toMatch(/^服务器.*…$/);
		expect(textTo(ANN).length).toBeLessThanOrEqual(6 * 67);
		expect((await host.visit(lines.at(-1) ?? '')).status).toBe(200);
	});
});
