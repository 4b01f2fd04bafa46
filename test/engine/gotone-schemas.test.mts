/** The output schemas that the editor shows say what the operations give. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../support/clicksend.mts';
import { ADA, goTone, GROUP, WELCOME } from '../support/gotone.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

// As built: that is where n8n looks for them.
const FOLDER = path.resolve(import.meta.dirname, '../../dist/nodes/GoToneSms/__schema__/v1.0.0');

const OPERATIONS: Array<[resource: string, operation: string, parameters: IDataObject]> = [
	['account', 'getBalance', {}],
	['account', 'getProfile', {}],
	['contact', 'create', { contactGroup: byId(GROUP), phoneNumber: '+61400000001' }],
	['contact', 'delete', { contactGroup: byId(GROUP), contact: byId(ADA) }],
	['contact', 'get', { contactGroup: byId(GROUP), contact: byId(ADA) }],
	['contact', 'getAll', { contactGroup: byId(GROUP) }],
	[
		'contact',
		'update',
		{ contactGroup: byId(GROUP), contact: byId(ADA), updateFields: { firstName: 'A' } },
	],
	['contactGroup', 'create', { groupName: 'New' }],
	['contactGroup', 'delete', { contactGroup: byId(GROUP) }],
	['contactGroup', 'get', { contactGroup: byId(GROUP) }],
	['contactGroup', 'getAll', {}],
	['contactGroup', 'update', { contactGroup: byId(GROUP), groupName: 'New' }],
	['message', 'get', { messageId: byId(WELCOME) }],
	['message', 'getAll', {}],
	['message', 'send', { to: '+61400000001', from: 'Sandbox', message: 'Hi' }],
];

const typeOf = (value: unknown): string => {
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
};

/** Where a value is not as its schema says; null is allowed everywhere. */
function differences(value: unknown, schema: Schema, at = ''): string[] {
	if (value === null || value === undefined) return [];
	if (typeOf(value) !== schema.type) return [`${at} is ${typeOf(value)}, not ${schema.type}`];
	if (Array.isArray(value) && schema.items) {
		const { items } = schema;
		return value.flatMap((one, index) => differences(one, items, `${at}[${index}]`));
	}
	const { properties } = schema;
	if (!properties) return [];
	return Object.entries(value as IDataObject).flatMap(([name, inner]) => {
		const known = properties[name];
		return known ? differences(inner, known, `${at}.${name}`) : [`${at}.${name} is not named`];
	});
}

test('there is one for every operation, and no other', () => {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
	expect(files.filter((file) => file.endsWith('.json')).sort()).toEqual(
		OPERATIONS.map(([resource, operation]) => `${resource}/${operation}.json`).sort(),
	);
});

test.each(OPERATIONS)('%s %s', async (resource, operation, parameters) => {
	const file = path.join(FOLDER, resource, `${operation}.json`);
	const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
	const [row] = rowsOf(await suite.engine.run(goTone(resource, operation, parameters)));
	expect(Object.keys(row ?? {}).sort()).toEqual(Object.keys(schema.properties ?? {}).sort());
	expect(differences(row, schema)).toEqual([]);
});
