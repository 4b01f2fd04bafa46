/** What a new user sees: the order of the fields, warnings, names, links, and no dead ends. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/providers';
import { loadSuite, type Registry } from '../support/registry.mts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PACK = 'n8n-nodes-sms-suite';
const OWN_NODES = ['clickSend', 'engageLabSms', 'goToneSms', 'smsMobileApi', 'submail'];
const SENDING = [...OWN_NODES, 'sendSms'];
const TRIGGERS = ['smsTrigger', 'smsWebhookTrigger'];
const FOLDERS: Readonly<Record<string, string>> = {
	clickSend: 'ClickSend',
	engageLabSms: 'EngageLabSms',
	goToneSms: 'GoToneSms',
	smsMobileApi: 'SmsMobileApi',
	submail: 'Submail',
	sendSms: 'SendSms',
	smsTrigger: 'SmsTrigger',
	smsWebhookTrigger: 'SmsWebhookTrigger',
};

let registry: Registry;
beforeAll(async () => {
	registry = await loadSuite();
});

const description = (name: string): INodeTypeDescription =>
	registry.getByNameAndVersion(`${PACK}.${name}`).description;

const namesOf = (property: INodeProperties | undefined): string[] =>
	(property?.options ?? []).map(({ name }) => name);

interface Send {
	readonly resource: string | undefined;
	readonly operation: string;
	readonly fields: INodeProperties[];
	readonly options: INodeProperties;
}

/** The sends of a node, each with its own fields in the order of the editor. */
function sendsOf(node: string): Send[] {
	const { properties } = description(node);
	return properties
		.filter((one) => one.name === 'options' && namesOf(one).includes('maxRetries'))
		.map((options) => {
			const { resource, operation } = options.displayOptions?.show ?? {};
			const fields = properties.filter(
				({ type, displayOptions: { show } = {} }) =>
					type !== 'notice' &&
					show?.operation?.includes(operation?.[0] as string) &&
					(show.resource?.[0] ?? '-') === (resource?.[0] ?? '-'),
			);
			return {
				resource: resource?.[0] as string | undefined,
				operation: operation?.[0] as string,
				fields,
				options,
			};
		});
}

/** The place of a field in every send: whom, what, as whom, and then everything else. */
function placeOf(name: string, hasMessage: boolean): number {
	if (name === 'providers') return 0;
	if (name.endsWith('Authentication')) return 1;
	if (['to', 'contactList', 'contactGroup'].includes(name)) return 2;
	if (name === 'message') return 3;
	if (!hasMessage && (name === 'template' || name === 'variables')) return 3;
	const last = ['ifUnsure', 'simplify', 'options'].indexOf(name);
	if (last >= 0) return 6 + last;
	return name === 'from' ? 4 : 5;
}

describe('sends', () => {
	test.each(SENDING)('%s: Providers, To, Message and From come first, Options last', (node) => {
		const sends = sendsOf(node);
		expect(sends.length).toBeGreaterThan(0);
		for (const { fields } of sends) {
			const names = fields.map(({ name }) => name);
			const places = names.map((name) => placeOf(name, names.includes('message')));
			expect({ names, places }).toEqual({ names, places: [...places].sort((a, b) => a - b) });
			expect(names.some((name) => ['to', 'contactGroup'].includes(name))).toBe(true);
		}
	});

	test.each(SENDING)('%s: Default Country is the first option', (node) => {
		for (const { fields, options } of sendsOf(node)) {
			const all = (options.options ?? []) as INodeProperties[];
			// A send to a group has no numbers to read.
			const isToNumbers = fields.some(({ name }) => name === 'to');
			expect(all.some(({ name }) => name === 'defaultCountry')).toBe(isToNumbers);
			if (isToNumbers) expect(all[0]?.name).toBe('defaultCountry');
			const others = all.slice(isToNumbers ? 1 : 0);
			const labels = others.map(({ displayName }) => displayName);
			expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, 'en')));
		}
	});

	test.each(OWN_NODES)('%s opens on Send', (node) => {
		const { properties } = description(node);
		const resource = properties.find(({ name }) => name === 'resource')?.default;
		const operation = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.[0] === resource,
		)?.default;
		expect(operation).toBe('send');
		expect(sendsOf(node)).toContainEqual(expect.objectContaining({ resource, operation }));
	});

	test.each(SENDING)('%s: the action is called what people search for', (node) => {
		const actions = description(node)
			.properties.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [] }) => options)
			.flatMap((option) => ('action' in option ? [option.action] : []));
		expect(actions).toContainEqual(expect.stringMatching(/^Send an SMS/));
	});
});

