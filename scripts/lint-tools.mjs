/**
 * Type check and lint of everything that is not shipped (*.mts). Both need the same TypeScript
 * program, which takes longer to load than to check, so they share it. `--fix` fixes what it can.
 */
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';

const ROOT = path.resolve(import.meta.dirname, '..');
const FORMAT = {
	getCurrentDirectory: () => ROOT,
	getCanonicalFileName: (name) => name,
	getNewLine: () => '\n',
};

/** The program of tsconfig.dev.json, as `tsc -p` creates it. */
function programOf(file) {
	const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
	const parsed = ts.getParsedCommandLineOfConfigFile(path.join(ROOT, file), {}, host);
	if (!parsed) throw new Error(`${file} could not be read`);
	const { fileNames: rootNames, options, errors } = parsed;
	return ts.createProgram({ rootNames, options, configFileParsingDiagnostics: errors });
}

const program = programOf('tsconfig.dev.json');
const faults = ts.getPreEmitDiagnostics(program);
if (faults.length > 0) console.log(ts.formatDiagnostics(faults, FORMAT));

const fix = process.argv.includes('--fix');
const eslint = new ESLint({
	cwd: ROOT,
	overrideConfigFile: path.join(ROOT, 'eslint.dev.config.mjs'),
	overrideConfig: {
		files: ['**/*.mts'],
		// An existing program does not see the changes of --fix.
		languageOptions: fix ? {} : { parserOptions: { project: null, programs: [program] } },
	},
	fix,
});
const results = await eslint.lintFiles(['.']);
if (fix) await ESLint.outputFixes(results);
const formatter = await eslint.loadFormatter('stylish');
const report = await formatter.format(results);
if (report) console.log(report);
const hasFindings = results.some((one) => one.errorCount + one.warningCount > 0);
process.exit(faults.length > 0 || hasFindings ? 1 : 0);
