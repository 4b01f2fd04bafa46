/** The pushes of rules with the action URL; they are not signed (docs/providers/clicksend.md §11). */
import { encodeForm } from '../../forms.mts';
import { textOf } from '../../values.mts';
import { type WebhookRequest } from '../../webhook-request.mts';
import { type World } from '../../world.mts';
import { type Rule } from './rules.mts';
import { subaccountId, userId } from './shapes.mts';

type Values = Record<string, string | number>;

const texts = (values: Values): Record<string, string> =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** `webhook_type` json, get or post; a rule without one pushes a form ([unsure]). */
function requestOf({ fields }: Rule, json: Values, doubled: Values): WebhookRequest {
	const url = textOf(fields.action_address);
	const type = textOf(fields.webhook_type);
	if (type === 'json') {
		const headers = { 'Content-Type': 'application/json' };
		return { method: 'POST', url, headers, body: JSON.stringify(json) };
	}
	const form = encodeForm(texts({ ...json, ...doubled }));
	if (type !== 'get') return { method: 'POST', url, ...form };
	const joint = url.includes('?') ? '&' : '?';
	return { method: 'GET', url: `${url}${joint}${form.body}`, headers: {}, body: '' };
}

interface Inbound {
	timestamp: number;
	from: string;
	to: string;
	body: string;
	original_body: string;
	original_message_id: string;
	message_id: string;
	custom_string: string;
	_media_file_url?: string;
}

/** Pushes an inbound message. Forms have some fields under two names. */
export function pushInbound(world: World, rule: Rule, inbound: Inbound): void {
	const { from, to, body, timestamp, message_id, custom_string } = inbound;
	const { original_message_id, original_body } = inbound;
	const json = {
		// Both are the account's own number; `body` and `message` are the same text.
		originalsenderid: to,
		body,
		message: body,
		sms: to,
		from,
		to,
		timestamp,
		message_id,
		original_message_id,
		original_body,
		user_id: userId,
		subaccount_id: subaccountId,
		custom_string,
		...(inbound._media_file_url && { _media_file_url: inbound._media_file_url }),
	};
	const doubled = {
		customstring: custom_string,
		originalmessage: original_body,
		originalmessageid: original_message_id,
	};
	const request = requestOf(rule, json, doubled);
	world.webhooks.push({ ...request, wire: 'clicksend', event: 'inbound', success: [200] });
}

interface Receipt {
	timestamp_send: number | string;
	timestamp: number;
	message_id: string;
	status_code: string;
	status_text: string;
	error_code: string | null;
	error_text: string | null;
	custom_string: string | null;
	message_type: string;
	/** Of a call: the keys that were pressed, blank if none. */
	digits: string | null;
}

/** Pushes a delivery receipt: strings only, as in a form, and some fields under two names. */
export function pushReceipt(world: World, rule: Rule, receipt: Receipt): void {
	const { message_id, status_code } = receipt;
	const custom_string = receipt.custom_string ?? '';
	const values = texts({
		custom_string,
		customstring: custom_string,
		error_code: receipt.error_code ?? '',
		error_text: receipt.error_text ?? '',
		message_id,
		messageid: message_id,
		message_type: receipt.message_type,
		status: status_code === '201' ? 'Delivered' : 'Undelivered',
		status_code,
		status_text: receipt.status_text,
		subaccount_id: subaccountId,
		timestamp: receipt.timestamp,
		timestamp_send: receipt.timestamp_send,
		user_id: userId,
		...(receipt.digits !== null && { digits: receipt.digits }),
	});
	const request = requestOf(rule, values, {});
	world.webhooks.push({ ...request, wire: 'clicksend', event: 'receipt', success: [200] });
}
