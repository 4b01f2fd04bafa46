/** Parameters are read in one place, so that values of expressions mean the same everywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DOOR = 'n8n/parameters/read.ts';

const sources = ['core', 'n8n', 'nodes', 'credentials'].flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `${folder}/${file}`),
);
const reads = (file: string): boolean =>
	/getNodeParameter|getCurrentNodeParameter|evaluateExpression/.test(
		readFileSync(path.join(ROOT, file), 'utf8'),
	);

test('only n8n/parameters/read.ts asks n8n for parameters', () => {
	expect(sources).toContain(DOOR);
	expect(sources.filter(reads)).toEqual([DOOR]);
});
