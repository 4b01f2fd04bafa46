/** Operations that must not be repeated in one execution. */
import { type IContextObject } from 'n8n-workflow';
import { type ApiRequest } from '../../../core/provider';
import { Once } from '../../../n8n/operations/once';
import { type Answer } from '../../../n8n/operations/operation';
import { context } from '../context.mts';

const REQUEST: ApiRequest = { method: 'GET', path: '/resend/', query: { guid: 'a' } };
const DONE: Answer = { ok: true, data: { id: 1 } };
const failed = (kind: 'unknownOutcome' | 'rateLimited' | 'content'): Answer => ({
	ok: false,
	failure: { class: kind, message: 'x' },
});

/** What another run in the same execution finds. */
function after(answer: Answer, change: Parameters<typeof context>[0] = {}) {
	const memory: IContextObject = {};
	new Once(context({ memory }).ctx).record(0, REQUEST, answer);
	const stored = JSON.parse(JSON.stringify(memory)) as IContextObject;
	return { stored, later: new Once(context({ memory: stored, ...change }).ctx) };
}

it('keeps requests that were done or may have been done', () => {
	for (const answer of [DONE, failed('unknownOutcome')]) {
		expect(after(answer).later.find(0, REQUEST)).toEqual(answer);
	}
});

it('forgets requests that were certainly not done', () => {
	for (const kind of ['rateLimited', 'content'] as const) {
		expect(after(failed(kind)).later.find(0, REQUEST)).toBeUndefined();
	}
});

it('distinguishes items and requests', () => {
	const { later } = after(DONE);
	expect(later.find(1, REQUEST)).toBeUndefined();
	expect(later.find(0, { ...REQUEST, query: { guid: 'b' } })).toBeUndefined();
	expect(later.find(0, { ...REQUEST, path: '/other/' })).toBeUndefined();
});

it('an iteration of a loop neither sees nor keeps records of the others', () => {
	const { stored, later } = after(DONE, { runIndex: 1 });
	expect(later.find(0, REQUEST)).toBeUndefined();
	expect(JSON.stringify(stored)).not.toContain('true');
});

it('as a tool of an agent, only the request identifies an entry', () => {
	const memory: IContextObject = {};
	const type = 'n8n-nodes-sms-suite.smsMobileApiTool';
	new Once(context({ memory, type }).ctx).record(0, REQUEST, DONE);
	const later = new Once(context({ memory, type, runIndex: 5 }).ctx);
	expect(later.find(2, REQUEST)).toEqual(DONE);
});
