/**
 * Adds up the results of `npm test`: the tests that jest counted, and one failure for everything else
 * that failed.
 *
 * @param {readonly { name: string, failed: boolean }[]} checks
 * @param {{ code: number, report?: {
 *   numPassedTests: number,
 *   numFailedTests: number,
 *   testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[],
 * } }} jest
 * @returns {{ passed: number, failed: number, reasons: string[] }}
 */
export function addUp(checks, { code, report }) {
	const suites = report?.testResults ?? [];
	const tests = suites.flatMap(({ assertionResults }) => assertionResults);
	const reasons = [
		...checks.filter(({ failed }) => failed).map(({ name }) => name),
		...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
		// A file that does not even load fails without a failed test.
		...suites
			.filter(
				({ status, assertionResults }) =>
					status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
			)
			.map(({ name }) => `${name} could not be run`),
	];
	if (!report) reasons.push('jest ended without a report');
	else if (code !== 0 && reasons.length === 0) reasons.push(`jest ended with code ${code}`);
	return { passed: report?.numPassedTests ?? 0, failed: reasons.length, reasons };
}

/** The last line, which machines read. */
export function verdict({ passed, failed }) {
	return `${passed} passed, ${failed} failed`;
}
