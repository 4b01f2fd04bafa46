/** Send SMS over several providers, through n8n's engine: failover, routes, senders, templates. */
import { createServer } from 'node:net';
import { type IDataObject, type INode } from 'n8n-workflow';
import { type FaultSpec } from '../../../sandbox/server.mts';
import { type NodeSpec, type Outcome } from '../../support/engine.mts';
import { ON_ERROR } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';
import { stopwatch } from '../../support/patience.mts';

const suite = useSuite();
afterEach(async () => {
	for (const [type, data] of Object.entries(accounts(suite.sandbox.url))) {
		await suite.engine.credentials.add(type, data);
	}
});

const CHINA = '+8613800138000';
const CHINA_2 = '+8613800138001';
const AUSTRALIA = '+61411111111';
const SENDERS = { sender: [{ provider: 'submail', from: 'Sandbox' }] };

const sendSms = (
	providers: string[],
	options: IDataObject = {},
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: ['clickSendApi', 'submailApi'],
	settings,
	parameters: {
		operation: 'send',
		providers,
		to: '={{ $json.to }}',
		message: 'Disk full',
		options: { senders: SENDERS, ...options },
		...parameters,
	},
});

const run = async (spec: NodeSpec, ...to: string[]): Promise<Outcome> =>
	await suite.engine.run(
		spec,
		to.map((one) => ({ to: one })),
	);
const hints = ({ run: { data } }: Outcome) =>
	(data.resultData.runData.Node ?? []).flatMap(({ hints: all = [] }) =>
		all.map(({ message }) => message),
	);
const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);
const phones = () =>
	suite.sandbox.messages().map(({ to, provider, text }) => `${to} ${provider} ${text}`);
const clickSendFault = (spec: FaultSpec) =>
	suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', ...spec });

describe('Send SMS: Send, the order of providers', () => {
	test('is that of the selection: the second one gets no request if the first one sends', async () => {
		const first = await run(sendSms(['clickSend', 'submail']), CHINA);
		expect(rows(first)).toMatchObject([{ provider: 'clickSend', outcome: 'accepted' }]);
		const other = await run(sendSms(['submail', 'clickSend']), CHINA);
		expect(rows(other)).toMatchObject([{ provider: 'submail', outcome: 'accepted' }]);
		expect(phones()).toEqual([
			`${CHINA} clickSend Disk full`,
			`${CHINA} submail 【Sandbox】Disk full`,
		]);
	});

	test('a provider that cannot reach a number is skipped without a request', async () => {
		const outcome = await run(sendSms(['submail', 'clickSend']), AUSTRALIA);
		expect(rows(outcome)).toMatchObject([
			{
				provider: 'clickSend',
				outcome: 'accepted',
				attempts: [
					{ provider: 'submail', skipped: true, failure: { class: 'countryBlocked' } },
					{ provider: 'clickSend', outcome: 'accepted' },
				],
			},
		]);
		expect(suite.sandbox.requests({ wire: 'submail' })).toEqual([]);
	});

	test('is reported in a dry run, with the requests to each provider', async () => {
		const outcome = await run(
			sendSms(['submail', 'clickSend'], { dryRun: true }),
			CHINA,
			AUSTRALIA,
			CHINA_2,
		);
		expect(rows(outcome)).toMatchObject([
			{ to: CHINA, provider: 'submail', status: 'dryRun', request: 1, requests: 1 },
			{ to: AUSTRALIA, provider: 'clickSend', status: 'dryRun', request: 1, requests: 1 },
			{ to: CHINA_2, provider: 'submail', status: 'dryRun', request: 1, requests: 1 },
		]);
		expect(phones()).toEqual([]);
	});
});

