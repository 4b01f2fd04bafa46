/** EngageLab: Message → Send through n8n's real engine, with both generations. */
import { type IDataObject } from 'n8n-workflow';
import { byId } from '../../support/clicksend.mts';
import { CURRENT, GENERATIONS, LEGACY, operation } from '../../support/engagelab.mts';
import { type NodeSpec, type Outcome } from '../../support/engine.mts';
import { errorOf, number, ON_ERROR, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const RETRY = { retryOnFail: true, maxTries: 3 };

/** A node that sends `{{ $json.text }}` to `{{ $json.to }}`. */
const sending = (
	templateId: string,
	options: IDataObject = {},
	settings: NodeSpec['settings'] = {},
	parameters: IDataObject = {},
): NodeSpec =>
	operation(
		'message',
		'send',
		{
			to: '={{ $json.to }}',
			template: byId(templateId),
			variables: { variable: [{ name: 'text', value: '={{ $json.text }}' }] },
			// Most tests are about the send alone.
			options: { checkTemplate: false, ...options },
			...parameters,
		},
		settings,
	);

const items = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ to: number(n), text: `Alert ${n}` }));
const sends = () => suite.sandbox.requests({ method: 'POST' });
const arrived = () => suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`);
const outcomes = (outcome: Outcome) => stories(outcome).map((story) => story.outcome);
const failures = ({ outputs }: Outcome) =>
	outputs.flat().map(({ json }) => (json.failure ?? {}) as IDataObject);

describe.each(GENERATIONS)('Message: Send, $generation', (one) => {
	const isCurrent = one === CURRENT;
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', one.credential(suite.sandbox.url));
	});
	const node = (
		options: IDataObject = {},
		settings: NodeSpec['settings'] = ON_ERROR.continue,
		parameters: IDataObject = {},
	) => sending(one.templateId, options, settings, parameters);

	test('the request, and the output fields of an accepted message', async () => {
		const outcome = await suite.engine.run(node({ reference: 'incident-1' }), [
			{ to: '+61 411 111 111', text: 'Größe "5" {x} %y%\n服务器' },
		]);
		const text = 'Größe "5" {x} %y%\n服务器';
		expect(sends().map(({ body }) => body)).toEqual([
			isCurrent
				? {
						to: ['+61411111111'],
						template: { id: one.templateId, params: { text } },
						custom_args: { reference: 'incident-1' },
					}
				: { to: ['+61411111111'], body: { template_id: 123, vars: { text } } },
		]);
		const [arrival] = suite.sandbox.messages();
		expect(arrival?.text).toBe(text);
		expect(outcome.outputs[0]?.[0]?.json).toEqual({
			to: '+61411111111',
			status: 'queued',
			outcome: 'accepted',
			provider: 'engageLabSms',
			messageId: arrival?.id,
			// The legacy generation does not support references.
			// The legacy generation does not support references.
			reference: isCurrent ? 'incident-1' : null,
			attempts: [
				{ provider: 'engageLabSms', at: expect.any(String) as string, outcome: 'accepted' },
			],
		});
	});

	test('one recipient per request, in input order, each paired', async () => {
		const outcome = await suite.engine.run(node(), [
			...items(3),
			{ to: `${number(7)}, ${number(8)}`, text: 'both' },
		]);
		expect(sends()).toHaveLength(5);
		expect(stories(outcome)).toEqual([
			...items(3).map(({ to }, item) => ({ item, to, outcome: 'accepted' })),
			{ item: 3, to: number(7), outcome: 'accepted' },
			{ item: 3, to: number(8), outcome: 'accepted' },
		]);
		const ids = outcome.outputs[0]?.map(({ json }) => json.messageId);
		expect(new Set(ids).size).toBe(5);
	});

	test('an impossible recipient fails alone, before any request', async () => {
		const outcome = await suite.engine.run(node(), [...items(1), { to: 'Bob', text: 'never' }]);
		expect(outcomes(outcome)).toEqual(['accepted', 'notSent']);
		expect(sends()).toHaveLength(1);
	});

	test('a template that does not exist: rejected, not tried again', async () => {
		const spec = sending('777', {}, ON_ERROR.errorOutput);
		const outcome = await suite.engine.run(spec, items(1));
		expect(sends()).toHaveLength(1);
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			outcome: 'rejected',
			failure: { class: 'configuration', code: isCurrent ? '4001' : '33001' },
		});
	});

	test('a template that is not approved: rejected if the code is listed, otherwise unknown', async () => {
		const outcome = await suite.engine.run(
			sending(one.pendingTemplateId, {}, ON_ERROR.continue),
			items(1),
		);
		expect(outcomes(outcome)).toEqual([isCurrent ? 'rejected' : 'unknown']);
		expect(arrived()).toEqual([]);
	});

	test('an empty template and a variable that is not a text: reported before any request', async () => {
		const empty = await suite.engine.run(
			node({}, ON_ERROR.continue, { template: byId('={{ $json.none }}') }),
			items(1),
		);
		expect(failures(empty)).toMatchObject([{ message: 'Template is empty' }]);
		const odd = await suite.engine.run(node(), [{ to: number(1), text: { a: 1 } }]);
		expect(failures(odd)).toMatchObject([{ parameter: 'Variables' }]);
		expect(sends()).toEqual([]);
	});

	test('numbers as variables are sent as text; a placeholder without a value stays unchanged', async () => {
		await suite.engine.run(node(), [{ to: number(1), text: 42 }]);
		await suite.engine.run(node({}, {}, { variables: {} }), items(1));
		expect(suite.sandbox.messages().map(({ text }) => text)).toEqual([
			'42',
			isCurrent ? '{{text}}' : '%text%',
		]);
	});

	test.each([
		['resetAfter', { kind: 'resetAfter' }, 1],
		['resetBefore', { kind: 'resetBefore' }, 0],
		['500 after acceptance', { kind: 'statusAfter', status: 500 }, 1],
		['half an answer', { kind: 'garbage' }, 1],
		['an unlisted code', { kind: 'status', status: 400, body: { code: 99999 } }, 0],
		['an empty object', { kind: 'garbage', body: {} }, 1],
		['an empty list', { kind: 'garbage', body: [] }, 1],
	] as const)('%s: unknown, and Retry On Fail sends nothing twice', async (_, fault, phones) => {
		suite.sandbox.fault({ wire: one.wire, ...fault });
		const outcome = await suite.engine.run(node({}, RETRY), items(1));
		expect(outcome.error?.message).toMatch(/^\+\d{3}\*+\d\d: /);
		expect(sends()).toHaveLength(1);
		expect(arrived()).toHaveLength(phones);
		const again = await suite.engine.retry(node({}, RETRY), outcome);
		expect(again.error).toBeDefined();
		expect(sends()).toHaveLength(1);
	});

	test('Retry On Fail sends what was not sent, and nothing twice', async () => {
		suite.sandbox.fault({ wire: one.wire, kind: 'status', status: 429, skip: 1 });
		const outcome = await suite.engine.run(
			node({ concurrency: 1, maxRetries: 0 }, RETRY),
			items(3),
		);
		expect(outcome.error).toBeUndefined();
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted', 'accepted']);
		expect(arrived().sort()).toEqual(items(3).map(({ to, text }) => `${to} ${text}`));
		expect(sends()).toHaveLength(4);
	});

	test('a dead host: nothing was sent, and this is reported', async () => {
		await suite.engine.credentials.add('engageLabSmsApi', {
			...one.credential(suite.sandbox.url),
			baseUrl: 'http://127.0.0.1:9',
		});
		const outcome = await suite.engine.run(node({ maxRetries: 0 }), items(1));
		expect(failures(outcome)).toMatchObject([{ class: 'providerDown', code: 'ECONNREFUSED' }]);
		expect(outcomes(outcome)).toEqual(['notSent']);
	});

	test('a wrong key: one request for all', async () => {
		await suite.engine.credentials.add('engageLabSmsApi', {
			...one.credential(suite.sandbox.url),
			password: 'wrong',
		});
		const outcome = await suite.engine.run(node({ concurrency: 1 }), items(3));
		expect(failures(outcome).map((failure) => failure.class)).toEqual(['auth', 'auth', 'auth']);
		expect(sends()).toHaveLength(1);
	});

	test('Dry Run: the planned requests are reported, and none is made', async () => {
		const outcome = await suite.engine.run(node({ dryRun: true }), items(2));
		expect(outcome.outputs[0]?.map(({ json }) => [json.request, json.requests])).toEqual([
			[1, 2],
			[2, 2],
		]);
		expect(sends()).toEqual([]);
	});

	describe('Check Template', () => {
		const checking = (templateId: string, parameters: IDataObject = {}) =>
			sending(templateId, { checkTemplate: true }, ON_ERROR.continue, parameters);
		const reads = () => suite.sandbox.requests({ method: 'GET' });

		test('reads the template once for all items, and lets complete messages through', async () => {
			const outcome = await suite.engine.run(checking(one.templateId), items(3));
			expect(outcomes(outcome)).toEqual(['accepted', 'accepted', 'accepted']);
			expect(reads().map(({ path }) => path)).toEqual([`${one.templatePath}/${one.templateId}`]);
		});

		test('a variable without a value: reported before sending', async () => {
			const outcome = await suite.engine.run(checking(one.codeTemplateId), items(1));
			expect(failures(outcome)).toMatchObject([
				{ parameter: 'Variables', message: 'The template needs a value for code' },
			]);
			expect(sends()).toEqual([]);
		});

		test('a template that is not approved: reported before sending', async () => {
			const outcome = await suite.engine.run(checking(one.pendingTemplateId), items(1));
			expect(failures(outcome)).toMatchObject([
				{ class: 'templatePending', parameter: 'Template' },
			]);
			expect(sends()).toEqual([]);
		});

		test('a template that cannot be read holds no messages back', async () => {
			suite.sandbox.fault({ kind: 'status', status: 500, method: 'GET' });
			const outcome = await suite.engine.run(checking(one.templateId), items(1));
			expect(outcomes(outcome)).toEqual(['accepted']);
		});
	});

	describe('Send as One Batch', () => {
		const batch = (options: IDataObject = {}, parameters: IDataObject = {}) =>
			node({ sendAsOneBatch: true, ...options }, ON_ERROR.continue, parameters);
		const same = (count: number) =>
			Array.from({ length: count }, (_, n) => ({ to: number(n), text: 'Down' }));

		test('equal variables in one request, others in separate requests', async () => {
			const outcome = await suite.engine.run(batch(), [
				...same(3),
				{ to: number(8), text: 'Up' },
				{ to: number(9), text: 'Down' },
			]);
			expect(sends().map(({ body }) => (body as { to: string[] }).to)).toEqual([
				[number(0), number(1), number(2), number(9)],
				[number(8)],
			]);
			expect(outcomes(outcome)).toEqual(Array(5).fill('accepted'));
			// A batch has no id per message; a message sent alone has one.
			const ids = outcome.outputs[0]?.map(({ json }) => json.messageId);
			expect(ids?.map((id) => id === null)).toEqual([true, true, true, false, true]);
			expect(arrived()).toHaveLength(5);
		});

		test('the raw data contains the plan', async () => {
			const outcome = await suite.engine.run(batch({}, { simplify: false }), same(2));
			const raw = outcome.outputs[0]?.map(({ json }) => json.raw);
			expect(raw).toEqual(
				Array(2).fill(
					isCurrent
						? {
								plan_id: expect.stringMatching(/^\d{19}$/) as string,
								total_count: 2,
								accepted_count: 2,
							}
						: { result: { sms_ids: expect.any(Array) as string[] } },
				),
			);
		});

		test('the same recipient in two items is in two requests', async () => {
			await suite.engine.run(batch(), [...same(2), ...same(1)]);
			expect(sends()).toHaveLength(2);
			expect(arrived()).toHaveLength(3);
		});

		test('no more than 1000 recipients per request', async () => {
			await suite.engine.run(batch(), same(1001));
			const counts = sends().map(({ body }) => (body as { to: string[] }).to.length);
			expect(counts.sort((a, b) => b - a)).toEqual([1000, 1]);
			expect(arrived()).toHaveLength(1001);
		});

		test('a different reference or time goes in a separate request', async () => {
			await suite.engine.run(batch({ reference: '={{ $json.to }}' }), same(2));
			expect(sends()).toHaveLength(isCurrent ? 2 : 1);
		});

		test('a batch whose outcome is unknown is sent once', async () => {
			suite.sandbox.fault({ wire: one.wire, kind: 'resetAfter' });
			const outcome = await suite.engine.run(node({ sendAsOneBatch: true }, RETRY), same(3));
			expect(outcome.error?.message).toMatch(/3 may have been sent/);
			expect(sends()).toHaveLength(1);
			expect(arrived()).toHaveLength(3);
		});
	});
});

describe('current only', () => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', CURRENT.credential(suite.sandbox.url));
	});
	const node = (options: IDataObject = {}, parameters: IDataObject = {}) =>
		sending(CURRENT.templateId, options, ON_ERROR.continue, parameters);
	const answer = (body: object, status = 200) =>
		suite.sandbox.fault({ wire: CURRENT.wire, kind: 'status', status, body });

	test('an accepted_count of 0 is a refusal', async () => {
		answer({ plan_id: '1', total_count: 1, accepted_count: 0 });
		const outcome = await suite.engine.run(node(), items(1));
		expect(outcomes(outcome)).toEqual(['rejected']);
		expect(failures(outcome)).toMatchObject([{ class: 'invalidRecipient', code: 'ACCEPTED_0' }]);
	});

	test.each([{ plan_id: '1', message_id: '2' }, { accepted_count: 'one' }, { accepted_count: -1 }])(
		'%j does not state how many were accepted: unknown',
		async (body) => {
			answer(body);
			const outcome = await suite.engine.run(node(), items(1));
			expect(failures(outcome)).toMatchObject([{ class: 'unknownOutcome', code: 'NO_COUNT' }]);
		},
	);

	test('partial acceptance is reported as such: the accepted recipients are unknown', async () => {
		const three = items(3).map(({ to }) => ({ to, text: 'Down' }));
		answer({ plan_id: '1972488990548348928', total_count: 3, accepted_count: 2 });
		const outcome = await suite.engine.run(node({ sendAsOneBatch: true }), three);
		expect(outcomes(outcome)).toEqual(['unknown', 'unknown', 'unknown']);
		expect(failures(outcome)[0]).toMatchObject({
			code: 'PARTIAL',
			message: 'EngageLab accepted 2 of 3 recipients of the batch and does not say which',
			hint: expect.stringContaining('1972488990548348928') as string,
		});
	});

	test.each([
		[2001, 401, 'rejected', 'auth'],
		[2002, 401, 'rejected', 'auth'],
		[2004, 403, 'rejected', 'auth'],
		[3001, 400, 'rejected', 'content'],
		[3002, 400, 'rejected', 'content'],
		[3003, 400, 'rejected', 'templatePending'],
		[3004, 400, 'notSent', 'rateLimited'],
		[4001, 400, 'rejected', 'configuration'],
		[5001, 400, 'rejected', 'providerDown'],
		[1000, 500, 'unknown', 'unknownOutcome'],
		[2099, 400, 'unknown', 'unknownOutcome'],
		[3002, 502, 'unknown', 'unknownOutcome'],
		[3003, 200, 'rejected', 'templatePending'],
		[2099, 200, 'unknown', 'unknownOutcome'],
	] as const)('code %i with HTTP %i: %s, %s', async (code, status, outcome, kind) => {
		answer({ code, message: 'secret words' }, status);
		const told = await suite.engine.run(node({ maxRetries: 0 }), items(1));
		expect(outcomes(told)).toEqual([outcome]);
		expect(failures(told)).toMatchObject([{ class: kind }]);
		expect(JSON.stringify(told.outputs)).not.toContain('secret words');
	});

	test('"sending failed" for a batch does not say for which recipients', async () => {
		answer({ code: 5001, message: 'sending failed' }, 400);
		const two = items(2).map(({ to }) => ({ to, text: 'Down' }));
		const outcome = await suite.engine.run(node({ sendAsOneBatch: true }), two);
		expect(outcomes(outcome)).toEqual(['unknown', 'unknown']);
	});

	test('after "too frequent", the request is repeated later, because nothing was sent', async () => {
		answer({ code: 3004, message: 'too frequent' }, 400);
		const outcome = await suite.engine.run(node(), items(1));
		expect(outcomes(outcome)).toEqual(['accepted']);
		expect(sends()).toHaveLength(2);
		expect(arrived()).toHaveLength(1);
	});

	test('a batch that is larger than EngageLab accepts is refused as a whole', async () => {
		suite.sandbox.configure({ engageLabMaxRecipients: 2 });
		const three = items(3).map(({ to }) => ({ to, text: 'Down' }));
		const outcome = await suite.engine.run(node({ sendAsOneBatch: true }), three);
		expect(outcomes(outcome)).toEqual(['rejected', 'rejected', 'rejected']);
	});

	describe('Send At', () => {
		const at = (ms: number) => new Date(Math.floor((Date.now() + ms) / 1000) * 1000).toISOString();
		const MINUTE = 60_000;
		const DAY = 24 * 60 * MINUTE;

		test('is passed on, and the task id is exact', async () => {
			const sendAt = at(10 * MINUTE);
			const outcome = await suite.engine.run(node({ sendAt }, { simplify: false }), items(1));
			const [item] = outcome.outputs[0] ?? [];
			expect(item?.json).toMatchObject({ status: 'scheduled', scheduledAt: sendAt });
			expect(item?.json.raw).toMatchObject({
				schedule_info: { task_id: expect.stringMatching(/^19724889905483489\d\d$/) as string },
			});
			expect(sends()[0]?.body).toMatchObject({ schedule_time: Date.parse(sendAt) / 1000 });
			expect(suite.sandbox.messages()).toMatchObject([{ state: 'scheduled', scheduledAt: sendAt }]);
		});

		test.each([
			[2 * MINUTE, /less than 3 minutes ahead/],
			[31 * DAY, /more than 30 days ahead/],
		])('%i ms ahead is refused before any request', async (ahead, message) => {
			const outcome = await suite.engine.run(node({ sendAt: at(ahead) }), items(1));
			expect(failures(outcome)[0]?.message).toMatch(message);
			expect(sends()).toEqual([]);
		});
	});
});

describe('legacy only', () => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', LEGACY.credential(suite.sandbox.url));
	});
	const node = (options: IDataObject = {}, templateId = LEGACY.templateId) =>
		sending(templateId, options, ON_ERROR.continue);

	test('an answer without ids and without a code counts as accepted', async () => {
		suite.sandbox.configure({ engageLabLegacySend: 'bare' });
		const outcome = await suite.engine.run(node(), items(1));
		expect(outcomes(outcome)).toEqual(['accepted']);
		expect(outcome.outputs[0]?.[0]?.json.messageId).toBeNull();
	});

	test.each([
		['{"result":{"sms_ids":["1458113381893_15_3_11"]}}', '1458113381893_15_3_11'],
		['{"result":{"sms_ids":[42]}}', '42'],
		['{"result":{"sms_ids":[1972488990804201472]}}', '1972488990804201472'],
	])('the ID in %s', async (body, messageId) => {
		suite.sandbox.fault({ wire: LEGACY.wire, kind: 'status', status: 200, body });
		const outcome = await suite.engine.run(node(), items(1));
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ outcome: 'accepted', messageId });
	});

	test('fewer ids than recipients: the accepted recipients are unknown', async () => {
		const body = { result: { sms_ids: ['1'] } };
		suite.sandbox.fault({ wire: LEGACY.wire, kind: 'status', status: 200, body });
		const two = items(2).map(({ to }) => ({ to, text: 'Down' }));
		const outcome = await suite.engine.run(node({ sendAsOneBatch: true }), two);
		expect(failures(outcome)).toMatchObject([{ code: 'PARTIAL' }, { code: 'PARTIAL' }]);
	});

	test('a later time is refused before any request', async () => {
		const sendAt = new Date(Date.now() + 3_600_000).toISOString();
		const outcome = await suite.engine.run(node({ sendAt }), items(1));
		expect(failures(outcome)[0]?.message).toMatch(/legacy generation.*later time/);
		expect(sends()).toEqual([]);
	});

	test('a template id of the other generation is refused if it is not a number', async () => {
		const outcome = await suite.engine.run(node({}, 'my-template'), items(1));
		expect(failures(outcome)[0]?.message).toMatch(/not a number/);
		expect(sends()).toEqual([]);
	});

	test('a template id above 2^53 is sent exactly', async () => {
		await suite.engine.run(node({}, CURRENT.templateId), items(1));
		expect(sends()[0]?.body).toMatchObject({ body: { template_id: CURRENT.templateId } });
	});
});

describe('Send SMS', () => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', CURRENT.credential(suite.sandbox.url));
	});
	const node = (providers: string[], parameters: IDataObject = {}): NodeSpec => ({
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['clickSendApi', 'engageLabSmsApi'],
		settings: ON_ERROR.continue,
		parameters: {
			operation: 'send',
			providers,
			clickSendAuthentication: 'clickSendApi',
			to: '={{ $json.to }}',
			from: 'Alerts',
			contentType: 'template',
			templates: { template: [{ provider: 'engageLabSms', templateId: CURRENT.templateId }] },
			variables: { variable: [{ name: 'text', value: '={{ $json.text }}' }] },
			message: '={{ $json.text }}',
			...parameters,
		},
	});

	test('sends the template; the sender is its sign, regardless of From', async () => {
		const outcome = await suite.engine.run(node(['engageLabSms']), items(2));
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted']);
		expect(arrived().sort()).toEqual(items(2).map(({ to, text }) => `${to} ${text}`));
		expect(sends()[0]?.body).not.toHaveProperty('from');
		const dry = await suite.engine.run(
			node(['engageLabSms'], { options: { dryRun: true } }),
			items(1),
		);
		expect(dry.outputs[0]?.[0]?.json).not.toHaveProperty('from');
	});

	test('a text without a template is a configuration fault', async () => {
		const outcome = await suite.engine.run(
			node(['engageLabSms'], { contentType: 'text' }),
			items(1),
		);
		expect(failures(outcome)).toMatchObject([
			{ class: 'configuration', message: expect.stringMatching(/only stored templates/) as string },
		]);
		expect(sends()).toEqual([]);
	});

	test('takes over with its template if ClickSend has no credit', async () => {
		suite.sandbox.fault({ kind: 'rows', rows: { status: 'INSUFFICIENT_CREDIT' } });
		const outcome = await suite.engine.run(node(['clickSend', 'engageLabSms']), items(1));
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({
			outcome: 'accepted',
			provider: 'engageLabSms',
			attempts: [
				{ provider: 'clickSend', outcome: 'rejected' },
				{ provider: 'engageLabSms', outcome: 'accepted' },
			],
		});
		expect(arrived()).toEqual([`${number(0)} Alert 0`]);
	});

	test('a template that does not exist is left to the next provider, which sends the text', async () => {
		const templates = { template: [{ provider: 'engageLabSms', templateId: '777' }] };
		const outcome = await suite.engine.run(
			node(['engageLabSms', 'clickSend'], { templates }),
			items(1),
		);
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({
			outcome: 'accepted',
			provider: 'clickSend',
		});
		expect(arrived()).toEqual([`${number(0)} Alert 0`]);
	});
});
