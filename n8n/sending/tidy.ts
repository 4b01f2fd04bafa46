/** The option Clean Up Text. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Draft, TemplateDraft } from '../../core/planning/draft';
import { cleanUp } from '../../core/text/clean-up';

function tidyTemplate(template: TemplateDraft): TemplateDraft {
	const { variables = {} } = template;
	const entries = Object.entries(variables).map(([name, value]) => [name, cleanUp(value)] as const);
	return entries.some(([name, value]) => value !== variables[name])
		? { ...template, variables: Object.fromEntries(entries) }
		: template;
}

/**
 * The draft with its text, and with the values of its templates' variables, as plain text. The same
 * object if there was nothing to clean up.
 */
export function tidied<D extends Omit<Draft, 'item'>>(draft: D): D {
	const { text, template, perProvider } = draft;
	const changed: { -readonly [K in 'text' | 'template' | 'perProvider']?: Draft[K] } = {};
	const plain = text === undefined ? undefined : cleanUp(text);
	if (plain !== text) changed.text = plain;
	const tidy = template && tidyTemplate(template);
	if (tidy !== template) changed.template = tidy;
	for (const [provider, own] of Object.entries(perProvider ?? {})) {
		const ownTidy = own.template && tidyTemplate(own.template);
		if (ownTidy === own.template) continue;
		changed.perProvider ??= { ...perProvider };
		changed.perProvider = { ...changed.perProvider, [provider]: { ...own, template: ownTidy } };
	}
	return Object.keys(changed).length > 0 ? { ...draft, ...changed } : draft;
}

/** Tells the user how many texts were changed. */
export function hintTidied(ctx: IExecuteFunctions, count: number): void {
	if (count === 0) return;
	ctx.addExecutionHints({
		message: `Clean Up Text turned HTML, Markdown or escapes such as \\n into plain text in ${count} ${count === 1 ? 'item' : 'items'}.`,
		location: 'outputPane',
	});
}
