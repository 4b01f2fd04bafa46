/** What a request to the page of a question means, and the page that it gets. */
import fc from 'fast-check';
import { escapeHtml, pageFor } from '../../../core/asking/page';
import { judge, linkKey, type Question, readQuestion } from '../../../core/asking/question';
import '../../support/properties.mts';

const NOW = 1_800_000_000_000;
const ANN = '+61411111111';
const question: Question = {
	run: 3,
	execution: '7',
	text: 'Deploy?',
	responseType: 'approval',
	approveLabel: 'Yes',
	declineLabel: 'No',
	until: NOW + 1,
	zone: 'UTC',
	asked: [
		{ to: ANN, texted: true },
		{ to: '+61422222222', texted: false },
	],
};
const post = (answer: unknown, more: object = {}) =>
	judge(
		question,
		{ key: linkKey(3, 0), isSigned: true, method: 'POST', answer, ...more },
		NOW,
		false,
	);

test('only a signed POST with a choice of the question answers it', () => {
	expect(post('approve')).toMatchObject({ kind: 'answer', approved: true, by: { to: ANN } });
	expect(post('approve', { method: 'GET' }).kind).toBe('show');
	expect(post('approve', { method: 'HEAD' }).kind).toBe('show');
	expect(post('approve', { isSigned: false }).kind).toBe('forged');
	expect(post('acknowledge').kind).toBe('unclear');
	expect(post('approve', { isTooLarge: true }).kind).toBe('tooLong');
});

test.each([
	['an earlier run', linkKey(2, 0)],
	['a later run', linkKey(4, 0)],
	['somebody whose text was refused', linkKey(3, 1)],
	['nobody', linkKey(3, 2)],
])('the link of %s is closed', (_, key) => {
	expect(post('approve', { key }).kind).toBe('closed');
});

test('somebody answered, or the limit has passed', () => {
	const request = { key: linkKey(3, 0), isSigned: true, method: 'POST', answer: 'approve' };
	expect(judge(question, request, NOW, true).kind).toBe('answered');
	expect(judge(question, request, NOW + 1, false).kind).toBe('late');
	expect(judge(undefined, request, NOW, false).kind).toBe('closed');
});

test('any other value of the form answers nothing', () => {
	fc.assert(
		fc.property(fc.anything(), (answer) => {
			fc.pre(answer !== 'approve' && answer !== 'decline');
			expect(post(answer).kind).toBe('unclear');
		}),
	);
});

test('any other key answers nothing', () => {
	fc.assert(
		fc.property(fc.oneof(fc.anything(), fc.stringMatching(/^\d+-\d+$/)), (key) => {
			fc.pre(key !== linkKey(3, 0));
			expect(['forged', 'closed']).toContain(post('approve', { key }).kind);
		}),
	);
});

test('what people wrote is never markup', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(escapeHtml(text)).not.toMatch(/[<>"']/);
			const wild = { ...question, text, approveLabel: text, declineLabel: text };
			const { html } = pageFor(post('', { method: 'GET' }), wild);
			const { html: plain } = pageFor(post('', { method: 'GET' }), question);
			const tags = (page: string) => page.match(/<[^>]*>/g);
			expect(tags(html)).toEqual(tags(plain));
		}),
	);
});

test.each([undefined, 7, '', 'x', '{}', '{"asked":1}'])('%p is not a stored question', (stored) => {
	expect(readQuestion(stored)).toBeUndefined();
});
