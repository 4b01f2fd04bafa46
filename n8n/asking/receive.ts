/** Handles a request to the link of a question: shows its page, or takes the answer. */
import {
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	sleep,
} from 'n8n-workflow';
import { type Page, PAGE_HEADERS, pageFor } from '../../core/asking/page';
import { judge, type Question, readQuestion, type Verdict } from '../../core/asking/question';
import { isObject } from '../../core/values';
import { settle } from '../errors';
import { storedInContext } from '../parameters/read';
import { readCall } from '../receiving/webhook-call';
import { answered, QUESTION_SLOT } from './ask';
import { readLink } from './links';

const PAGE = {
	name: 'default',
	responseMode: 'onReceived',
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
} as const;

/** The page of a question, for the description of its node. Nothing is registered at any service. */
export const PAGE_WEBHOOKS: IWebhookDescription[] = [
	{ ...PAGE, httpMethod: 'GET' },
	{ ...PAGE, httpMethod: 'POST' },
];

/**
 * How long an answer is remembered here, in milliseconds. n8n goes on with the execution only after the
 * node has returned; a second answer in between must not count. Later, n8n itself knows that the
 * execution does not wait any more.
 */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** When questions were answered in this process, oldest first. */
const answeredAt = new Map<string, number>();

const keyOf = (ctx: IWebhookFunctions, { run }: Question): string =>
	JSON.stringify([ctx.getExecutionId(), ctx.getNode().id, run]);

function isAnswered(key: string, now: number): boolean {
	const at = answeredAt.get(key);
	return at !== undefined && now - at < REMEMBERED_MS;
}

function remember(key: string, now: number): void {
	answeredAt.delete(key);
	answeredAt.set(key, now);
	for (const [old, at] of answeredAt) {
		if (now - at < REMEMBERED_MS && answeredAt.size <= MOST_REMEMBERED) break;
		answeredAt.delete(old);
	}
}

/** How long the confirmation of an answer is delayed: a process that is killed before n8n has taken it has not confirmed it. */
const UNTIL_TAKEN_MS = 100;

function show(ctx: IWebhookFunctions, { status, html }: Page): void {
	const response = ctx.getResponseObject();
	if (response.headersSent || response.writableEnded || response.destroyed) return;
	// Ignored: the phone may hang up before the answer.
	response.on('error', () => undefined);
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	response.status(status).send(html);
}

async function showLater(ctx: IWebhookFunctions, page: Page): Promise<void> {
	await sleep(UNTIL_TAKEN_MS);
	show(ctx, page);
}

const FORGED: Verdict = { kind: 'forged' };

/** Judges the request; an answer is remembered before anything else can run. */
function take(ctx: IWebhookFunctions): { verdict: Verdict; question?: Question; now: number } {
	const now = Date.now();
	const link = readLink(ctx);
	if (!link.isSigned) return { verdict: FORGED, now };
	const question = readQuestion(storedInContext(ctx, QUESTION_SLOT));
	const call = readCall(ctx, now);
	const isTooLarge = call === 'tooLarge';
	const answer = !isTooLarge && isObject(call.body) ? call.body.answer : undefined;
	const { method } = ctx.getRequestObject();
	const key = question ? keyOf(ctx, question) : '';
	const request = { ...link, method, answer, isTooLarge };
	const verdict = judge(question, request, now, isAnswered(key, now));
	if (verdict.kind === 'answer') remember(key, now);
	return { verdict, question, now };
}

async function receiveSafely(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { verdict, question, now } = await Promise.resolve(take(ctx));
	const page = pageFor(verdict, question);
	if (verdict.kind !== 'answer' || !question) {
		show(ctx, page);
		return { noWebhookResponse: true };
	}
	const { answer, approved, by } = verdict;
	const at = new Date(now).toISOString();
	const given = { answer, ...(approved !== undefined && { approved }), at, via: 'page' };
	void settle(showLater(ctx, page));
	return {
		noWebhookResponse: true,
		workflowData: [[{ json: answered(question, by, given) }]],
	};
}

/** Never throws: otherwise n8n would end the wait with an error. */
export async function receiveAnswer(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await settle(receiveSafely(ctx));
	if (received.ok) return received.value;
	ctx.logger.error(`${ctx.getNode().name}: a request to the page of a question could not be read`);
	show(ctx, pageFor(FORGED, undefined));
	return { noWebhookResponse: true };
}
