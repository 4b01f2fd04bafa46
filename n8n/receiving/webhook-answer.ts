/** Answers to webhook calls: a status and a word of ours, never a word of theirs. */
import {
	type IWebhookFunctions,
	type IWebhookResponseData,
	type INodeExecutionData,
	sleep,
} from 'n8n-workflow';
import { settle } from '../errors';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/**
 * How long good news waits for its answer. n8n creates the execution after the node has returned;
 * a process that is killed before that must not have told the provider that all is well. Providers
 * wait for 3 s.
 */
const UNTIL_STARTED_MS = 100;

function send(response: Response, status: number, words: string): void {
	if (response.headersSent || response.writableEnded || response.destroyed) return;
	// A caller who hangs up now is none of our business.
	response.on('error', () => undefined);
	response.status(status).type('text/plain').send(words);
}

async function sendLater(response: Response, status: number): Promise<void> {
	await sleep(UNTIL_STARTED_MS);
	send(response, status, '');
}

/** Answers at once; nothing starts. */
export function answer(ctx: IWebhookFunctions, status: number, words = ''): IWebhookResponseData {
	send(ctx.getResponseObject(), status, words);
	return { noWebhookResponse: true };
}

/**
 * Starts the workflow if there are items, and answers a moment later. Repeats wait as well: the first
 * call with the same news may have come just before.
 */
export function acknowledge(
	ctx: IWebhookFunctions,
	status: number,
	items: INodeExecutionData[],
): IWebhookResponseData {
	void settle(sendLater(ctx.getResponseObject(), status));
	return { noWebhookResponse: true, ...(items.length > 0 && { workflowData: [items] }) };
}
