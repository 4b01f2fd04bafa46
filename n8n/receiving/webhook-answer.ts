/** Answers webhook calls with a status and a fixed text, never with content of the call. */
import {
	type IWebhookFunctions,
	type IWebhookResponseData,
	type INodeExecutionData,
	sleep,
} from 'n8n-workflow';
import { settle } from '../../core/values';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/**
 * How long a successful answer is delayed. n8n creates the execution after the node has returned; a
 * process that is killed before that must not have confirmed the call to the provider. Providers wait
 * for 3 s.
 */
const UNTIL_STARTED_MS = 100;

function send(response: Response, status: number, words: string): void {
	if (response.headersSent || response.writableEnded || response.destroyed) return;
	// Ignored: the caller may hang up before the answer.
	response.on('error', () => undefined);
	response.status(status).type('text/plain').send(words);
}

async function sendLater(response: Response, status: number): Promise<void> {
	await sleep(UNTIL_STARTED_MS);
	send(response, status, '');
}

/** Answers at once without starting the workflow. */
export function answer(ctx: IWebhookFunctions, status: number, words = ''): IWebhookResponseData {
	send(ctx.getResponseObject(), status, words);
	return { noWebhookResponse: true };
}

/**
 * Starts the workflow if there are items, and answers a moment later. Repeats are delayed too, because
 * the first call with the same event may have arrived just before.
 */
export function acknowledge(
	ctx: IWebhookFunctions,
	status: number,
	items: INodeExecutionData[],
): IWebhookResponseData {
	void settle(sendLater(ctx.getResponseObject(), status));
	return { noWebhookResponse: true, ...(items.length > 0 && { workflowData: [items] }) };
}
