/** The checks that `npm test` relies on fail on each kind of finding. */
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { StandIn } from './stand-in.mts';

const ROOT = join(import.meta.dirname, '../..');

let place: StandIn;

beforeEach(() => (place = new StandIn()));
afterEach(() => place.remove());

describe('lint of the nodes', () => {
	const n8nLintSays = (text: string, code = 0) =>
		place.programDoes('n8n-node', `console.log(${JSON.stringify(text)}); process.exit(${code});`);
	const HEADING = '┌   n8n-node lint  v0.48.3 \n';
	const FINDING =
		'\n/nodes/A.node.ts\n  1:1  warning  Wrong  some-rule\n\n✖ 1 problem (0 errors, 1 warning)\n';

	test('passes if n8n-node lint finds nothing, and passes its arguments on', async () => {
		n8nLintSays(HEADING);
		expect(await place.run('scripts/lint-nodes.mjs', ['--fix'])).toEqual({ code: 0, output: '' });
		expect(readFileSync(place.at('n8n-node.log'), 'utf8')).toBe('lint --fix\n');
	});

	test('fails on a warning, although n8n-node lint exits with 0', async () => {
		n8nLintSays(HEADING + FINDING);
		const { code, output } = await place.run('scripts/lint-nodes.mjs');
		expect(code).toBe(1);
		expect(output).toContain('some-rule');
		expect(output).toContain('here they count as errors');
	});

	test('fails if n8n-node lint fails', async () => {
		n8nLintSays(HEADING + FINDING, 2);
		const { code, output } = await place.run('scripts/lint-nodes.mjs');
		expect(code).toBe(2);
		expect(output).toContain('some-rule');
	});
});

describe('types and lint of the tools', () => {
	const lint = async (...files: Array<[name: string, code: string]>) => {
		for (const name of ['tsconfig.json', 'tsconfig.dev.json', 'eslint.dev.config.mjs']) {
			cpSync(join(ROOT, name), place.at(name));
		}
		symlinkSync(join(ROOT, 'node_modules'), place.at('node_modules'));
		for (const [name, code] of files) place.write(name, code);
		return await place.run('scripts/lint-tools.mjs');
	};

	test('a type error fails', async () => {
		const { code, output } = await lint(['a.mts', `export const a: number = 'text';\n`]);
		expect(code).toBe(1);
		expect(output).toContain('a.mts(1,14): error TS2322');
	});

	test('a finding of a type-aware rule fails, and is the only one', async () => {
		const { code, output } = await lint(
			['a.mts', `export const later = async () => await Promise.resolve(1);\n`],
			['b.mts', `import { later } from './a.mts';\n\nlater();\n`],
		);
		expect(code).toBe(1);
		expect(output).toContain('no-floating-promises');
		expect(output).toContain('1 problem');
	});
});
