/** Calls in the form that n8n/receiving passes to a wire. */
import { type WebhookCall, type WebhookEvent } from '../../core/receiving/webhook';
import { type Push } from '../support/webhook-signers.mts';

function bodyOf({ method, query, headers, body = '' }: Push): unknown {
	if (method === 'GET') return Object.fromEntries(new URLSearchParams(query));
	if (headers['content-type']?.includes('form')) {
		return Object.fromEntries(new URLSearchParams(body));
	}
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

export function callOf(push: Push, at = Date.now()): WebhookCall {
	const { method = 'POST', query = '', headers, body = '' } = push;
	return {
		method,
		headers,
		query: Object.fromEntries(new URLSearchParams(query)),
		bytes: Buffer.from(body),
		text: body,
		body: bodyOf(push),
		at,
	};
}

export const secretOf = (secret: string, username = '') => ({ username, accepted: [secret] });

/** The same call with one header changed; `undefined` removes it. */
export function withHeader(call: WebhookCall, name: string, value?: string): WebhookCall {
	return { ...call, headers: { ...call.headers, [name]: value } };
}

/** The content of the call's only event. */
export function only(events: readonly WebhookEvent[] | undefined) {
	expect(events).toHaveLength(1);
	const [event] = events ?? [];
	if (!event) throw new Error('There is no event');
	return contentOf(event);
}

/** The message, report or call of an event. */
export function contentOf(event: WebhookEvent) {
	if (event.kind === 'messageReceived') return event.message;
	return event.kind === 'callMissed' ? event.call : event.report;
}
