import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Draft, Fault } from '../../../core/draft';
import type { Api } from '../../../core/provider';
import type { BulkOperation } from '../../../n8n/operation';
import { paramReader } from '../../../n8n/params';
import { sms } from '../channel';
import { endpointsOf } from '../send';
import { fetchTemplates, fillTemplate, type Template } from '../templates';
import { optionsField, readRecipients } from './sendFields';
import { draftsOf, sendThrough } from './sendThrough';
import { SEND_FIELDS } from './smsSendFields';

/** The template that an item names, and what to write in place of its placeholders. */
interface Wanted {
	readonly templateId: string;
	readonly values: ReadonlyMap<string, string>;
}

type Param = (name: (typeof SEND_FIELDS)[number]['name']) => unknown;

/** `undefined` where the item has its own text. */
function readTemplate(param: Param): Wanted | undefined {
	if (param('contentType') !== 'template') return undefined;
	const { value } = param('templateValues') as IDataObject;
	const pairs = (Array.isArray(value) ? value : []) as IDataObject[];
	return {
		templateId: String(param('template') ?? ''),
		values: new Map(
			pairs.map(({ name, value: text }) => [String(name).trim(), String(text ?? '')]),
		),
	};
}

const NO_TEMPLATE: Fault = {
	parameter: 'Template',
	failure: {
		class: 'content',
		message: 'Template is empty',
		hint: 'Choose a template or enter its ID.',
	},
};

function withTemplate(draft: Draft, { values }: Wanted, template: Template | undefined): Draft {
	if (draft.fault) return draft;
	if (!template) return { ...draft, fault: NO_TEMPLATE };
	if ('fault' in template) return { ...draft, fault: template.fault };
	const filled = fillTemplate(template.body, values, draft.listId === undefined);
	return typeof filled === 'string' ? { ...draft, text: filled } : { ...draft, fault: filled };
}

async function readDrafts(ctx: IExecuteFunctions, api: Api): Promise<Draft[]> {
	const wanted = new Map<number, Wanted>();
	const drafts = draftsOf(ctx, (item) => {
		const param = paramReader(ctx, SEND_FIELDS, item);
		const template = readTemplate(param);
		if (template) wanted.set(item, template);
		const text = template ? '' : param('message');
		return { ...readRecipients(param), text, from: param('from') };
	});
	const ids = [...wanted.values()].flatMap(({ templateId }) => (templateId ? [templateId] : []));
	const templates = await fetchTemplates(api, ids);
	return drafts.map((draft) => {
		const one = wanted.get(draft.item);
		return one ? withTemplate(draft, one, templates.get(one.templateId)) : draft;
	});
}

/** SMS → Send: every item in as few requests as ClickSend allows. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text to one or many recipients',
	fields: [...SEND_FIELDS, optionsField()],
	endpoints: [
		...endpointsOf(sms),
		{ method: 'GET', path: '/v3/sms/templates/{template}', where: 'the content is a template' },
	],
	run: async (ctx) => await sendThrough(ctx, sms, async (api) => await readDrafts(ctx, api)),
};
