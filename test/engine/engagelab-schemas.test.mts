/** What `__schema__` promises to the editor is what the operations give. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../support/clicksend.mts';
import { GENERATIONS, operation } from '../support/engagelab.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();
const FOLDER = path.resolve(import.meta.dirname, '../../dist/nodes/EngageLabSms/__schema__/v1.0.0');

interface Schema {
	type: string;
	properties: Record<string, { type: string | string[] }>;
}

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

function expectFits(schema: Schema, row: IDataObject): void {
	expect(Object.keys(row).sort()).toEqual(Object.keys(schema.properties).sort());
	for (const [name, { type }] of Object.entries(schema.properties)) {
		expect([type].flat()).toContain(typeOf(row[name]));
	}
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Schema;
const resources = existsSync(FOLDER) ? readdirSync(FOLDER) : [];

test('there are schemas, and each belongs to an operation', () => {
	expect(resources).toEqual(expect.arrayContaining(['sign', 'template']));
	const { description } = suite.engine.registry.getByNameAndVersion(
		'n8n-nodes-sms-suite.engageLabSms',
	);
	const known = description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map(
				(option) =>
					`${displayOptions?.show?.resource?.[0] as string}/${(option as { value: string }).value}.json`,
			),
		);
	const files = resources.flatMap((resource) =>
		readdirSync(path.join(FOLDER, resource)).map((file) => `${resource}/${file}`),
	);
	expect(files.sort()).toEqual(known.sort());
});

describe.each(GENERATIONS)('$generation', (one) => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', one.credential(suite.sandbox.url));
	});

	const PARAMETERS: IDataObject = {
		sign: byId(one.signId),
		signName: 'Other',
		template: byId(one.codeTemplateId),
		templateName: 'New',
		content: 'Hi',
		countryCodes: 'CN',
		returnAll: true,
		to: '+61411111111',
		variables: { variable: [{ name: 'code', value: '1' }] },
	};

	test.each(
		resources.flatMap((resource) =>
			readdirSync(path.join(FOLDER, resource)).map((file) => [resource, file.replace('.json', '')]),
		),
	)('%s: %s', async (resource = '', name = '') => {
		const outcome = await suite.engine.run(operation(resource, name, PARAMETERS));
		expect(outcome.error).toBeUndefined();
		const rows = rowsOf(outcome);
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) expectFits(read(path.join(FOLDER, resource, `${name}.json`)), row);
	});
});
