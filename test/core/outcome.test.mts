import { failAll, type Failure, type FailureClass, FAILURES } from '../../core/outcome';

type Verdict = 'retry' | 'failOver' | 'rerun';

/** The table of docs/architecture.md, "Failover": what is allowed after each class of failure. */
const EXPECTED: Readonly<Record<FailureClass, readonly Verdict[]>> = {
	configuration: ['failOver', 'rerun'],
	auth: ['failOver', 'rerun'],
	invalidRecipient: [],
	invalidSender: ['failOver', 'rerun'],
	content: ['rerun'],
	notAllowed: ['rerun'],
	templatePending: ['failOver', 'rerun'],
	countryBlocked: ['failOver', 'rerun'],
	insufficientCredit: ['failOver', 'rerun'],
	optedOut: [],
	duplicate: [],
	rateLimited: ['retry', 'failOver', 'rerun'],
	providerDown: ['retry', 'failOver', 'rerun'],
	unknownOutcome: [],
};

describe('the failure table', () => {
	it.each(Object.entries(EXPECTED))('%s allows %j', (kind, verdicts) => {
		const policy = FAILURES[kind as FailureClass];
		expect(policy).toEqual({
			retry: verdicts.includes('retry'),
			failOver: verdicts.includes('failOver'),
			rerun: verdicts.includes('rerun'),
		});
	});

	it('has no class that is missing from this test', () => {
		expect(Object.keys(FAILURES).sort()).toEqual(Object.keys(EXPECTED).sort());
	});

	it('never resends a message that may have reached a phone', () => {
		for (const kind of ['unknownOutcome', 'duplicate'] as const) {
			expect(Object.values(FAILURES[kind])).toEqual([false, false, false]);
		}
	});

	it('retries only what another provider or a later run could also send', () => {
		for (const { retry, failOver, rerun } of Object.values(FAILURES)) {
			if (retry) expect([failOver, rerun]).toEqual([true, true]);
			if (failOver) expect(rerun).toBe(true);
		}
	});
});

describe('failAll', () => {
	const failure: Failure = { class: 'auth', message: 'No' };

	it('gives every message the same result', () => {
		expect(failAll([{ index: 3 }, { index: 7 }], 'rejected', failure)).toEqual([
			{ index: 3, outcome: 'rejected', failure },
			{ index: 7, outcome: 'rejected', failure },
		]);
		expect(failAll([], 'unknown', failure)).toEqual([]);
	});
});