describe('failover', () => {
	test('the output of a message lists every attempt and names the provider that accepted it', async () => {
		clickSendFault({ kind: 'status', status: 429, retryAfter: 120 });
		const [row] = rows(await run(sendSms(['clickSend', 'submail']), CHINA));
		expect(row).toMatchObject({
			provider: 'submail',
			outcome: 'accepted',
			messageId: suite.sandbox.messages()[0]?.id,
			attempts: [
				{ provider: 'clickSend', outcome: 'notSent', failure: { class: 'rateLimited' } },
				{ provider: 'submail', outcome: 'accepted' },
			],
		});
		expect(row).not.toHaveProperty('failure');
	});

	test('a provider that is permitted to send to a country sends there if the first one is not', async () => {
		suite.sandbox.configure({ enabledCountries: ['AU'] });
		const outcome = await run(sendSms(['clickSend', 'submail']), CHINA, AUSTRALIA);
		expect(rows(outcome).map(({ provider }) => provider)).toEqual(['submail', 'clickSend']);
	});

	test('a message refused because of the recipient goes to no other provider', async () => {
		const outcome = await run(
			sendSms(['submail', 'clickSend'], {}, {}, ON_ERROR.continue),
			'+8613900000114',
			CHINA,
		);
		expect(rows(outcome)).toMatchObject([
			{ provider: 'submail', outcome: 'rejected', failure: { class: 'optedOut' } },
			{ provider: 'submail', outcome: 'accepted' },
		]);
		expect(suite.sandbox.requests({ wire: 'clicksend' })).toEqual([]);
	});

	test('if all fail, the error reports each provider’s answer', async () => {
		clickSendFault({ kind: 'status', status: 429, retryAfter: 120 });
		suite.sandbox.configure({ submailCredit: 0 });
		const { error } = await run(sendSms(['clickSend', 'submail']), CHINA);
		expect(error?.message).toContain('ClickSend limits the request rate');
		expect(error?.message).toContain('then SUBMAIL says that the credit is used up');
		expect(phones()).toEqual([]);
	});

	test('the Retry button tries the providers again, but no recipient who was reached', async () => {
		clickSendFault({ kind: 'status', status: 429, retryAfter: 120 });
		suite.sandbox.configure({ submailCredit: 1 });
		const spec = sendSms(['clickSend', 'submail']);
		const failed = await run(spec, CHINA, AUSTRALIA);
		expect(phones()).toEqual([`${CHINA} submail 【Sandbox】Disk full`]);
		const retried = await suite.engine.retry(spec, failed);
		expect(rows(retried).map(({ provider }) => provider)).toEqual(['submail', 'clickSend']);
		expect(phones()).toHaveLength(2);
	});

	test('a provider without a credential is passed over, and a hint says so', async () => {
		const spec = { ...sendSms(['submail', 'clickSend']), credentials: ['clickSendApi'] };
		const outcome = await run(spec, CHINA);
		expect(rows(outcome)).toMatchObject([
			{
				provider: 'clickSend',
				outcome: 'accepted',
				attempts: [
					{
						provider: 'submail',
						outcome: 'notSent',
						skipped: true,
						failure: { class: 'auth', message: 'SUBMAIL has no credential' },
					},
					{ provider: 'clickSend', outcome: 'accepted' },
				],
			},
		]);
		expect(hints(outcome)).toEqual([
			'SUBMAIL has no credential: choose one at the top of the node, or remove it from Providers. The other providers were used.',
		]);
	});

	test('a message that only the provider without a credential can take does not stop the others', async () => {
		const spec = {
			...sendSms(['clickSend', 'submail'], {}, {}, ON_ERROR.continue),
			credentials: ['submailApi'],
		};
		const outcome = await run(spec, AUSTRALIA, CHINA);
		expect(rows(outcome)).toMatchObject([
			{ outcome: 'notSent', failure: { message: 'ClickSend has no credential' } },
			{ provider: 'submail', outcome: 'accepted' },
		]);
		expect(rows(outcome)[0]?.error).toMatch(
			/^Item 0 .*ClickSend has no credential; then this SUBMAIL app/,
		);
	});

	test.each([
		['deleted', undefined, /SUBMAIL: The credential "submailApi" cannot be used/],
		['without its key', { appKey: ' \n' }, /SUBMAIL: The credential "submailApi" has no App Key/],
	])('a credential that was %s is passed over too', async (_, change, says) => {
		const { credentials } = suite.engine;
		if (change) {
			await credentials.add('submailApi', {
				...accounts(suite.sandbox.url).submailApi,
				...change,
			});
		} else credentials.remove('submailApi');
		const outcome = await run(sendSms(['submail', 'clickSend']), CHINA);
		expect(rows(outcome)).toMatchObject([{ provider: 'clickSend', outcome: 'accepted' }]);
		expect(hints(outcome)).toEqual([expect.stringMatching(says)]);
	});

	test('without any credential nothing is sent, in a sentence of ours', async () => {
		const none = (providers: string[]) => run({ ...sendSms(providers), credentials: [] }, CHINA);
		expect((await none(['clickSend'])).error).toMatchObject({
			message: 'ClickSend has no credential',
			description: 'Choose one at the top of the node.',
		});
		expect((await none(['clickSend', 'submail'])).error?.message).toBe(
			'No provider can send: ClickSend has no credential; SUBMAIL has no credential',
		);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('a text that stays unknown says why the next provider was not tried', async () => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		clickSendFault({ kind: 'resetAfter' });
		const outcome = await run(sendSms(['clickSend', 'submail']), CHINA);
		expect(outcome.error?.message).toMatch(/ClickSend: The connection to \S+ broke/);
		expect(outcome.error?.description).toContain(
			'SUBMAIL was not tried, because If Unsure is Never Send Twice. With Make Sure It Arrives the next provider sends the text, which may then arrive twice.',
		);
	});

	test('the provider that was chosen first is told first, with its own way out', async () => {
		await suite.engine.credentials.add('clickSendApi', {
			...accounts(suite.sandbox.url).clickSendApi,
			apiKey: 'wrong',
		});
		const { error } = await run(sendSms(['clickSend', 'submail']), AUSTRALIA);
		expect(error?.message).toMatch(
			/^\+614\S+: ClickSend refused the credential; then this SUBMAIL app/,
		);
		expect(error?.description).toMatch(/^ClickSend: .* SUBMAIL: /);
	});

	test('unsure: the history of the first provider is checked before the second one sends', async () => {
		clickSendFault({ kind: 'resetAfter' });
		const spec = sendSms(['clickSend', 'submail'], {}, { ifUnsure: 'makeSure' });
		const [row] = rows(await run(spec, CHINA));
		expect(row).toMatchObject({
			provider: 'clickSend',
			outcome: 'accepted',
			attempts: [{ outcome: 'unknown' }, { outcome: 'accepted', lookedUp: true }],
		});
		expect(phones()).toEqual([`${CHINA} clickSend Disk full`]);
	});

	test('unsure, and not in the history: the second one sends, and the output reports it', async () => {
		clickSendFault({ kind: 'resetBefore' });
		const spec = sendSms(['clickSend', 'submail'], {}, { ifUnsure: 'makeSure' });
		const [row] = rows(await run(spec, CHINA));
		expect(row).toMatchObject({
			provider: 'submail',
			attempts: [{ outcome: 'unknown' }, { provider: 'submail', outcome: 'accepted' }],
		});
	});

	test('an older message with the same text is not mistaken for the unsure one', async () => {
		await run(sendSms(['clickSend']), CHINA);
		await new Promise((resolve) => setTimeout(resolve, 1100));
		clickSendFault({ kind: 'resetBefore' });
		const outcome = await run(sendSms(['clickSend'], {}, {}, ON_ERROR.continue), CHINA);
		expect(rows(outcome)).toMatchObject([{ outcome: 'unknown' }]);
	});
});

describe('a provider that hangs', () => {
	/** Accepts connections and never answers. */
	async function withSilence(work: (url: string) => Promise<void>): Promise<void> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		const sockets = new Set<{ destroy(): void }>();
		server.on('connection', (socket) => sockets.add(socket));
		try {
			await work(`http://127.0.0.1:${port}`);
		} finally {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	}
	const TIMEOUT_MS = 1500;
	const many = Array.from({ length: 30 }, (_, n) => `+86138001380${String(n).padStart(2, '0')}`);

	test.each(['normal', 'md5'])(
		'delays an alert by its timeout once, not once per item (SUBMAIL, %s)',
		async (signatureType) => {
			await withSilence(async (baseUrl) => {
				await suite.engine.credentials.add('submailApi', {
					...accounts(suite.sandbox.url).submailApi,
					signatureType,
					baseUrl,
				});
				// Individual texts are sent one by one: 30 requests, 5 at a time.
				const spec = sendSms(
					['submail', 'clickSend'],
					{ timeout: TIMEOUT_MS },
					{ ifUnsure: 'makeSure', message: '=Disk full on {{ $json.to }}' },
				);
				const watch = stopwatch();
				const outcome = await run(spec, ...many);
				expect(watch.spent()).toBeLessThan(2 * TIMEOUT_MS);
				expect(rows(outcome).every(({ provider }) => provider === 'clickSend')).toBe(true);
				expect(suite.sandbox.messages()).toHaveLength(many.length);
			});
		},
	);

	test('and is the only one: two timeouts at most, and every message has a result', async () => {
		await withSilence(async (baseUrl) => {
			await suite.engine.credentials.add('submailApi', {
				...accounts(suite.sandbox.url).submailApi,
				baseUrl,
			});
			const spec = sendSms(
				['submail'],
				{ timeout: TIMEOUT_MS },
				{ message: '=Disk full on {{ $json.to }}' },
				ON_ERROR.continue,
			);
			const watch = stopwatch();
			const outcome = await run(spec, ...many);
			expect(watch.spent()).toBeLessThan(3 * TIMEOUT_MS);
			const told = rows(outcome).map(({ outcome: one }) => one);
			expect(told).toHaveLength(many.length);
			expect(told.filter((one) => one === 'unknown').length).toBeLessThanOrEqual(6);
			expect(told.filter((one) => one === 'notSent').length).toBeGreaterThanOrEqual(24);
		});
	});
});

describe('Routes', () => {
	const route = (destinations: string, provider = 'submail') => ({
		routes: { route: [{ destinations, provider }] },
	});

	test.each(['CN', 'cn', '+86', '86', '0086', 'FR, +86138'])(
		'%s goes to SUBMAIL and the rest to ClickSend',
		async (destinations) => {
			const spec = sendSms(['clickSend', 'submail'], route(destinations));
			const outcome = await run(spec, CHINA, AUSTRALIA);
			expect(rows(outcome).map(({ provider }) => provider)).toEqual(['submail', 'clickSend']);
		},
	);

	test('the most specific route for a number wins', async () => {
		const routes = {
			route: [
				{ destinations: '+8613800138', provider: 'clickSend' },
				{ destinations: 'CN', provider: 'submail' },
			],
		};
		const outcome = await run(
			sendSms(['submail', 'clickSend'], { routes }),
			CHINA,
			'+8613911112222',
		);
		expect(rows(outcome).map(({ provider }) => provider)).toEqual(['clickSend', 'submail']);
	});

	test('the others still follow if the provider of the route is down', async () => {
		suite.sandbox.fault({ wire: 'submail', kind: 'status', status: 429, retryAfter: 120 });
		const [row] = rows(await run(sendSms(['clickSend', 'submail'], route('CN')), CHINA));
		expect(row).toMatchObject({
			provider: 'clickSend',
			attempts: [{ provider: 'submail' }, { provider: 'clickSend' }],
		});
	});

	test.each([
		['Nowhere', 'submail', /Route 1: "Nowhere" is neither a country code nor/],
		['', 'submail', /Route 1/],
		['XX', 'submail', /Route 1: "XX"/],
		['CN', 'engageLabSms', /Route 1: .*is not one of the selected providers/],
	])('"%s" to %s is refused before the first request', async (destinations, provider, message) => {
		const { error } = await run(
			sendSms(['clickSend', 'submail'], route(destinations, provider)),
			CHINA,
		);
		expect(error?.message).toMatch(message);
		expect(suite.sandbox.requests()).toEqual([]);
	});
});

describe('Senders', () => {
	test('From applies to all, Senders to one', async () => {
		suite.sandbox.configure({ enabledCountries: ['AU'] });
		const senders = { sender: [{ provider: 'submail', from: 'Sandbox' }] };
		const spec = sendSms(['clickSend', 'submail'], { senders }, { from: 'SandboxCo' });
		await run(spec, CHINA, AUSTRALIA);
		const [abroad, china] = suite.sandbox.messages();
		expect([abroad, china].map((one) => one?.text).sort()).toEqual([
			'Disk full',
			'【Sandbox】Disk full',
		]);
		expect(suite.sandbox.messages().find(({ to }) => to === AUSTRALIA)?.from).toBe('SandboxCo');
	});
});

describe('Content: Template', () => {
	const byTemplate = (
		providers: string[],
		parameters: IDataObject = {},
		settings: Partial<INode> = {},
	) =>
		sendSms(
			providers,
			{},
			{
				contentType: 'template',
				templates: { template: [{ provider: 'submail', templateId: 'SbTpl2' }] },
				variables: {
					variable: [
						{ name: 'host', value: '={{ $json.host }}' },
						{ name: 'state', value: 'down' },
					],
				},
				message: '={{ $json.host }} is down',
				...parameters,
			},
			settings,
		);

	test('is sent with the variables of each item, in one request', async () => {
		const outcome = await suite.engine.run(byTemplate(['submail']), [
			{ to: CHINA, host: 'db1' },
			{ to: CHINA_2, host: 'db2' },
		]);
		expect(outcome.error).toBeUndefined();
		expect(suite.sandbox.messages().map(({ text }) => text)).toEqual([
			'【Sandbox】Host db1 is down.',
			'【Sandbox】Host db2 is down.',
		]);
		const requests = suite.sandbox.requests({ wire: 'submail', path: 'send' });
		expect(requests.map(({ path }) => path)).toEqual(['/sms/multixsend.json']);
	});

	test('a provider without a template sends the message', async () => {
		suite.sandbox.fault({ wire: 'submail', kind: 'status', status: 429, retryAfter: 120 });
		await suite.engine.run(byTemplate(['submail', 'clickSend']), [{ to: CHINA, host: 'db1' }]);
		expect(phones()).toEqual([`${CHINA} clickSend db1 is down`]);
	});

	test('for a provider without templates is refused before the first request', async () => {
		const { error } = await suite.engine.run(
			byTemplate(['clickSend'], {
				templates: { template: [{ provider: 'clickSend', templateId: '1' }] },
			}),
			[{ to: CHINA, host: 'db1' }],
		);
		expect(error?.message).toContain('ClickSend cannot send stored templates through this node');
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('an ID that an expression left empty affects only its own item', async () => {
		const outcome = await suite.engine.run(
			byTemplate(
				['submail'],
				{ templates: { template: [{ provider: 'submail', templateId: '={{ $json.id }}' }] } },
				ON_ERROR.continue,
			),
			[
				{ to: CHINA, host: 'db1', id: '' },
				{ to: CHINA_2, host: 'db2', id: 'SbTpl2' },
			],
		);
		expect(rows(outcome)).toMatchObject([
			{ outcome: 'notSent', failure: { message: 'Template is empty' } },
			{ outcome: 'accepted' },
		]);
	});
});

test('Send At that only one of the providers supports goes to that one', async () => {
	const sendAt = new Date(Date.now() + 3_600_000).toISOString();
	const [row] = rows(await run(sendSms(['submail', 'clickSend'], { sendAt }), CHINA));
	expect(row).toMatchObject({
		provider: 'clickSend',
		status: 'scheduled',
		attempts: [{ provider: 'submail', skipped: true }, { provider: 'clickSend' }],
	});
	const alone = await run(sendSms(['submail'], { sendAt }), CHINA);
	expect(alone.error?.message).toContain('SUBMAIL cannot send at a later time');
	expect(alone.error?.message).toContain('Nothing was sent');
});
