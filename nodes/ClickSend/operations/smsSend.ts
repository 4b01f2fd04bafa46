import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Draft, Fault } from '../../../core/draft';
import type { Api } from '../../../core/provider';
import type { BulkOperation } from '../../../n8n/operation';
import { readParam } from '../../../n8n/params';
import { readDraft, readDraftOptions, readRunSettings } from '../../../n8n/send-options';
import { send as sendMessages } from '../../../n8n/sending';
import { type ClickSendAuthentication, connectClickSend } from '../client';
import { clickSend, clickSendAccount } from '../send';
import { OPTIONS_FIELD, SEND_FIELDS } from './smsSendFields';
import { fetchTemplates, fillTemplate, type Template } from '../templates';

interface Wanted {
	readonly templateId?: string;
	readonly draft: Omit<Draft, 'item'>;
	readonly values: ReadonlyMap<string, string>;
}

type FieldName = (typeof SEND_FIELDS)[number]['name'];

/** One item's parameters as the user wrote them, the template not yet filled. */
function readItem(ctx: IExecuteFunctions, item: number): Wanted {
	const param = (name: FieldName): unknown => {
		const field = SEND_FIELDS.find((one) => one.name === name);
		return field && readParam(ctx, field, item);
	};
	const options = ctx.getNodeParameter('options', item, {}) as IDataObject;
	const toList = param('recipientType') === 'contactList';
	const byTemplate = param('contentType') === 'template';
	const values = byTemplate ? (param('templateValues') as IDataObject) : {};
	const pairs = (Array.isArray(values.value) ? values.value : []) as IDataObject[];
	return {
		...(byTemplate && { templateId: String(param('template') ?? '') }),
		values: new Map(pairs.map(({ name, value }) => [String(name).trim(), String(value ?? '')])),
		draft: {
			...(toList ? { listId: param('contactList') ?? '' } : { to: param('to') }),
			text: byTemplate ? '' : param('message'),
			from: param('from'),
			...readDraftOptions(options),
		},
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

function withTemplate(wanted: Wanted, template: Template | undefined): Omit<Draft, 'item'> {
	if (wanted.templateId === undefined) return wanted.draft;
	if (!template) return { ...wanted.draft, fault: NO_TEMPLATE };
	if ('fault' in template) return { ...wanted.draft, fault: template.fault };
	const filled = fillTemplate(template.body, wanted.values, wanted.draft.listId === undefined);
	return typeof filled === 'string'
		? { ...wanted.draft, text: filled }
		: { ...wanted.draft, fault: filled };
}

async function readDrafts(ctx: IExecuteFunctions, api: Api): Promise<Draft[]> {
	const wanted: Array<Wanted | undefined> = [];
	const drafts = ctx.getInputData().map((_, item) =>
		readDraft(item, () => {
			wanted[item] = readItem(ctx, item);
			return wanted[item].draft;
		}),
	);
	const ids = wanted.flatMap((item) => (item?.templateId ? [item.templateId] : []));
	const templates = await fetchTemplates(api, ids);
	return drafts.map((draft) => {
		const item = wanted[draft.item];
		return item
			? { item: draft.item, ...withTemplate(item, templates.get(item.templateId ?? '')) }
			: draft;
	});
}

/** SMS → Send: every item in as few requests as ClickSend allows. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text to one or many recipients',
	fields: [...SEND_FIELDS, OPTIONS_FIELD],
	async run(ctx) {
		const authentication = ctx.getNodeParameter('authentication', 0) as ClickSendAuthentication;
		const settings = readRunSettings(ctx, 'neverTwice');
		const api = await connectClickSend(ctx, authentication, settings.timeoutMs);
		return await sendMessages(ctx, {
			targets: [{ provider: clickSend, account: clickSendAccount(api) }],
			drafts: await readDrafts(ctx, api),
			settings,
			simplify: ctx.getNodeParameter('simplify', 0, true) === true,
		});
	},
};
