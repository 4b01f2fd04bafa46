/** Converts an incoming request, as n8n passes it on, to the form that wires read. */
import type { IWebhookFunctions } from 'n8n-workflow';
import { isObject, parseJson } from '../../core/values';
import type { WebhookCall } from '../../core/receiving/webhook';

/** More than a hundred times the largest call that any provider makes, and 1/16 of n8n's own limit. */
const LARGEST_BODY = 1024 * 1024;
/** Deeper than anything documented; deeper nesting could break code that walks it. */
const DEEPEST = 16;

/** Whether a value is within the depth limit and has no key that would alter an object's prototype. */
function isPlain(value: unknown): boolean {
	let level: unknown[] = [value];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > DEEPEST) return false;
		const inner: unknown[] = [];
		for (const one of level) {
			if (typeof one !== 'object' || one === null) continue;
			if (Object.hasOwn(one, '__proto__')) return false;
			for (const member of Object.values(one)) inner.push(member);
		}
		level = inner;
	}
	return true;
}

/** More fields than any form has. */
const MOST_FIELDS = 5_000;

/**
 * The fields of a form; a repeated field is a list. Parsed in one pass, because bodies can be hostile.
 *
 * @returns `undefined` if there are more than {@link MOST_FIELDS}
 */
function formFields(text: string): Record<string, unknown> | undefined {
	if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) return undefined;
	const fields = new Map<string, string[]>();
	for (const [name, value] of new URLSearchParams(text)) {
		const values = fields.get(name);
		if (values) values.push(value);
		else fields.set(name, [value]);
	}
	return Object.fromEntries(
		[...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
	);
}

/** The size of a call whose bytes n8n does not keep: its fields, and the files that came with them. */
function parsedSize(body: unknown): number {
	if (!isObject(body)) return 0;
	const files = Object.values(isObject(body.files) ? body.files : {}).flat();
	const sizes = files.map((file) => (isObject(file) ? Number(file.size) || 0 : 0));
	return sizes.reduce((sum, size) => sum + size, JSON.stringify(body.data ?? '').length);
}

/** n8n keeps no bytes of a multipart body; it parses it into `{ data, files }`. */
const multipartFields = (body: unknown): unknown =>
	isObject(body) && isObject(body.data) ? { ...body.data } : undefined;

function bodyOf(type: string, text: string, parsed: unknown): unknown {
	if (type === 'multipart/form-data') return multipartFields(parsed);
	if (type === 'application/x-www-form-urlencoded') return formFields(text);
	// Parsed as JSON regardless of the header: all other bodies of all providers are JSON.
	return parseJson(text.replace(/^\uFEFF/, ''));
}

/** @param at milliseconds since 1970 */
export function readCall(ctx: IWebhookFunctions, at: number): WebhookCall | 'tooLarge' {
	const request = ctx.getRequestObject();
	const { headers } = request;
	const method = request.method.toUpperCase();
	const bytes = (request.rawBody as Buffer | undefined) ?? Buffer.alloc(0);
	const announced = Number(headers['content-length'] ?? 0);
	if (bytes.length > LARGEST_BODY || announced > LARGEST_BODY) return 'tooLarge';
	const [type = ''] = (headers['content-type'] ?? '').split(';').map((part) => part.trim());
	const parsed = ctx.getBodyData() as unknown;
	// Without an announced length, only what n8n has read shows how long a multipart body was.
	const isMultipart = type.toLowerCase() === 'multipart/form-data';
	if (isMultipart && parsedSize(parsed) > LARGEST_BODY) return 'tooLarge';
	const query = ctx.getQueryData() as Record<string, unknown>;
	const text = bytes.toString('utf8');
	const body = method === 'GET' ? { ...query } : bodyOf(type.toLowerCase(), text, parsed);
	return { method, headers, query, bytes, text, body: isPlain(body) ? body : undefined, at };
}
