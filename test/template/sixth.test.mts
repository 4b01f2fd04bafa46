/**
 * The cost of a sixth provider: the template that CONTRIBUTING.md explains is a complete provider.
 * It is run here unchanged, with one additional line in the list of providers.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CredentialTestContext } from 'n8n-core';
import { type IDataObject, type INodePropertyOptions } from 'n8n-workflow';
import { type Registration } from '../../n8n/registration';
import { AcmeSms } from '../../templates/AcmeSms/AcmeSms.node';
import { acmeRegistration } from '../../templates/AcmeSms/registration';
import { AcmeSmsApi } from '../../templates/AcmeSmsApi.credentials';
import { type NodeSpec, type Outcome } from '../support/engine.mts';
import { number, ON_ERROR, stories } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';
import { type Acme, startAcme } from './acme.mts';

const TEMPLATES = path.resolve(import.meta.dirname, '../../templates');

/** Lines of code that would be shipped; node.json contains no code. */
const LINES = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.reduce(
		(sum, file) =>
			sum + readFileSync(path.join(TEMPLATES, file), 'utf8').trimEnd().split('\n').length,
		0,
	);
const MOST_LINES = 430;

test(`a sixth provider that only sends has ${LINES} lines, at most ${MOST_LINES}`, () => {
	expect(LINES).toBeGreaterThan(200);
	expect(LINES).toBeLessThanOrEqual(MOST_LINES);
});

const suite = useSuite();
let acme: Acme;

interface Providers {
	PROVIDERS: readonly Registration[];
}

// One additional line in the list; the unified nodes of this file are loaded afterwards.
jest.doMock('../../nodes/providers', () => ({
	PROVIDERS: [
		acmeRegistration,
		...jest.requireActual<Providers>('../../nodes/providers').PROVIDERS,
	],
}));

beforeAll(async () => {
	acme = await startAcme();
	const { registry, credentials } = suite.engine;
	registry.nodes['n8n-nodes-sms-suite.acmeSms'] = new AcmeSms();
	registry.credentials.acmeSmsApi = new AcmeSmsApi();
	const { SendSms } = await import('../../nodes/SendSms/SendSms.node');
	const { SmsTrigger } = await import('../../nodes/SmsTrigger/SmsTrigger.node');
	registry.nodes['n8n-nodes-sms-suite.sendSms'] = new SendSms();
	registry.nodes['n8n-nodes-sms-suite.smsTrigger'] = new SmsTrigger();
	await credentials.add('acmeSmsApi', { apiKey: 'acme-key', baseUrl: acme.url });
});
beforeEach(() => {
	acme.messages.length = acme.requests.length = acme.faults.length = 0;
});
afterAll(async () => await acme.close());

const own = (parameters: IDataObject = {}): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.acmeSms',
	credentials: ['acmeSmsApi'],
	settings: ON_ERROR.continue,
	parameters: {
		resource: 'message',
		operation: 'send',
		to: '={{ $json.to }}',
		message: 'Disk full',
		...parameters,
	},
});

const items = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ to: number(n) }));
const rows = ({ outputs }: Outcome): IDataObject[] => outputs.flat().map(({ json }) => json);

