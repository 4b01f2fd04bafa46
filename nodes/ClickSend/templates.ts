/** Text templates that ClickSend stores and the client fills in (docs/providers/clicksend.md §7, templates). */
import type { Failure } from '../../core/outcome';
import type { Fault } from '../../core/planning/draft';
import type { Api } from '../../core/provider';
import { path } from '../../n8n/operations/path';
import { readAnswer } from './client';

export type Template = { readonly body: string } | { readonly fault: Fault };

const fault = (failure: Failure): { fault: Fault } => ({
	fault: { parameter: 'Template', failure },
});

/** A template that cannot be read fails only its own messages; the others are sent. */
async function fetchTemplate(api: Api, id: string): Promise<Template> {
	const answer = readAnswer(
		await api.request({ method: 'GET', path: path`/v3/sms/templates/${id}` }),
	);
	if (answer.ok) {
		const body = (answer.data as { body?: unknown } | null)?.body;
		if (typeof body === 'string') return { body };
		return fault({
			class: 'content',
			message: 'ClickSend’s answer contains no text for this template',
			hint: 'Check the template in ClickSend.',
		});
	}
	const { failure } = answer;
	if (answer.status === 404) {
		return fault({
			class: 'content',
			code: failure.code,
			message: `There is no template with the ID ${id}`,
			hint: 'Choose another template; this one may have been deleted.',
		});
	}
	// Reading sends nothing, so an unclear answer means that the messages were not sent.
	const kind = failure.class === 'unknownOutcome' ? 'providerDown' : failure.class;
	return fault({ ...failure, class: kind, message: `Template ${id}: ${failure.message}` });
}

/** Fetches every template that the items name, once each. */
export async function fetchTemplates(
	api: Api,
	ids: Iterable<string>,
): Promise<ReadonlyMap<string, Template>> {
	const templates = new Map<string, Template>();
	for (const id of new Set(ids)) templates.set(id, await fetchTemplate(api, id));
	return templates;
}

// Two steps, each in linear time: blanks around and within a name would make one expression cubic.
const BRACES = /\{([^{}]+)\}/g;
const NAME = /^[\p{L}\p{N}_.\- ]+$/u;
/** Names that an error lists. */
const MOST_NAMES = 10;

/**
 * Fills in `{name}` placeholders.
 *
 * @param strict whether a placeholder without a value is a fault; for a contact list, ClickSend
 *               itself fills them in
 */
export function fillTemplate(
	body: string,
	values: Readonly<Record<string, string>>,
	strict: boolean,
): string | Fault {
	const given = Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name.trim(), value]),
	);
	const missing = new Set<string>();
	const text = body.replace(BRACES, (placeholder, inner: string) => {
		const name = inner.trim();
		if (!NAME.test(name)) return placeholder;
		const value = Object.hasOwn(given, name) ? given[name] : undefined;
		if (value === undefined) missing.add(name);
		return value ?? placeholder;
	});
	if (missing.size === 0 || !strict) return text;
	const names = [...missing].slice(0, MOST_NAMES).map((name) => `{${name.slice(0, 60)}}`);
	return fault({
		class: 'content',
		message: `Template Values has no value for ${names.join(', ')}`,
		hint: 'Add the missing names under Template Values.',
	}).fault;
}