describe('Send SMS', () => {
	test('opens on Send', () => {
		const [operation] = description('sendSms').properties;
		expect(operation).toMatchObject({ name: 'operation', type: 'options', default: 'send' });
	});

	test('n8n adds no Custom API Call', () => {
		// As in n8n's load-nodes-and-credentials.ts.
		const { version, defaultVersion } = description('sendSms');
		expect(defaultVersion === undefined || (defaultVersion as unknown) === version).toBe(false);
	});

	test('tells how the order of providers is set', () => {
		const providers = description('sendSms').properties.find(({ name }) => name === 'providers');
		expect(providers?.description).toContain('in the order in which you select them');
	});

	test('its description tells a model what a number looks like', () => {
		expect(description('sendSms').description).toMatch(
			/^Send an SMS to .*phone numbers in international form, such as \+61411111111/,
		);
	});

	test.each(
		PROVIDERS.flatMap(({ provider }) =>
			(['text', 'template'] as const).map((content) => [provider.id, content, provider] as const),
		),
	)('%s: says what happens where it cannot send a %s', (id, content, { capabilities }) => {
		const notices = description('sendSms').properties.filter(
			({ type, displayOptions: { show } = {} }) =>
				type === 'notice' && show?.providers?.includes(id) && show.contentType?.includes(content),
		);
		expect(notices).toHaveLength(capabilities[content] ? 0 : 1);
	});
});

describe('ClickSend: connections are for Maton only', () => {
	const shown = () =>
		description('clickSend').properties.filter(({ displayOptions }) =>
			displayOptions?.show?.resource?.includes('connection'),
		);

	test('and are called so', () => {
		const resource = description('clickSend').properties.find(({ name }) => name === 'resource');
		expect(resource?.options).toContainEqual({
			name: 'Connection (Maton Only)',
			value: 'connection',
			displayOptions: { show: { authentication: ['matonApi'] } },
		});
	});

	test('with the key of ClickSend, only the way out is shown', () => {
		const open = shown().filter(({ displayOptions: { show, hide } = {} }) => {
			const authentication = show?.authentication ?? ['clickSendApi', 'matonApi'];
			const hidden = hide?.authentication ?? [];
			return authentication.includes('clickSendApi') && !hidden.includes('clickSendApi');
		});
		expect(open.map(({ type }) => type)).toEqual(['notice']);
		expect(open[0]?.displayName).toMatch(/Maton Gateway/);
	});
});

describe('what cannot be undone is said before', () => {
	test.each([
		['clickSend', 'sms', 'cancelAll', 'all'],
		['clickSend', 'contactList', 'delete', undefined],
		['clickSend', 'contactList', 'removeDuplicates', undefined],
		['clickSend', 'contactList', 'removeOptedOut', undefined],
		['clickSend', 'inboundSms', 'markAsRead', 'all'],
		['clickSend', 'inboundSms', 'markAsRead', 'before'],
		['clickSend', 'deliveryReceipt', 'markAsRead', undefined],
		['clickSend', 'connection', 'delete', undefined],
		['goToneSms', 'contactGroup', 'delete', undefined],
		['smsMobileApi', 'message', 'delete', 'day'],
		['smsMobileApi', 'message', 'delete', 'period'],
	])('%s: %s → %s %s', (node, resource, operation, scope) => {
		const warnings = description(node).properties.filter(
			({ type, displayOptions: { show } = {} }) =>
				type === 'notice' &&
				show?.resource?.includes(resource) &&
				show.operation?.includes(operation) &&
				(scope === undefined || show.scope?.includes(scope)),
		);
		const said = warnings.map(({ displayName }) => displayName).join(' ');
		expect(said).toMatch(/cannot be undone|cannot mark them as unread/);
	});

	test('Cancel All is about one reference unless the user says otherwise', () => {
		const scope = description('clickSend').properties.find(
			({ name, displayOptions }) =>
				name === 'scope' && displayOptions?.show?.operation?.includes('cancelAll'),
		);
		expect(scope?.default).toBe('reference');
	});
});

