import { randomBytes } from 'node:crypto';
import { type Call, text } from './call.mts';
import { Refusal } from './errors.mts';
import { numberOf } from './listing.mts';
import { type Template, type TemplateStatus } from './seed.mts';
import { checkSignature } from './text.mts';

const pageSize = 50;

/** The stricter of the documented limits (500 here, 1000 in 415; docs/providers/submail.md §6). */
const mostContent = 500;

const descriptions: Record<TemplateStatus, string> = {
	0: '未提交审核',
	1: '正在审核',
	2: '通过审核',
	3: '未通过审核',
};

const statusAfterReview = { pending: '1', approve: '2', reject: '3' } as const;

/** A template as the wire shows it, including `template_reject_reson` (docs/providers/submail.md §6). */
function shown(template: Template): object {
	return {
		template_id: template.id,
		sms_title: template.title,
		...(template.kind === 'domestic' && { sms_signature: template.signature }),
		sms_content: template.content,
		add_date: template.added,
		edit_date: template.edited,
		template_status: template.status,
		template_status_description: descriptions[template.status],
		...(template.status === '3' && { template_reject_reson: 'Not allowed in the sandbox.' }),
	};
}

/** The templates of the app's kind, the only ones it can use. */
const own = ({ account, app }: Call) =>
	[...account.templates.values()].filter(({ kind }) => kind === app.kind);

function find(call: Call, unknown: string): Template {
	const id = text(call, 'template_id');
	const template = own(call).find((candidate) => candidate.id === id);
	if (!template) throw new Refusal(unknown);
	return template;
}

function read(call: Call): object {
	if (text(call, 'template_id') !== '') {
		const template = shown(find(call, '420'));
		// Documented for the international twin; [unsure] here (docs/providers/submail.md §6).
		if (call.account.settings.submailTemplateGet === 'one') return { status: 'success', template };
	}
	const given = numberOf(call, 'offset', 0);
	const inPages = call.account.settings.submailTemplateOffset === 'pages';
	const offset = inPages ? given * pageSize : given;
	const newestFirst = own(call).reverse();
	return {
		status: 'success',
		start_row: offset + 1,
		end_row: offset + pageSize,
		templates: newestFirst.slice(offset, offset + pageSize).map(shown),
	};
}

/** Reads the fields of a template; refuses with 411 to 416 or 419 (docs/providers/submail.md §6, §11). */
function readFields(call: Call, empty: string): Pick<Template, 'title' | 'signature' | 'content'> {
	const signature = call.app.kind === 'domestic' ? text(call, 'sms_signature') : '';
	if (call.app.kind === 'domestic') checkSignature(signature);
	const title = text(call, 'sms_title');
	if ([...title].length > 64) throw new Refusal('416');
	const content = text(call, 'sms_content');
	if (content.trim() === '') throw new Refusal(empty);
	if (content.length > mostContent) throw new Refusal('415');
	return { title, signature, content };
}

/** A changed template is reviewed again; a setting decides the result at once. */
const reviewed = ({ account }: Call) => ({
	status: statusAfterReview[account.settings.submailTemplateReview],
	edited: account.seconds(),
});

/** As short as SUBMAIL's, and none that there is. */
function newId(templates: ReadonlyMap<string, unknown>): string {
	for (;;) {
		const id = randomBytes(3).toString('hex');
		if (!templates.has(id)) return id;
	}
}

function create(call: Call): object {
	const { account, app } = call;
	const id = newId(account.templates);
	const fields = readFields(call, '414');
	const added = account.seconds();
	account.templates.set(id, { id, kind: app.kind, ...fields, added, ...reviewed(call) });
	return { status: 'success', template_id: id };
}

function target(call: Call): Template {
	if (text(call, 'template_id') === '') throw new Refusal('417');
	return find(call, '418');
}

function update(call: Call): object {
	Object.assign(target(call), readFields(call, '419'), reviewed(call));
	return { status: 'success' };
}

function remove(call: Call): object {
	call.account.templates.delete(target(call).id);
	return { status: 'success' };
}

/** sms/template and internationalsms/template, by the HTTP method (docs/providers/submail.md §6). */
export function templates(call: Call): object {
	if (call.method === 'GET') return read(call);
	if (call.method === 'POST') return create(call);
	return call.method === 'PUT' ? update(call) : remove(call);
}
