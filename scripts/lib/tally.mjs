import { stripVTControlCharacters } from 'node:util';

/**
 * Adds up the results of `npm test`: the tests that jest counted, and one failure for everything else
 * that failed.
 *
 * @param {readonly { name: string, failed: boolean }[]} checks
 * @param {{ code: number, report?: {
 *   numPassedTests: number,
 *   numFailedTests: number,
 *   testResults: { name: string, status: string, assertionResults: {
 *     status: string, fullName: string, failureMessages?: string[],
 *   }[] }[],
 * } }} jest
 * @param {string} [root] the folder that the names of files are told from
 * @returns {{ passed: number, failed: number, reasons: string[] }} `reasons`: one text per failure; a failed
 *   test's names its file, the test and the first lines of its message
 */
export function addUp(checks, { code, report }, root = '') {
	const suites = report?.testResults ?? [];
	const nameOf = (file) => (file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file);
	const failed = suites.flatMap(({ name, assertionResults }) =>
		assertionResults
			.filter(({ status }) => status === 'failed')
			.map((test) => ({ ...test, file: nameOf(name) })),
	);
	const reasons = [
		...checks.filter(({ failed }) => failed).map(({ name }) => name),
		...failed.map((test) => [`${test.file}: ${test.fullName}`, ...messageOf(test)].join('\n')),
		// A file that does not even load fails without a failed test.
		...suites
			.filter(
				({ status, assertionResults }) =>
					status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
			)
			.map(({ name }) => `${nameOf(name)} could not be run`),
	];
	if (!report) reasons.push('jest ended without a report');
	else if (code !== 0 && reasons.length === 0) reasons.push(`jest ended with code ${code}`);
	return { passed: report?.numPassedTests ?? 0, failed: reasons.length, reasons };
}

const MESSAGE_LINES = 25;

/** The first lines of why a test failed, indented and without the terminal's colours. */
function messageOf({ failureMessages = [] }) {
	const lines = stripVTControlCharacters(failureMessages.join('\n')).split('\n');
	return lines.slice(0, MESSAGE_LINES).map((line) => `    ${line}`);
}

/** The last line, which machines read. */
export function verdict({ passed, failed }) {
	return `${passed} passed, ${failed} failed`;
}
