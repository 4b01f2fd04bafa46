/** What the editor shows: generated properties follow n8n's rules for hand-written ones. */
import path from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';
import tseslint from 'typescript-eslint';
import { PROVIDERS } from '../../nodes/providers';
import { loadSuite, type Registry } from '../support/registry.mts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The plugin has no types. */
interface RulePlugin {
	configs: { nodes: { rules: Linter.RulesRecord } };
}
const nodesBase = jest.requireActual<ESLint.Plugin & RulePlugin>('eslint-plugin-n8n-nodes-base');

let registry: Registry;
beforeAll(async () => {
	registry = await loadSuite();
});

const description = (name: string): INodeTypeDescription =>
	registry.getByNameAndVersion(`n8n-nodes-sms-suite.${name}`).description;

const lint = new ESLint({
	cwd: ROOT,
	overrideConfigFile: true,
	overrideConfig: [
		{
			files: ['**/*.ts'],
			plugins: { 'n8n-nodes-base': nodesBase },
			languageOptions: { parser: tseslint.parser as never },
			rules: {
				...nodesBase.configs.nodes.rules,
				// n8n-node's own configuration turns this rule off.
				'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
			},
		},
	],
});

/**
 * Default Country comes first on purpose, because everybody with local numbers needs it; all other options
 * are in n8n's order. In its alphabetical place, it must not hide that another one is not.
 */
function inAlphabet(property: INodeProperties): INodeProperties {
	const [first, ...others] = (property.options ?? []) as INodeProperties[];
	if (property.type !== 'collection' || first?.name !== 'defaultCountry') return property;
	const place = others.findIndex(
		({ displayName }) => displayName.localeCompare(first.displayName, 'en') > 0,
	);
	return { ...property, options: others.toSpliced(place < 0 ? others.length : place, 0, first) };
}

async function findings(properties: INodeProperties[]): Promise<string[]> {
	const code = `const properties: INodeProperties[] = ${JSON.stringify(properties, null, 1)};`;
	// As JavaScript source: the rules look for identifiers as keys.
	const source = code.replace(/^(\s*)"([A-Za-z_]\w*)":/gm, '$1$2:');
	const [result] = await lint.lintText(source, { filePath: 'nodes/X/Generated.ts' });
	return (result?.messages ?? []).map(({ ruleId, message, line }) => {
		const [text = ''] = source.split('\n').slice(line - 1, line);
		return `${ruleId}: ${message} (${text.trim()})`;
	});
}

test.each([
	'clickSend',
	'engageLabSms',
	'goToneSms',
	'sendSms',
	'smsMobileApi',
	'smsTrigger',
	'smsWebhookTrigger',
	'submail',
])('%s: no finding in its properties', async (name) => {
	// The polling interval is n8n's own parameter.
	const properties = description(name).properties.filter((one) => one.name !== 'pollTimes');
	expect(properties.length).toBeGreaterThan(4);
	// "SMS" is singular; the rule recognises it only as a separate word.
	const found = (await findings(properties.map(inAlphabet))).filter(
		(one) => !one.includes('name: "Inbound SMS"'),
	);
	expect(found).toEqual([]);
});

test('the linter does find faults', async () => {
	const wrong: INodeProperties = {
		displayName: 'operation',
		name: 'operation',
		type: 'options',
		options: [{ name: 'Get All', value: 'getAll' }],
		default: 'getAll',
	};
	const found = await findings([wrong]);
	expect(found.join('\n')).toMatch(/node-param-operation-without-no-data-expression/);
	expect(found.join('\n')).toMatch(/node-param-option-name-wrong-for-get-many/);
	expect(found.join('\n')).toMatch(/node-param-display-name-miscased/);
});

