/**
 * Reports problems with a template before sending: EngageLab delivers placeholders without a value
 * unchanged (docs/providers/engagelab.md §3.1), and refuses templates that are not approved.
 */
import { type Draft, type Fault, fault } from '../../core/planning/draft';
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

/** Returns `undefined` if the template could not be read; the message is then sent unchecked. */
async function fetchTemplate(engageLab: EngageLab, id: string): Promise<Known | undefined> {
	const request = { method: 'GET', path: path`/templates/${id}`, brief: true } as const;
	const answer = readAnswer(await translating(engageLab).request(request));
	if (!answer.ok || !isObject(answer.data)) return undefined;
	const { content, status } = simpleTemplate(answer.data);
	return typeof content === 'string' ? { content, status } : undefined;
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

/** Adds a fault to drafts whose template cannot be used. Each template is fetched once. */
export async function checkTemplates(
	drafts: readonly Draft[],
	engageLab: EngageLab,
): Promise<Draft[]> {
	const idOf = ({ template }: Draft) => (template?.id ?? '').trim();
	const known = new Map<string, Known | undefined>();
	for (const id of new Set(drafts.map(idOf))) {
		if (id !== '') known.set(id, await fetchTemplate(engageLab, id));
	}
	return drafts.map((draft) => {
		const template = known.get(idOf(draft));
		const { name } = engageLab.generation;
		const found = template && check(template, draft.template?.variables ?? {}, name);
		return found && !draft.fault ? { ...draft, fault: found } : draft;
	});
}