test('notices have only the tags that n8n shows, and the steps of a webhook are a list', () => {
	const notices = [...SENDING, ...TRIGGERS].flatMap((node) =>
		description(node).properties.filter(({ type }) => type === 'notice'),
	);
	expect(notices.length).toBeGreaterThan(15);
	for (const { displayName } of notices) {
		const tags = [...displayName.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag);
		expect(tags.filter((tag) => !['a', 'ul', 'li'].includes(tag ?? ''))).toEqual([]);
	}
	const steps = notices.filter(({ name }) => name.endsWith('Steps'));
	expect(steps).toHaveLength(6);
	for (const { displayName } of steps) {
		expect(displayName).toMatch(/^<ul>(<li>[^<]+<\/li>){3,}<\/ul>$/);
		expect(displayName).toMatch(/Listen for test event/);
	}
});

interface Codex {
	readonly alias: readonly string[];
	readonly resources: Readonly<Record<string, ReadonlyArray<{ readonly url: string }>>>;
}

const codexOf = (node: string): Codex => {
	const folder = FOLDERS[node] ?? '';
	const file = path.join(ROOT, 'nodes', folder, `${folder}.node.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Codex;
};

describe('the node creator finds', () => {
	test.each(SENDING)('%s by what people want to do', (node) => {
		const searched = ['SMS', 'Text Message', 'Notify', 'Notification', 'Alarm', 'Alert'];
		expect(codexOf(node).alias).toEqual(expect.arrayContaining(searched));
	});

	test('Send SMS and the triggers by their providers', () => {
		const by = (node: string, able: typeof PROVIDERS | Array<(typeof PROVIDERS)[number]>) =>
			expect(codexOf(node).alias).toEqual(
				expect.arrayContaining(able.map(({ provider }) => provider.displayName)),
			);
		by('sendSms', PROVIDERS);
		by(
			'smsTrigger',
			PROVIDERS.filter(({ inbox }) => inbox),
		);
		by(
			'smsWebhookTrigger',
			PROVIDERS.filter(({ webhooks }) => webhooks),
		);
	});

	test.each(TRIGGERS)('%s by what arrives', (node) => {
		const searched = ['SMS', 'Text Message', 'Receive', 'Incoming', 'Reply'];
		expect(codexOf(node).alias).toEqual(expect.arrayContaining(searched));
	});
});

/** How GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
	heading
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');

/** The anchors of a page; repeated headings of a generated page are not linked to. */
const anchorsOf = (file: string): string[] =>
	[...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
		anchorOf(heading),
	);

const REPOSITORY = `https://github.com/${PACK}/${PACK}`;

function expectPage(url: string): void {
	if (url === `${REPOSITORY}#readme`) return;
	const [page = '', anchor] = url.split('#');
	expect(page).toMatch(`${REPOSITORY}/blob/main/docs/`);
	const file = path.join(ROOT, page.replace(`${REPOSITORY}/blob/main/`, ''));
	expect({ url, exists: existsSync(file) }).toEqual({ url, exists: true });
	if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor);
}

describe('links to documentation open a page, and a section of it, that exists', () => {
	test.each([...SENDING, ...TRIGGERS])('%s', (node) => {
		const { resources } = codexOf(node);
		const urls = Object.values(resources).flatMap((links) => links.map(({ url }) => url));
		expect(urls).toHaveLength(2);
		urls.forEach(expectPage);
	});

	test('credentials: each has its own section', () => {
		const urls = Object.values(registry.credentials)
			.filter(({ name }) => PROVIDERS_TYPES().includes(name))
			.map(({ documentationUrl, displayName }) => {
				expect(documentationUrl).toMatch(new RegExp(`#${anchorOf(displayName)}$`));
				return documentationUrl ?? '';
			});
		expect(new Set(urls).size).toBe(8);
		urls.forEach(expectPage);
	});
});

const PROVIDERS_TYPES = (): string[] => [
	...PROVIDERS.flatMap(({ provider }) => provider.authentications.map(({ value }) => value)),
	'smsWebhookApi',
];

test('EngageLab’s credential asks for what its console calls them', () => {
	const labels = registry.credentials.engageLabSmsApi?.properties.map((one) => one.displayName);
	expect(labels).toEqual(expect.arrayContaining(['Dev Key or SMS User', 'Dev Secret or SMS Key']));
});
