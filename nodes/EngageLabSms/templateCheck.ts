/**
 * Reports problems with a template before sending: EngageLab delivers placeholders without a value
 * unchanged (docs/providers/engagelab.md §3.1), and refuses templates that are not approved.
 */
import { type Fault, fault, type TemplateDraft } from '../../core/planning/draft';
import { isObject } from '../../core/values';
import { path } from '../../n8n/operations/path';
import { type EngageLab, readAnswer, translating } from './client';
import type { GenerationName } from './generations';
import { simpleTemplate } from './rows';

/** `{name}` and `{{name}}`, because the documentation has both; `%name%` (docs/providers/engagelab.md). */
const VARIABLES: Readonly<Record<GenerationName, RegExp>> = {
	current: /\{\{?\s*([\p{L}\p{N}_.-]+)\s*\}?\}/gu,
	legacy: /%([\p{L}\p{N}_.-]+)%/gu,
};

interface Known {
	readonly content: string;
	readonly status: unknown;
}

/** Returns `undefined` if there is no answer in time, and `null` if the answer has no template. */
async function fetchTemplate(engageLab: EngageLab, id: string): Promise<Known | null | undefined> {
	const request = { method: 'GET', path: path`/templates/${id}`, brief: true } as const;
	const outcome = await translating(engageLab).request(request);
	if (outcome.kind !== 'response') return undefined;
	const answer = readAnswer(outcome);
	if (!answer.ok || !isObject(answer.data)) return null;
	const { content, status } = simpleTemplate(answer.data);
	return typeof content === 'string' ? { content, status } : null;
}

function check(known: Known, variables: object, generation: GenerationName): Fault | undefined {
	if (known.status !== null && known.status !== 'approved') {
		return fault(
			'Template',
			'templatePending',
			`The template is not approved (${String(known.status)})`,
			'Choose an approved template, or wait for the review to end.',
		);
	}
	const given = new Set(Object.keys(variables).map((name) => name.trim()));
	const names = [...known.content.matchAll(VARIABLES[generation])].map(([, name = '']) => name);
	const missing = [...new Set(names)].filter((name) => !given.has(name));
	if (missing.length === 0) return undefined;
	return fault(
		'Variables',
		'content',
		`The template needs a value for ${missing.slice(0, 10).join(', ')}`,
		'Add the missing values under Variables: EngageLab would deliver the placeholders unchanged.',
	);
}

/**
 * The faults of templates, position by position. Each template is fetched once; those that cannot be read
 * are sent unchecked.
 */
export async function checkTemplates(
	templates: ReadonlyArray<TemplateDraft | undefined>,
	engageLab: EngageLab,
): Promise<Array<Fault | undefined>> {
	const idOf = (template: TemplateDraft | undefined) => (template?.id ?? '').trim();
	const known = new Map<string, Known>();
	for (const id of new Set(templates.map(idOf))) {
		if (id === '') continue;
		const found = await fetchTemplate(engageLab, id);
		// A provider that does not answer is not asked for the others.
		if (found === undefined) break;
		if (found) known.set(id, found);
	}
	const { name } = engageLab.generation;
	return templates.map((template) => {
		const found = known.get(idOf(template));
		return found && check(found, template?.variables ?? {}, name);
	});
}
