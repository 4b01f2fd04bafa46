/** Alerts that do not go out, and what the user is told: each of these looked like success, or said nothing. */
import { NodeHelpers, type IDataObject, type INode } from 'n8n-workflow';
import { NODE, type NodeSpec, type Outcome } from '../support/engine.mts';
import { number, ON_ERROR, SEND_SMS, sending, SETUPS, stories } from '../support/send.mts';
import { accounts, useSuite } from '../support/suite.mts';

const suite = useSuite();
afterEach(async () => {
	for (const [type, data] of Object.entries(accounts(suite.sandbox.url))) {
		await suite.engine.credentials.add(type, data);
	}
});

const hints = ({ run }: Outcome): string[] =>
	(run.data.resultData.runData[NODE] ?? [])
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);
const phones = () => suite.sandbox.messages().map(({ to }) => to);
const item = (to: unknown) => [{ to, text: 'Disk full' } as IDataObject];

describe.each(SETUPS)('$name', (setup) => {
	test('a Dry Run says that nothing was sent', async () => {
		const outcome = await suite.engine.run(sending(setup, { dryRun: true }), item(number(1)));
		expect(hints(outcome)).toEqual([
			'Dry Run: nothing was sent. To send, turn off Dry Run under Options.',
			'1 message would cost 0.0792 AUD at ClickSend.',
		]);
		expect(phones()).toEqual([]);
	});

	test('after a typo, the error says that Execute Step sends to everybody again, and what does not', async () => {
		const wrong = sending(setup, {}, {}, { to: `${number(1)}, nobody` });
		const failed = await suite.engine.run(wrong, item(''));
		expect(failed.error?.message).toBe('1 of 2 messages were accepted, 1 was not sent');
		expect(failed.error?.description).toMatch(
			/^To: "nobody" is not a phone number\. .*Execute Step would send to them again: take them out of the input first\. Or correct the node, save the workflow, and use Retry with currently saved workflow under Executions, which sends only the others\.$/,
		);
		// Retry with the currently saved workflow, as the sentence says.
		const corrected = sending(setup, {}, {}, { to: `${number(1)}, ${number(2)}` });
		const retried = await suite.engine.retry(corrected, failed, true);
		expect(retried.error).toBeUndefined();
		expect(phones()).toEqual([number(1), number(2)]);
		// Execute Step is a new execution.
		await suite.engine.run(corrected, item(''));
		expect(phones()).toEqual([number(1), number(2), number(1), number(2)]);
	});

	test('with On Error: Continue, a hint says it', async () => {
		const spec = sending(setup, {}, ON_ERROR.continue);
		const outcome = await suite.engine.run(spec, item(`${number(1)}, nobody`), {
			mode: 'manual',
		});
		expect(hints(outcome)).toEqual([
			expect.stringMatching(
				/^1 of 2 messages were accepted\. Execute Step would send to them again/,
			),
		]);
	});

	test('an undefined among recipients is told, and the others get their text', async () => {
		const to = '={{ $json.phone }}, +61411111111';
		const outcome = await suite.engine.run(sending(setup, {}, {}, { to }), [{ text: 'Hi' }]);
		expect(phones()).toEqual(['+61411111111']);
		expect(hints(outcome)).toEqual([
			'To: {{ $json.phone }} gave nothing, so this recipient got no text.',
		]);
	});

	test('with Refuse it is a failed message, next to the others', async () => {
		const to = '={{ $json.phone }}, +61411111111';
		const spec = sending(setup, { ifEmptyExpression: 'refuse' }, ON_ERROR.continue, { to });
		const outcome = await suite.engine.run(spec, [{ text: 'Hi' }]);
		expect(stories(outcome)).toEqual([
			{ item: 0, to: '+61411111111', outcome: 'accepted' },
			{ item: 0, to: '', outcome: 'notSent' },
		]);
		expect(rows(outcome)[1]?.error).toBe('To: {{ $json.phone }} gave nothing');
	});

	test('a To that is undefined is a field that the item does not have', async () => {
		const { error } = await suite.engine.run(sending(setup), item(undefined));
		expect(error).toMatchObject({
			message: 'To has no value: this item has no such field',
			description: 'Check the name of the field in the expression, and the input of the node.',
		});
	});

	test.each(['', null])('a To that is %j is empty', async (to) => {
		const { error } = await suite.engine.run(sending(setup), item(to));
		expect(error?.message).toBe('To is empty: there is no recipient');
	});

	test('numbers are in full for the user at the editor, and masked for everybody else', async () => {
		const run = async (mode: 'manual' | 'trigger', settings: Partial<INode> = {}) =>
			await suite.engine.run(sending(setup, {}, settings), item('0411 111 111'), { mode });
		expect((await run('manual')).error?.message).toBe('To: "0411 111 111" has no country');
		expect((await run('trigger')).error?.message).toBe('To: "0411****11" has no country');
		const [row] = rows(await run('trigger', ON_ERROR.continue));
		expect(row).toMatchObject({
			error: 'To: "0411 111 111" has no country',
			failure: { message: 'To: "0411 111 111" has no country' },
		});
	});

	test('many failures of one kind are one sentence', async () => {
		const local = Array.from({ length: 25 }, (_, n) => `04${String(10_000_000 + n)}`);
		const { error } = await suite.engine.run(sending(setup), item(local.join('\n')), {
			mode: 'manual',
		});
		expect(error?.message).toBe('0 of 25 messages were accepted, 25 were not sent');
		expect(error?.description).toBe(
			`25 numbers have no country: ${local.slice(0, 20).join(', ')} and 5 more. Set Default Country under Options, or write + and the country code in front.`,
		);
	});

	test('a pasted column and numbers with blanks between them are split', async () => {
		await suite.engine.run(
			sending(setup),
			item(`${number(1)}\n${number(2)} ${number(3)}  ${number(4)}`),
		);
		expect(phones()).toEqual([number(1), number(2), number(3), number(4)]);
		const { error } = await suite.engine.run(
			sending(setup, { defaultCountry: 'AU' }),
			item('0411111111 0422222222'),
		);
		expect(error?.description).toMatch(/commas, semicolons or new lines/);
	});

	test.each([
		['timeout', -5, 'Timeout'],
		['timeout', 0, 'Timeout'],
		['timeout', Number.NaN, 'Timeout'],
		['timeout', 3_000_000_000, 'Timeout'],
		['concurrency', 0, 'Concurrency'],
		['concurrency', 1000, 'Concurrency'],
		['maxRetries', -1, 'Max Retries'],
		['maxRate', -1, 'Max Requests per Second'],
		['maxSegments', -1, 'Max Segments'],
		['maxSegmentsInTotal', -1, 'Max Segments in Total'],
		['maxRecipients', 1.5, 'Max Recipients per Run'],
		['maxRecipientsPerItem', '-3', 'Max Recipients per Item'],
	])('%s %s is refused', async (name, value, label) => {
		const outcome = await suite.engine.run(sending(setup, { [name]: '={{ $json.value }}' }), [
			{ to: number(1), text: 'Hi', value },
		]);
		expect(outcome.error?.message).toMatch(new RegExp(`^${label} is (not|NaN)`));
		expect(outcome.error?.description).toMatch(/^Enter a (whole )?number/);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('with Simplify, columns that are null in every item and what an item repeats are left out', async () => {
		const columns = async (options: IDataObject, parameters: IDataObject = {}) =>
			rows(await suite.engine.run(sending(setup, options, {}, parameters), item(number(1))))[0] ??
			{};
		const short = await columns({});
		expect(short).not.toHaveProperty('scheduledAt');
		expect(short).not.toHaveProperty('reference');
		expect(short.attempts).toEqual([
			{ provider: 'clickSend', at: expect.any(String) as string, outcome: 'accepted' },
		]);
		expect(await columns({ reference: 'r1' })).toMatchObject({ reference: 'r1' });
		expect(await columns({}, { simplify: false })).toMatchObject({
			scheduledAt: null,
			reference: null,
			attempts: [{ messageId: expect.any(String) as string }],
		});
	});

	test('a column that one item has stands in every item', async () => {
		const outcome = await suite.engine.run(sending(setup, { reference: '={{ $json.ref }}' }), [
			{ to: number(1), text: 'Hi', ref: 'r1' },
			{ to: number(2), text: 'Hi', ref: '' },
		]);
		expect(rows(outcome).map(({ reference }) => reference)).toEqual(['r1', null]);
	});
});

describe('the notice about If Unsure', () => {
	const shown = (providers: string[], ifUnsure = 'neverTwice') => {
		const { description } = suite.engine.registry.getByNameAndVersion(
			'n8n-nodes-sms-suite.sendSms',
		);
		const node = { parameters: { operation: 'send', providers, ifUnsure }, typeVersion: 1 };
		return description.properties
			.filter(({ name }) => name === 'unsureNotice')
			.filter((one) =>
				NodeHelpers.displayParameter(node.parameters, one, node as never, description),
			)
			.map(({ displayName }) => displayName);
	};
	const ALL = ['clickSend', 'engageLabSms', 'goToneSms', 'smsMobileApi', 'submail'];

	test('is not shown with one provider, and once with more', () => {
		for (const one of ALL) expect(shown([one])).toEqual([]);
		for (let set = 0; set < 2 ** ALL.length; set++) {
			const chosen = ALL.filter((_, n) => set & (1 << n));
			expect(shown(chosen)).toHaveLength(chosen.length > 1 ? 1 : 0);
			expect(shown([...chosen].reverse())).toHaveLength(chosen.length > 1 ? 1 : 0);
		}
		expect(shown(['submail', 'clickSend'])[0]).toMatch(/next one is not tried.*may be missing/);
		expect(shown(['submail', 'clickSend'], 'makeSure')[0]).toMatch(/may arrive twice/);
	});
});

describe('credentials as they are copied', () => {
	const NODES: Record<string, [type: string, parameters: IDataObject, suffixes: string[]]> = {
		clickSendApi: ['clickSend', {}, ['/v3', '/v3/', '/', '/v3/sms/send']],
		matonApi: [
			'clickSend',
			{ clickSendAuthentication: 'matonApi' },
			['/clicksend', '/clicksend/v3/'],
		],
		smsMobileApi: ['smsMobileApi', {}, ['/', '/sendsms/']],
		goToneSmsApi: ['goToneSms', { from: 'Sandbox' }, ['/api/v3', '/api/', '/api/v3/sms/send']],
		submailApi: ['submail', {}, ['/', '/sms', '/sms/send.json']],
	};
	const cases = Object.entries(NODES).flatMap(([type, [, , suffixes]]) =>
		suffixes.map((suffix) => [type, suffix] as const),
	);
	test.each(cases)(
		'%s with %s behind its Base URL, and blanks around everything',
		async (type, suffix) => {
			const [provider, parameters] = NODES[type]!;
			const data = accounts(suite.sandbox.url)[type as keyof ReturnType<typeof accounts>];
			const KEYS = ['username', 'apiKey', 'apiToken', 'appId', 'appKey', 'baseUrl'];
			const padded = Object.fromEntries(
				Object.entries({ ...data, baseUrl: `${data.baseUrl}${suffix}` }).map(([name, value]) => [
					name,
					KEYS.includes(name) ? ` ${String(value)}\n` : value,
				]),
			);
			await suite.engine.credentials.add(type, padded);
			const spec: NodeSpec = {
				type: 'n8n-nodes-sms-suite.sendSms',
				credentials: [type],
				parameters: {
					operation: 'send',
					providers: [provider],
					to: provider === 'submail' ? '+8613800138000' : number(1),
					message: provider === 'submail' ? '【Sandbox】Disk full' : 'Disk full',
					...parameters,
				},
			};
			expect(stories(await suite.engine.run(spec))).toMatchObject([{ outcome: 'accepted' }]);
		},
	);
});

describe('reads', () => {
	const getAll = (parameters: IDataObject = {}): NodeSpec => ({
		type: 'n8n-nodes-sms-suite.clickSend',
		credentials: ['clickSendApi'],
		parameters: {
			resource: 'sms',
			operation: 'getAll',
			authentication: 'clickSendApi',
			...parameters,
		},
	});

	test('that fail say to try again, and not that they may have been carried out', async () => {
		suite.sandbox.fault({ wire: 'clicksend', kind: 'resetAfter' });
		const { error } = await suite.engine.run(getAll());
		expect(error?.description).toBe('Nothing was changed: try again.');
	});

	test('a node without a credential says so in our words', async () => {
		const { error } = await suite.engine.run({ ...getAll(), credentials: [] });
		expect(error).toMatchObject({
			message: 'The node has no credential',
			description: 'Choose one at the top of the node.',
		});
	});

	test('a write keeps its warning', async () => {
		suite.sandbox.fault({ wire: 'clicksend', kind: 'resetAfter' });
		const { error } = await suite.engine.run(
			getAll({ resource: 'contactList', operation: 'create', listName: 'Ops' }),
		);
		expect(error?.description).toMatch(/may have been carried out/);
	});
});

test('Send SMS: a template of EngageLab without a value for its variable is refused before sending', async () => {
	const spec: NodeSpec = {
		...sending(SEND_SMS),
		credentials: ['engageLabSmsApi'],
		parameters: {
			operation: 'send',
			providers: ['engageLabSms'],
			to: number(1),
			contentType: 'template',
			templates: { template: [{ provider: 'engageLabSms', templateId: '1972488990548341001' }] },
		},
	};
	const { error } = await suite.engine.run(spec);
	expect(error?.message).toMatch(/The template needs a value for text/);
	expect(phones()).toEqual([]);
});
