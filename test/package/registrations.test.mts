/** A provider is a folder, a credential and one line: no other code refers to it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type INodeProperties } from 'n8n-workflow';
import ts from 'typescript';
import { type Capabilities } from '../../core/provider';
import { PROVIDERS } from '../../nodes/providers';
import { loadSuite, type Registry } from '../support/registry.mts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What shows that code is about one provider: its ids and names, and those of its credentials. */
const MARKS = [
	...PROVIDERS.flatMap(({ provider: { id, displayName, authentications } }) => [
		id,
		displayName,
		...authentications.map(({ value }) => value),
	]),
	// What their names have in common, and their own terms.
	...['clicksend', 'maton', 'smsmobile', 'gotone', 'submail', 'engagelab'],
	...['smshook', 'subhook', 'createPollRule', 'pollRule'],
].map((mark) => mark.toLowerCase());

const isMarked = (text: string): boolean => {
	const plain = text.toLowerCase();
	return MARKS.some((mark) => plain.includes(mark));
};

/** Identifiers, texts and imports of a source that name a provider; comments may. */
function namesIn(source: string): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		const text =
			ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node)
				? node.text
				: '';
		if (isMarked(text)) found.push(text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
	return found;
}

const sourcesIn = (folder: string, recursive: boolean): string[] =>
	readdirSync(path.join(ROOT, folder), { recursive, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `${folder}/${file}`);

const SHARED = [
	...['core', 'n8n', 'nodes/SendSms', 'nodes/SmsTrigger', 'nodes/SmsWebhookTrigger'].flatMap(
		(folder) => sourcesIn(folder, true),
	),
	...sourcesIn('nodes', false).filter((file) => file !== 'nodes/providers.ts'),
	// The one credential that several providers share.
	'credentials/SmsWebhookApi.credentials.ts',
];

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

test('no shared source names a provider', () => {
	expect(SHARED.length).toBeGreaterThan(60);
	const named = SHARED.flatMap((file) => namesIn(read(file)).map((name) => `${file}: ${name}`));
	expect(named).toEqual([]);
});

test.each([
	"const id = 'clickSend';",
	'const text = `${number} texts through GoTone SMS`;',
	"import { submail } from './Submail/send';",
	'interface Choice { smsMobileVersion: string }',
	"const show = { provider: ['engageLabSms'] };",
	'const { matonApi } = credentials;',
])('a source that names a provider is found: %s', (source) => {
	expect(namesIn(source)).not.toEqual([]);
});

test('comments may name a provider as a reason', () => {
	expect(namesIn('/** ClickSend does. */\nconst a = 1; // as SUBMAIL')).toEqual([]);
});

test('the list has imports and names, and nothing else', () => {
	const source = ts.createSourceFile('x.ts', read('nodes/providers.ts'), ts.ScriptTarget.Latest);
	const kinds = source.statements.map(({ kind }) => kind);
	expect(kinds.filter((kind) => kind !== ts.SyntaxKind.ImportDeclaration)).toEqual([
		ts.SyntaxKind.VariableStatement,
	]);
	expect(PROVIDERS).toHaveLength(kinds.length - 2);
});

describe('the parts of a registration are consistent', () => {
	const each = PROVIDERS.map((registration) => ({ id: registration.provider.id, registration }));

	test('sorted by name, as the editor lists them', () => {
		const names = PROVIDERS.map(({ provider }) => provider.displayName);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(new Set(PROVIDERS.map(({ provider }) => provider.id)).size).toBe(PROVIDERS.length);
	});

	test.each(each)('$id: the chooser of its webhooks has its variants', ({ registration }) => {
		const { variants = {}, chooser, rules } = registration.webhooks ?? {};
		const values = (chooser?.options ?? []).map((option) => 'value' in option && option.value);
		const keys = Object.keys(variants).sort();
		if (chooser) expect([...values].sort()).toEqual(keys);
		else expect(keys).toEqual(registration.webhooks ? ['default'] : []);
		for (const { wire, unsigned } of Object.values(variants)) {
			// Account tokens are only for providers whose rules are created through the account.
			expect(wire.secret === 'account').toBe(rules !== undefined);
			expect(unsigned === undefined || wire.secret === 'needed').toBe(true);
		}
	});

	test('parameters that only one provider has do not collide', () => {
		const own = PROVIDERS.flatMap(({ inbox, webhooks }) =>
			[inbox?.rule?.name, webhooks?.chooser?.name].filter((name) => name !== undefined),
		);
		expect(own.sort()).toEqual(['createPollRule', 'engageLabGeneration', 'smsMobileVersion']);
	});
});

describe('capabilities decide what is offered', () => {
	let registry: Registry;
	beforeAll(async () => {
		registry = await loadSuite();
	});

	const propertiesOf = (node: string): INodeProperties[] =>
		registry.getByNameAndVersion(`n8n-nodes-sms-suite.${node}`).description.properties;

	/** The options of every operation of a node that sends. */
	function sendOptions(node: string): INodeProperties[][] {
		return propertiesOf(node)
			.filter(({ name }) => name === 'options')
			.map(({ options }) => (options ?? []) as INodeProperties[])
			.filter((options) => options.some(({ name }) => name === 'maxRetries'));
	}

	const OPTIONS: Array<[keyof Capabilities, string]> = [
		['reference', 'reference'],
		['schedule', 'sendAt'],
	];

	test.each(PROVIDERS.map(({ provider }) => [provider.id, provider] as const))(
		'in the node of %s',
		(id, { capabilities }) => {
			const sends = sendOptions(id);
			expect(sends.length).toBeGreaterThan(0);
			for (const [capability, option] of OPTIONS) {
				const offered = sends.some((options) => options.some(({ name }) => name === option));
				expect({ option, offered }).toEqual({ option, offered: capabilities[capability] });
			}
		},
	);

	test('in Send SMS: descriptions name the providers that support an option', () => {
		const properties = propertiesOf('sendSms');
		const [options = []] = sendOptions('sendSms');
		const described = (name: string) =>
			[...properties, ...options].find((one) => one.name === name)?.description;
		expect(described('reference')).toBe(
			'Your own reference, passed to the provider unchanged and returned with its delivery reports; only with ClickSend, EngageLab SMS and SUBMAIL',
		);
		expect(described('sendAt')).toMatch(/; not with SUBMAIL$/);
		expect(described('to')).toMatch(/; short codes only with SMSMobileAPI$/);
		expect(described('from')).toMatch(
			/^The sender ID that the recipient sees, not with EngageLab SMS;/,
		);
		const content = properties.find(({ name }) => name === 'contentType');
		expect(content?.options).toMatchObject([
			{ description: 'A template stored at the provider; only with EngageLab SMS and SUBMAIL' },
			{ description: 'Text as you write it; not with EngageLab SMS' },
		]);
	});
});
