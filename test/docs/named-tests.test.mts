/**
 * Every operation has an engine test named after it: in a file of its node (`gotone/send.test.mts`
 * belongs to `goToneSms`), one of the titles, which are joined by `: `, begins with
 * `<Resource>: <Operation>`, or with a list as in `Contact: Copy, Move and Delete`. For a node without
 * resources, it begins with the name of the node.
 *
 * Features that must have a test but are not operations are listed here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPack, ROOT } from '../../docs/generator/pack.mts';
import {
	type Group,
	groupsOf,
	isFileOf,
	isTitled,
	type TestFile,
	unnamed,
} from './named-operations.mts';
import { testNames } from './test-names.mts';

const FOLDER = path.join(ROOT, 'test/engine');

const engineTests = (): TestFile[] =>
	readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.test.mts'))
		.map((file) => ({ file, names: testNames(readFileSync(path.join(FOLDER, file), 'utf8')) }));

/** Ways to use an operation, by node: the beginnings of the titles of their tests. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
	clickSend: [
		'SMS: Send: a contact list',
		'SMS: Send: a template',
		'SMS: Send: Source, Reference and Send At',
		'SMS: Get Many: filters',
		'Account: Get: Simplify %s: never the key of the sub-account',
		'From List: senders',
		'Maton: the chosen connection',
	],
	engageLabSms: [
		'Message: Send, $generation',
		'Message: Send, $generation: Send as One Batch',
		'$generation: Signature: Create',
		'$generation: Signature: Get',
		'$generation: Signature: Get Many',
		'$generation: Signature: Update',
		'$generation: Signature: Delete',
		'$generation: Template: Create',
		'$generation: Template: Update and Delete',
	],
	goToneSms: [
		'Message: Send Plain',
		'Message: Send Plain becomes unicode',
		'Message: Send Voice',
		'Message: Send MMS',
		'Message: Send with schedule_time',
		'Message: Send with dlt_template_id',
	],
	smsMobileApi: [
		'Message: Send: Channel SMS',
		'Message: Send: Channel WhatsApp',
		'Message: Send: Channel SMS and WhatsApp',
		'Message: Send: Send At',
		'Message: Get Many Sent: filters',
		'Message: Delete: by ID',
		'Message: Delete: by day',
		'Message: Delete: by period',
	],
	submail: [
		'Message: Send and Send Template: one item',
		'Message: Send Template, sms_signature',
		'Message: Send Template: 250 items with variables of their own',
		'an international app',
	],
};

let groups: Group[];
let files: TestFile[];
beforeAll(async () => {
	groups = groupsOf((await loadPack()).nodes);
	files = engineTests();
});

function check(missing: readonly string[]): void {
	if (missing.length === 0) return;
	throw new Error(
		`No test in test/engine is named after ${missing.join(', ')}: write one, or begin the title of the existing one with it`,
	);
}

test('every operation of every node', () => {
	expect(groups.length).toBeGreaterThan(0);
	check(unnamed(groups, files));
});

test.each(Object.entries(VARIANTS))('%s: features that must have a test', (node, variants) => {
	expect(groups.map((group) => group.node)).toContain(node);
	check(variants.filter((variant) => !isTitled(variant, node, files)));
});

describe('the check', () => {
	/** Without those that are missing already. */
	const found = (some: readonly Group[], where: readonly TestFile[]) => {
		const already = new Set(unnamed(groups, files));
		return unnamed(some, where).filter((one) => !already.has(one));
	};

	test('finds an operation that has no test yet', () => {
		const more = groups.map((group) => ({
			...group,
			operations: [...group.operations, 'Recall'],
		}));
		const missing = found(more, files);
		expect(missing).toContain('goToneSms: Contact Group: Recall');
		expect(missing).toContain('sendSms: Send SMS: Recall');
		expect(missing).toHaveLength(groups.length);
		expect(() => check(missing)).toThrow(/named after .*goToneSms: Contact Group: Recall/);
	});

	test('finds an operation whose tests are missing, and all operations of a node whose files are missing', () => {
		const without = files.map(({ file, names }) => ({
			file,
			names: names.filter((name) => !/Device: Get Many/.test(name)),
		}));
		expect(found(groups, without)).toEqual(['smsMobileApi: Device: Get Many']);
		const others = files.filter(({ file }) => !isFileOf('submail', file));
		const missing = found(groups, others);
		expect(missing).toContain('submail: Report: Get');
		expect(missing.every((one) => one.startsWith('submail: '))).toBe(true);
	});

	const contact: Group = {
		node: 'goToneSms',
		subject: 'Contact',
		operations: ['Get', 'Get Many', 'Update'],
		hasOwnFiles: true,
	};
	test.each<[string, string, string[]]>([
		['gotone.test.mts', 'Contact: Get Many', ['Get', 'Update']],
		['gotone-send.test.mts', 'v3: Contact: Get, for an ID: reported', ['Get Many', 'Update']],
		['gotone.test.mts', 'Contact: Get Many, Get and Update: all', []],
		['gotone.test.mts', 'Contact Group: Get', ['Get', 'Get Many', 'Update']],
		['gotone.test.mts', 'No Contact: Get', ['Get', 'Get Many', 'Update']],
		['gotone.test.mts', 'Contact: Getting', ['Get', 'Get Many', 'Update']],
		['gotone.test.mts', 'Contact: it does Get and Update', ['Get', 'Get Many', 'Update']],
		['submail.test.mts', 'Contact: Get', ['Get', 'Get Many', 'Update']],
	])('%s, "%s" lacks %j', (file, name, lacks) => {
		expect(unnamed([contact], [{ file, names: [name] }])).toEqual(
			lacks.map((operation) => `goToneSms: Contact: ${operation}`),
		);
	});

	test.each([
		['gotone.test.mts', 'v3: Message: Send MMS', true],
		['gotone.test.mts', 'Message: Send MMS to many', true],
		['gotone.test.mts', 'Message: Send MMSes', false],
		['gotone.test.mts', 'No Message: Send MMS', false],
		['submail.test.mts', 'Message: Send MMS', false],
	])('%s, "%s" begins with a way to use an operation: %s', (file, name, expected) => {
		expect(isTitled('Message: Send MMS', 'goToneSms', [{ file, names: [name] }])).toBe(expected);
	});

	test('reads the names of tests that run, and nothing else', () => {
		const source = `
			// test('in a comment', () => {});
			const text = "test('in a text', () => {})";
			describe('Contact', () => {
				test('Get', async () => {});
				test.each([[1]])('Get Many, %i', () => {});
				for (const way of ways) it.only(\`Update by \${way}\`, () => {});
				test.skip('Delete', () => {});
				test.todo('Copy');
				describe.each<Row>(ROWS)('$name', () => { fit(title, () => {}); });
			});
			xdescribe('Left out', () => { test('Move', () => {}); });
			describe.skip('Left out', () => { test('Move', () => {}); });
			it.each\`a | b\`('as a table', () => {});
		`;
		expect(testNames(source)).toEqual([
			'Contact: Get',
			'Contact: Get Many, %i',
			'Contact: Update by …',
			'Contact: $name: …',
			'as a table',
		]);
	});
});
