/** The schemas that the editor shows before a first run: what comes out is what they say. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../support/clicksend.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();
const FOLDER = path.resolve(
	import.meta.dirname,
	'../../nodes/SmsMobileApi/__schema__/v1.0.0/message',
);

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
}

const typeOf = (value: unknown): string => {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
};

/** Fields of an output that a schema does not have, or has with another type. */
function strangers(row: IDataObject, { properties = {} }: Schema): string[] {
	return Object.entries(row)
		.filter(([name, value]) => !properties[name]?.type.includes(typeOf(value)))
		.map(([name]) => name);
}

const schemaOf = (name: string): Schema =>
	JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Schema;

const run = async (operation: string, parameters: IDataObject = {}) =>
	rowsOf(
		await suite.engine.run({
			type: 'n8n-nodes-sms-suite.smsMobileApi',
			credentials: ['smsMobileApi'],
			parameters: {
				authentication: 'smsMobileApi',
				resource: 'message',
				operation,
				to: '+61411111111',
				message: 'Hello',
				...parameters,
			},
		}),
	);

const outputs: Record<string, () => Promise<IDataObject[]>> = {
	send: async () => [
		...(await run('send')),
		...(await run('send', { options: { sendAt: '2035-01-01T00:00:00', reference: 'r' } })),
	],
	async resend() {
		await run('send');
		const id = suite.sandbox.messages().at(-1)?.id ?? '';
		suite.sandbox.carrier(id, 'undelivered');
		return await run('resend', { messageId: byId(id) });
	},
	delete: async () => [
		...(await run('delete', { scope: 'message', messageId: byId('x') })),
		...(await run('delete', { scope: 'day', day: '2030-01-01' })),
	],
	async getAllReceived() {
		suite.sandbox.reply({ from: '+61411111111', to: '+61448000222', text: 'Yes' });
		return await run('getAllReceived');
	},
};

test('every schema is checked here', () => {
	const files = readdirSync(FOLDER).map((file) => path.basename(file, '.json'));
	expect(files.sort()).toEqual(Object.keys(outputs).sort());
});

test.each(Object.entries(outputs))('message %s', async (name, produce) => {
	const schema = schemaOf(name);
	const rows = await produce();
	expect(rows.length).toBeGreaterThan(0);
	for (const row of rows) expect(strangers(row, schema)).toEqual([]);
	const seen = new Set(rows.flatMap(Object.keys));
	expect(Object.keys(schema.properties ?? {}).filter((field) => !seen.has(field))).toEqual([]);
});
