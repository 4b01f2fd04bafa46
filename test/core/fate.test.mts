/** The combined result of two attempts to send a message. */
import { type Failure, type Fate, followUp, type SendResult } from '../../core/outcome';

describe('followUp', () => {
	const failure = (kind: Failure['class']): Failure => ({ class: kind, message: kind });
	const fate = (at: string, ...results: SendResult[]): Fate => ({
		results,
		attempts: results.slice(0, 1).map(({ outcome }) => ({ provider: 'p', at, outcome })),
	});
	const unsure: SendResult = { index: 0, outcome: 'unknown', failure: failure('unknownOutcome') };
	const limit: SendResult = { index: 0, outcome: 'notSent', failure: failure('rateLimited') };
	const accepted: SendResult = { index: 0, outcome: 'accepted', messageId: 'x' };
	const repeated: SendResult = {
		index: 0,
		outcome: 'rejected',
		failure: failure('duplicate'),
		provesEarlier: true,
		messageId: 'y',
		raw: { status: 'THROTTLED' },
	};

	it('without earlier attempts is the new result', () => {
		const after = fate('1', accepted);
		expect(followUp(undefined, after)).toBe(after);
	});

	it('joins the attempts in order', () => {
		const story = followUp(fate('1', limit), followUp(fate('2', unsure), fate('3', limit)));
		expect(story.attempts.map(({ at }) => at)).toEqual(['1', '2', '3']);
	});

	it.each([
		['accepted', accepted, accepted],
		['another doubt', { ...unsure, messageId: 'z' }, { ...unsure, messageId: 'z' }],
		[
			'a repetition',
			repeated,
			{ index: 0, outcome: 'accepted', messageId: 'y', raw: { status: 'THROTTLED' } },
		],
		['a rate limit', limit, unsure],
		[
			'a rejection',
			{ ...repeated, provesEarlier: undefined, failure: failure('invalidRecipient') },
			unsure,
		],
	] as Array<[string, SendResult, SendResult]>)('after a doubt: %s', (_, second, expected) => {
		expect(followUp(fate('1', unsure), fate('2', second)).results).toEqual([expected]);
	});

	it.each([accepted, unsure, limit, repeated])(
		'after a known outcome, the last answer counts',
		(second) => {
			expect(followUp(fate('1', limit), fate('2', second)).results).toEqual([second]);
		},
	);
});
