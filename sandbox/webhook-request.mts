import { request } from 'node:http';
import { messageOf } from './values.mts';

/** One HTTP request to a webhook, exactly as it is sent. */
export interface WebhookRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** The result of an attempt: the HTTP status, or a sentence about what went wrong. */
export type Answer = { status: number } | { error: string };

const loopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/**
 * Says in a sentence why nothing is sent to this URL; undefined when it is allowed. The messages of
 * the sandbox are invented: none of them leaves this machine.
 */
export function urlProblem(text: string): string | undefined {
	if (!URL.canParse(text)) return `"${text}" is not a URL.`;
	// The parser has already turned 127.1 or 0x7f000001 into plain addresses.
	const { protocol, hostname } = new URL(text);
	if (!loopback.test(hostname)) {
		return `The sandbox sends webhooks to this machine only (127.0.0.0/8, localhost, ::1), not to "${hostname}".`;
	}
	return protocol === 'http:' ? undefined : `The sandbox sends webhooks over http, not ${protocol}`;
}

/**
 * Sends the request once. A redirect is an answer like any other: it is not followed.
 *
 * @param stopped ends the attempt at once and destroys its connection
 */
export function sendWebhook(
	{ method, url, headers, body }: WebhookRequest,
	timeoutMs: number,
	stopped: AbortSignal,
): Promise<Answer> {
	return new Promise((resolve) => {
		const late = AbortSignal.timeout(timeoutMs);
		const fail = (error: unknown) =>
			resolve({ error: late.aborted ? `No answer within ${timeoutMs} ms.` : messageOf(error) });
		const length = { 'Content-Length': String(Buffer.byteLength(body)) };
		const call = request(url, {
			method,
			headers: { ...headers, ...(method === 'POST' && length) },
			agent: false,
			signal: AbortSignal.any([stopped, late]),
		});
		call.on('error', fail);
		call.on('response', (response) => {
			response.on('error', fail);
			response.on('end', () => resolve({ status: response.statusCode ?? 0 }));
			response.resume();
		});
		call.end(body);
	});
}
