import { type Fields } from '../../values.mts';
import { type Call, text } from './call.mts';
import { Refusal } from './errors.mts';
import { type Template } from './seed.mts';
import { checkSignature, render, type Text } from './text.mts';

/** The code for a template that is not approved; for 0 and 3 [unsure] (docs/providers/submail.md §11). */
const codeOfStatus: Readonly<Record<Template['status'], string | undefined>> = {
	0: '407',
	1: '409',
	2: undefined,
	3: '120',
};

/** The approved template that `project` names. */
export function readProject(call: Call): Template {
	const { account, app } = call;
	const [empty, unknown] =
		account.settings.submailProjectCodes === '4xx' ? ['406', '407'] : ['305', '306'];
	const id = text(call, 'project');
	if (id === '') throw new Refusal(empty);
	const template = account.templates.get(id);
	// Domestic and international templates are separate.
	if (!template || template.kind !== app.kind) throw new Refusal(unknown);
	const code = codeOfStatus[template.status];
	if (code) throw new Refusal(code);
	return template;
}

/**
 * `sms_signature` overrides the template's signature (docs/providers/submail.md §5; domestic only).
 *
 * @param entry the one of an entry of `multi`
 */
export function signatureFor(call: Call, template: Template, entry = ''): string {
	const own = entry || text(call, 'sms_signature');
	if (own === '' || call.app.kind === 'international') return template.signature;
	checkSignature(own);
	return own;
}

/** The text of a template for one recipient. */
export const templateText = (
	template: Template,
	signature: string,
	vars: Fields,
	now: number,
): Text => ({ signature, body: render(template.content, vars, now) });
