// npm run lint:fix: fixes what ESLint and Prettier can fix automatically, and shows what is left.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, since } from './lib/run.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STEPS = [
	{ name: 'nodes', command: [process.execPath, 'scripts/lint-nodes.mjs', '--fix'] },
	{ name: 'tools', command: [process.execPath, 'scripts/lint-tools.mjs', '--fix'] },
	// Last, because the other steps leave lines of any length.
	{ name: 'format', command: ['prettier', '--write', '--log-level', 'warn', '.'] },
];

const say = (line) => console.log(`lint: ${line}`);
let left = 0;
for (const { name, command } of STEPS) {
	const begun = Date.now();
	const [program, ...args] = command;
	const { code, lines } = await run(program, args, {
		cwd: ROOT,
		log: say,
		status: () => `${name}: ${since(begun)}`,
	});
	if (code !== 0) console.log(lines.join('\n'));
	say(`${name} ${code === 0 ? 'is clean' : 'has findings that must be fixed by hand (above)'}`);
	if (code !== 0) left++;
}
process.exit(left === 0 ? 0 : 1);
