/** Handles a request to a link of a question: shows its page, or takes the answer, also one by text. */
import {
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	sleep,
} from 'n8n-workflow';
import { type Page, PAGE_HEADERS, pageFor } from '../../core/asking/page';
import { judge, type Question, readQuestion, type Verdict } from '../../core/asking/question';
import { judgeReply, readReplyKey, type ReplyKey } from '../../core/asking/reply';
import type { WebhookCall } from '../../core/receiving/webhook';
import { isObject, settle } from '../../core/values';
import { storedInContext } from '../parameters/read';
import { acknowledge, answer as answerCall } from '../receiving/webhook-answer';
import { readCall } from '../receiving/webhook-call';
import type { ReplyRegistration } from '../registration';
import { answered, QUESTION_SLOT } from './ask';
import { readLink } from './links';
import { removeRules } from './replies';

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

type Providers = Readonly<Record<string, ReplyRegistration>>;

/** What a request means; `rule` if a provider made it, for a text that it has received. */
interface Taken {
	readonly verdict: Verdict;
	readonly question?: Question;
	readonly now: number;
	readonly rule?: ReplyKey;
}

/** Judges the texts of a provider's call: the first one that answers. */
function judgeCall(
	question: Question | undefined,
	rule: ReplyKey,
	call: WebhookCall | 'tooLarge',
	providers: Providers,
	now: number,
	isOver: boolean,
): Verdict {
	const { [rule.provider]: provider } = providers;
	if (!provider || call === 'tooLarge' || call.method !== 'POST') return { kind: 'closed' };
	for (const event of provider.wire.read(call) ?? []) {
		if (event.kind !== 'messageReceived') continue;
		const verdict = judgeReply(question, rule, event.message, now, isOver);
		if (verdict.kind === 'answer') return verdict;
	}
	return { kind: 'closed' };
}

/** Judges the request; an answer is remembered before anything else can run. */
function take(ctx: IWebhookFunctions, providers: Providers): Taken {
	const now = Date.now();
	const link = readLink(ctx);
	if (!link.isSigned) return { verdict: FORGED, now };
	const question = readQuestion(storedInContext(ctx, QUESTION_SLOT));
	const call = readCall(ctx, now);
	const key = question ? keyOf(ctx, question) : '';
	const isOver = isAnswered(key, now);
	const rule = readReplyKey(link.key);
	let verdict: Verdict;
	if (rule) {
		verdict = judgeCall(question, rule, call, providers, now, isOver);
	} else {
		const isTooLarge = call === 'tooLarge';
		const answer = !isTooLarge && isObject(call.body) ? call.body.answer : undefined;
		const { method } = ctx.getRequestObject();
		verdict = judge(question, { ...link, method, answer, isTooLarge }, now, isOver);
	}
	if (verdict.kind === 'answer') remember(key, now);
	return { verdict, question, now, rule };
}

async function receiveSafely(
	ctx: IWebhookFunctions,
	providers: Providers,
): Promise<IWebhookResponseData> {
	const { verdict, question, now, rule } = await Promise.resolve(take(ctx, providers));
	if (verdict.kind !== 'answer' || !question) {
		// Whatever a provider passes on is accepted, so that it does not try again.
		if (rule) return answerCall(ctx, 200);
		show(ctx, pageFor(verdict, question));
		return { noWebhookResponse: true };
	}
	const { answer, approved, by } = verdict;
	const at = new Date(now).toISOString();
	const via = rule ? 'text' : 'page';
	const given = { answer, ...(approved !== undefined && { approved }), at, via };
	const items = [{ json: answered(question, by, given) }];
	void settle(removeRules(ctx, question, providers));
	if (rule) return acknowledge(ctx, 200, items);
	void settle(showLater(ctx, pageFor(verdict, question)));
	return { noWebhookResponse: true, workflowData: [items] };
}

/**
 * Takes a request to a link of a question, or to the address of its rule. Never throws: otherwise n8n
 * would end the wait with an error.
 *
 * @param providers those that can pass on replies, by their ids
 */
export async function receiveAnswer(
	ctx: IWebhookFunctions,
	providers: Providers,
): Promise<IWebhookResponseData> {
	const received = await settle(receiveSafely(ctx, providers));
	if (received.ok) return received.value;
	ctx.logger.error(`${ctx.getNode().name}: a request to the page of a question could not be read`);
	show(ctx, pageFor(FORGED, undefined));
	return { noWebhookResponse: true };
}