describe('its own node', () => {
	test('sends all items in one request, and reports the outcome of each', async () => {
		const outcome = await suite.engine.run(
			own({ from: 'Ops', options: { reference: 'incident-1' } }),
			[{ to: number(1) }, { to: '+61400000666' }, { to: '+61400000777' }, { to: 'nobody' }],
		);
		expect(stories(outcome).map((story) => story.outcome)).toEqual([
			'accepted',
			'rejected',
			'unknown',
			'notSent',
		]);
		expect(rows(outcome)).toMatchObject([
			{
				provider: 'acmeSms',
				messageId: 'm-1',
				reference: 'incident-1',
				segments: 1,
				price: { amount: '0.09', currency: 'EUR' },
			},
			{ failure: { class: 'optedOut', code: 'opted_out' } },
			{ failure: { class: 'unknownOutcome', code: 'not_documented' } },
			{ failure: { class: 'invalidRecipient' } },
		]);
		expect(acme.requests).toEqual(['POST /v1/messages']);
		expect(acme.messages).toEqual([
			{ to: number(1), text: 'Disk full', from: 'Ops', reference: 'incident-1' },
		]);
	});

	test('a request contains at most 100 messages', async () => {
		const outcome = await suite.engine.run(own(), items(250));
		expect(rows(outcome)).toHaveLength(250);
		expect(acme.messages).toHaveLength(250);
		expect(acme.requests).toHaveLength(3);
	});

	test('a scheduled time is passed on', async () => {
		const sendAt = new Date(Date.now() + 3_600_000).toISOString();
		const outcome = await suite.engine.run(own({ options: { sendAt } }), items(1));
		expect(rows(outcome)).toMatchObject([{ status: 'scheduled', scheduledAt: sendAt }]);
		expect(acme.messages).toMatchObject([{ send_at: sendAt }]);
	});

	test.each([
		['an answer in another format', 'unknown', [{ status: 500 }]],
		['an undocumented error', 'unknown', [{ status: 400, body: { error: { code: 'x' } } }]],
		['no credit', 'rejected', [{ status: 402, body: { error: { code: 'no_credit' } } }]],
		['rows that cannot be matched', 'unknown', [{ status: 200, body: { messages: [] } }]],
	])('%s: %s', async (_name, expected, faults) => {
		acme.faults.push(...faults);
		const outcome = await suite.engine.run(own(), items(2));
		expect(stories(outcome).map((story) => story.outcome)).toEqual([expected, expected]);
		expect(acme.requests).toHaveLength(1);
	});

	test('waits for the rate limit, and sends the text once', async () => {
		const headers = { 'retry-after': '1' };
		acme.faults.push({ status: 429, body: { error: { code: 'too_many_requests' } }, headers });
		const outcome = await suite.engine.run(own(), items(1));
		expect(stories(outcome).map((story) => story.outcome)).toEqual(['accepted']);
		expect(acme.messages).toHaveLength(1);
	});

	test('a reference that is too long is refused before any request', async () => {
		const options = { reference: 'x'.repeat(65) };
		const outcome = await suite.engine.run(own({ options }), items(1));
		expect(rows(outcome)).toMatchObject([
			{ failure: { class: 'content', parameter: 'Reference' } },
		]);
		expect(acme.requests).toEqual([]);
	});

	test('the balance', async () => {
		const outcome = await suite.engine.run(own({ resource: 'account', operation: 'getBalance' }));
		expect(rows(outcome)).toEqual([{ balance: '12.50', currency: 'EUR' }]);
	});
});

describe('its credential test', () => {
	const check = async (change: IDataObject = {}) => {
		const run = new AcmeSms().methods.credentialTest.acmeSmsApiTest;
		const data = { apiKey: 'acme-key', baseUrl: acme.url, ...change } as Record<string, string>;
		const credential = { id: '1', name: 'mine', type: 'acmeSmsApi', data };
		return await run.call(new CredentialTestContext(), credential);
	};

	test('a valid one', async () => {
		expect(await check()).toEqual({ status: 'OK', message: 'Connection successful' });
		expect(acme.requests).toEqual(['GET /v1/account']);
	});

	test('a wrong key, and another server', async () => {
		expect(await check({ apiKey: 'wrong' })).toEqual({
			status: 'Error',
			message: 'Acme SMS refused the API key. Check the API Key in the credential.',
		});
		acme.faults.push({ status: 200, body: { hello: 'world' } });
		expect(await check()).toMatchObject({ status: 'Error' });
	});
});

describe('with one line in the list of providers', () => {
	const unified = (providers: string[]): NodeSpec => ({
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['acmeSmsApi', 'clickSendApi'],
		settings: ON_ERROR.continue,
		parameters: { operation: 'send', providers, to: '={{ $json.to }}', message: 'Disk full' },
	});

	test('Send SMS offers it, with its credential, and sends through it', async () => {
		const { description } = suite.engine.registry.getByNameAndVersion(unified([]).type);
		const choice = description.properties.find(({ name }) => name === 'providers');
		expect((choice?.options as INodePropertyOptions[])[0]).toEqual({
			name: 'Acme SMS',
			value: 'acmeSms',
		});
		expect(choice?.default).toEqual(['acmeSms']);
		expect(description.credentials?.[0]).toMatchObject({
			name: 'acmeSmsApi',
			displayOptions: { show: { '/providers': ['acmeSms'] } },
		});
		const outcome = await suite.engine.run(unified(['acmeSms']), items(2));
		expect(rows(outcome)).toMatchObject([{ provider: 'acmeSms' }, { provider: 'acmeSms' }]);
		expect(acme.messages).toHaveLength(2);
	});

	test('if it has no credit, the next provider sends', async () => {
		acme.faults.push({ status: 402, body: { error: { code: 'no_credit' } } });
		const outcome = await suite.engine.run(unified(['acmeSms', 'clickSend']), items(1));
		expect(rows(outcome)).toMatchObject([
			{ outcome: 'accepted', provider: 'clickSend', attempts: [{ provider: 'acmeSms' }, {}] },
		]);
		expect(suite.sandbox.messages()).toHaveLength(1);
	});

	test('it only sends, so the triggers do not offer it', () => {
		const { description } = suite.engine.registry.getByNameAndVersion(
			'n8n-nodes-sms-suite.smsTrigger',
		);
		const choice = description.properties.find(({ name }) => name === 'provider');
		const values = (choice?.options as INodePropertyOptions[]).map(({ value }) => value);
		expect(values).toEqual(['clickSend', 'smsMobileApi', 'submail']);
	});
});