describe('names that workflows store', () => {
	const named = (name: string, properties: INodeProperties[]) =>
		properties.filter((property) => property.name === name);

	test('ClickSend', () => {
		const { properties, credentials } = description('clickSend');
		expect(credentials?.map(({ name }) => name)).toEqual(['clickSendApi', 'matonApi']);
		const [resource] = named('resource', properties);
		expect(resource?.options).toMatchObject([
			{ value: 'account' },
			{ value: 'connection', displayOptions: { show: { authentication: ['matonApi'] } } },
			{ value: 'contact' },
			{ value: 'contactList' },
			{ value: 'deliveryReceipt' },
			{ value: 'inboundSms' },
			{ value: 'mms' },
			{ value: 'sms' },
			{ value: 'smsCampaign' },
			{ value: 'template' },
			{ value: 'voice' },
		]);
		for (const name of [
			'authentication',
			'to',
			'from',
			'message',
			'returnAll',
			'limit',
			'options',
		]) {
			expect(named(name, properties).length).toBeGreaterThan(0);
		}
	});

	test('EngageLab SMS', () => {
		const { properties, credentials } = description('engageLabSms');
		expect(credentials?.map(({ name }) => name)).toEqual(['engageLabSmsApi']);
		const [resource] = named('resource', properties);
		expect(resource?.options).toMatchObject([
			{ value: 'message' },
			{ value: 'sign' },
			{ value: 'template' },
		]);
		for (const name of ['to', 'template', 'variables', 'returnAll', 'limit', 'options']) {
			expect(named(name, properties).length).toBeGreaterThan(0);
		}
	});

	test('SMSMobileAPI', () => {
		const { properties, credentials } = description('smsMobileApi');
		expect(credentials?.map(({ name }) => name)).toEqual(['smsMobileApi', 'smsMobileOAuth2Api']);
		const [resource] = named('resource', properties);
		expect(resource?.options).toMatchObject([
			{ value: 'call' },
			{ value: 'device' },
			{ value: 'message' },
			{ value: 'whatsAppMessage' },
		]);
		const operations = named('operation', properties).map(({ options }) => options);
		expect(operations).toMatchObject([
			[
				{ value: 'delete' },
				{ value: 'getAllReceived' },
				{ value: 'getAllSent' },
				{ value: 'resend' },
				{ value: 'send' },
			],
			[{ value: 'getAllMissed' }],
			[{ value: 'getAll' }],
			[{ value: 'getAll' }, { value: 'setRetrieval' }, { value: 'synchronize' }],
		]);
	});

	test('GoTone SMS', () => {
		const { properties, credentials } = description('goToneSms');
		expect(credentials?.map(({ name }) => name)).toEqual(['goToneSmsApi']);
		const [resource] = named('resource', properties);
		expect(resource?.options).toMatchObject([
			{ value: 'account' },
			{ value: 'contact' },
			{ value: 'contactGroup' },
			{ value: 'message' },
		]);
		const operations = named('operation', properties).map(({ displayOptions, options }) => [
			displayOptions?.show?.resource?.[0],
			options?.map((option) => (option as { value?: unknown }).value),
		]);
		expect(Object.fromEntries(operations)).toEqual({
			account: ['getBalance', 'getProfile'],
			contact: ['create', 'delete', 'get', 'getAll', 'update'],
			contactGroup: ['create', 'delete', 'get', 'getAll', 'update'],
			message: ['get', 'getAll', 'send', 'sendToGroup'],
		});
		for (const name of ['to', 'from', 'message', 'returnAll', 'limit', 'simplify', 'options']) {
			expect(named(name, properties).length).toBeGreaterThan(0);
		}
	});

	test('Send SMS', () => {
		const { properties, credentials } = description('sendSms');
		expect(credentials?.map(({ name }) => name)).toEqual(
			PROVIDERS.flatMap(({ provider }) => provider.authentications.map(({ value }) => value)),
		);
		const namesOf = (operation: string) =>
			properties
				.filter(({ type }) => type !== 'notice')
				.filter(({ displayOptions }) => displayOptions?.show?.operation?.[0] === operation)
				.map(({ name }) => name);
		for (const operation of ['send', 'getStatus']) {
			expect(namesOf(operation)).toEqual(expect.arrayContaining(['clickSendAuthentication']));
		}
		const isShared = (name: string) => !name.endsWith('Authentication');
		expect(namesOf('getStatus').filter(isShared)).toEqual([
			...['providers', 'messageIds', 'sentBy', 'sentAt', 'simplify', 'options'],
		]);
		expect(namesOf('send').filter(isShared)).toEqual([
			'providers',
			'to',
			'message',
			'message',
			'from',
			'contentType',
			'templates',
			'variables',
			'ifUnsure',
			'simplify',
			'options',
		]);
		const [options] = named('options', properties);
		expect(options?.options?.map(({ name }) => name)).toEqual(
			expect.arrayContaining([
				'allowSpecialDestinations',
				'defaultCountry',
				'dryRun',
				'maxSegments',
				'smartEncoding',
				'requireAllValid',
				'reference',
				'sendAt',
				'timeout',
				'concurrency',
				'maxRetries',
				'routes',
				'senders',
			]),
		);
	});

	test('SMS Webhook Trigger', () => {
		const { properties, credentials, webhooks } = description('smsWebhookTrigger');
		expect(credentials?.map(({ name }) => name)).toEqual([
			'clickSendApi',
			'matonApi',
			'smsWebhookApi',
		]);
		const names = properties.filter(({ type }) => type !== 'notice').map(({ name }) => name);
		expect([...new Set(names)].sort()).toEqual([
			'clickSendAuthentication',
			'engageLabGeneration',
			'events',
			'filters',
			'provider',
			'simplify',
			'smsMobileVersion',
			'timeZone',
			'verifySignature',
		]);
		const [provider] = named('provider', properties);
		expect(provider?.options).toMatchObject([
			{ value: 'clickSend' },
			{ value: 'engageLabSms' },
			{ value: 'smsMobileApi' },
			{ value: 'submail' },
		]);
		const [filters] = named('filters', properties);
		expect(filters?.options?.map(({ name }) => name)).toEqual(['from', 'keyword', 'pattern', 'to']);
		// The URLs that are registered at providers: a change would break every workflow.
		expect(webhooks?.map(({ path, httpMethod }) => `${httpMethod} ${path}`)).toEqual([
			'POST webhook',
			'GET webhook',
		]);
	});

	test('SMS Webhook Trigger: events that a wire does not report are not offered', () => {
		const { properties } = description('smsWebhookTrigger');
		const offered = named('events', properties).map(({ displayOptions, options }) => [
			(Object.values(displayOptions?.show ?? {}).flat() as string[]).join(' '),
			options?.map((option) => (option as { value?: unknown }).value),
		]);
		const both = ['deliveryReport', 'messageReceived'];
		expect(Object.fromEntries(offered)).toEqual({
			clickSend: both,
			'engageLabSms current': both,
			'engageLabSms legacy': both,
			'smsMobileApi v1': ['messageReceived'],
			'smsMobileApi v2': ['callMissed', ...both],
			submail: both,
		});
	});

	test('SMS Webhook Trigger: by default, only received messages start the workflow', () => {
		const { properties } = description('smsWebhookTrigger');
		const defaults = named('events', properties).map((property) => property.default);
		expect(new Set(defaults.map(String))).toEqual(new Set(['messageReceived']));
	});

	test('credentials', () => {
		// Names that n8n gives, in every credential that signs requests.
		const n8ns = ['allowedHttpRequestDomains', 'allowedDomains'];
		const properties = (name: string) =>
			registry.credentials[name]?.properties
				.map((property) => property.name)
				.filter((property) => !n8ns.includes(property));
		expect(properties('clickSendApi')).toEqual(['username', 'apiKey', 'baseUrl']);
		expect(properties('engageLabSmsApi')).toEqual([
			'generation',
			'username',
			'password',
			'baseUrl',
		]);
		expect(properties('goToneSmsApi')).toEqual([
			'apiToken',
			'apiPath',
			'contactFieldNames',
			'baseUrl',
		]);
		expect(properties('matonApi')).toEqual(['apiKey', 'connectionId', 'baseUrl', 'controlUrl']);
		expect(properties('smsMobileApi')).toEqual(['apiKey', 'baseUrl']);
		expect(properties('smsMobileOAuth2Api')?.slice(0, 3)).toEqual([
			'clientId',
			'clientSecret',
			'baseUrl',
		]);
		expect(properties('smsWebhookApi')).toEqual(['secret', 'username']);
		expect(properties('submailApi')).toEqual([
			'appId',
			'appKey',
			'appType',
			'signatureType',
			'signatureVersion',
			'signSmsSignature',
			'baseUrl',
		]);
	});
});

test('nodes can be tools of an AI agent, and have light and dark icons', () => {
	const ours = Object.keys(registry.nodes).filter((type) =>
		type.startsWith('n8n-nodes-sms-suite.'),
	);
	expect(ours.length).toBeGreaterThan(2);
	for (const name of ours.map((type) => type.replace('n8n-nodes-sms-suite.', ''))) {
		const { usableAsTool, icon, group } = description(name);
		// A trigger cannot be called.
		expect(usableAsTool ?? false).toBe(!group.includes('trigger'));
		expect(icon ?? description(name).iconUrl).toMatchObject({
			light: expect.any(String) as string,
			dark: expect.any(String) as string,
		});
	}
});
