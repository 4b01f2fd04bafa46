/** Failures that all providers share. */
import { failuresOf, outcomeOf, type Response } from '../../core/failures';

const { listed, doubt, notProvider, ofStatus, mayBeDone, mayBeSent, noRow } = failuresOf(
	'Acme',
	'Acme’s log',
);

const answer = (status: number, headers: Record<string, string> = {}): Response => ({
	kind: 'response',
	status,
	headers,
	text: '<html>',
	body: undefined,
});

it('a listed code becomes a sentence about the provider; other codes are undefined', () => {
	const meanings = { 7: ['auth', 'refused the key', 'Check the key.'] } as const;
	expect(listed(meanings, '7')).toEqual({
		class: 'auth',
		code: '7',
		message: 'Acme refused the key',
		hint: 'Check the key.',
	});
	for (const code of ['8', '', 'constructor', '__proto__']) {
		expect(listed(meanings, code)).toBeUndefined();
	}
});

describe('an answer that is not recognisably from the provider', () => {
	it.each([
		[
			200,
			'unknownOutcome',
			'Acme’s server answered with HTTP 200 and an answer that is not in Acme’s format',
		],
		[301, 'unknownOutcome', 'Acme’s server answered with HTTP 301 and a redirect'],
		[
			400,
			'unknownOutcome',
			'Acme’s server answered with HTTP 400 and an answer that is not in Acme’s format',
		],
		[
			401,
			'unknownOutcome',
			'Acme’s server answered with HTTP 401 and an answer that is not in Acme’s format',
		],
		[404, 'configuration', 'The server at the Base URL is not Acme'],
		[405, 'configuration', 'The server at the Base URL is not Acme'],
		[429, 'rateLimited', 'Acme limits the request rate'],
		[
			503,
			'unknownOutcome',
			'Acme’s server answered with HTTP 503 and an answer that is not in Acme’s format',
		],
	])('HTTP %i is %s', (status, kind, message) => {
		expect(ofStatus(answer(status))).toMatchObject({ class: kind, code: String(status), message });
	});

	it('the provider’s own meaning of a status takes precedence', () => {
		const meanings = {
			401: ['auth', 'refused the key', 'Check the key.'],
			429: ['rateLimited', 'takes 10 requests per second', 'Lower Concurrency.'],
		} as const;
		expect(ofStatus(answer(401), meanings)).toMatchObject({ class: 'auth', code: '401' });
		const limited = ofStatus(answer(429, { 'retry-after': '3' }), meanings);
		expect(limited).toMatchObject({ hint: 'Lower Concurrency.', retryAfterMs: 3000 });
	});

	it.each([
		['0', 0],
		['3', 3000],
		['', undefined],
	])('Retry-After %j is %s', (value, expected) => {
		expect(ofStatus(answer(429, { 'retry-after': value })).retryAfterMs).toBe(expected);
	});

	it('the hint for a redirect or another server is to check the Base URL', () => {
		for (const failure of [ofStatus(answer(302)), notProvider()]) {
			expect(failure.hint).toBe('Check the Base URL of the credential.');
		}
	});
});

it('an unknown outcome says where to look before repeating the request', () => {
	expect([doubt(500, 'x').hint, mayBeDone('A', 'x').hint]).toEqual([
		'The request may have been carried out. Check at Acme before repeating it.',
		'The request may have been carried out. Check at Acme before repeating it.',
	]);
	for (const failure of [mayBeSent('A', 'x'), noRow]) {
		expect(failure).toMatchObject({
			class: 'unknownOutcome',
			hint: 'Look up the message in Acme’s log before sending it again.',
		});
	}
});

it.each([
	['unknownOutcome', 'unknown'],
	['rateLimited', 'notSent'],
	['auth', 'rejected'],
	['content', 'rejected'],
	['providerDown', 'rejected'],
] as const)('a request that fails with %s makes its messages %s', (kind, outcome) => {
	expect(outcomeOf({ class: kind, message: 'x' })).toBe(outcome);
});
