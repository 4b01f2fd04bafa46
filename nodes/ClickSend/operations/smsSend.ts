import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Draft, Fault } from '../../../core/plan';
import type { Api } from '../../../core/provider';
import type { Fields } from '../../../n8n/fields';
import type { BulkOperation } from '../../../n8n/operation';
import { readParam } from '../../../n8n/params';
import {
	readDraft,
	readDraftOptions,
	readRunSettings,
	sendOptions,
} from '../../../n8n/send-options';
import { send as sendMessages } from '../../../n8n/sending';
import { type ClickSendAuthentication, connectClickSend } from '../client';
import { clickSend } from '../send';
import { fetchTemplates, fillTemplate, type Template } from '../templates';

const SEND_FIELDS = [
	{
		displayName: 'Send To',
		name: 'recipientType',
		type: 'options',
		options: [
			{ name: 'Contact List', value: 'contactList' },
			{ name: 'Numbers', value: 'numbers' },
		],
		default: 'numbers',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +61411111111, +61422222222',
		description: 'Phone numbers of the recipients, separated by commas or new lines',
		when: { recipientType: ['numbers'] },
	},
	{
		displayName: 'Contact List',
		name: 'contactList',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The list whose contacts get the text, at most 1000',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchContactLists', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 428' },
		],
		when: { recipientType: ['contactList'] },
	},
	{
		displayName: 'Content',
		name: 'contentType',
		type: 'options',
		options: [
			{ name: 'Template', value: 'template' },
			{ name: 'Text', value: 'text' },
		],
		default: 'text',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Server db1 is down',
		description: 'The text to send',
		when: { contentType: ['text'] },
	},
	{
		displayName: 'Template',
		name: 'template',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'A template stored at ClickSend',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 632497' },
		],
		when: { contentType: ['template'] },
	},
	{
		displayName: 'Template Values',
		name: 'templateValues',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Value',
		description: 'What to write in place of the {placeholders} of the template',
		options: [
			{
				displayName: 'Value',
				name: 'value',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. name',
						description: 'The name between the braces',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
		when: { contentType: ['template'] },
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'The sender ID that the recipient sees; empty for a number that ClickSend shares',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchSenders', searchable: true },
			},
			{ displayName: 'By Value', name: 'id', type: 'string', placeholder: 'e.g. +61411111111' },
		],
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
] as const satisfies Fields;

const OWN_OPTIONS = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'string',
		default: 'n8n',
		description: 'How ClickSend’s reports name the origin of the message',
	},
] as const satisfies Fields;

const OPTIONS_FIELD = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sendOptions(OWN_OPTIONS),
} as const;

interface Wanted {
	readonly templateId?: string;
	readonly draft: Omit<Draft, 'item'>;
	readonly values: ReadonlyMap<string, string>;
}

const fieldNamed = (name: (typeof SEND_FIELDS)[number]['name']) =>
	SEND_FIELDS.find((field) => field.name === name)!;

/** One item's parameters as the user wrote them, the template not yet filled. */
function readItem(ctx: IExecuteFunctions, item: number): Wanted {
	const param = (name: (typeof SEND_FIELDS)[number]['name']) =>
		readParam(ctx, fieldNamed(name), item);
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
		return await sendMessages(ctx, {
			provider: clickSend,
			connect: async () => await connectClickSend(ctx, authentication, settings.timeoutMs),
			drafts: async (api) => await readDrafts(ctx, api),
			settings,
			simplify: ctx.getNodeParameter('simplify', 0, true) === true,
		});
	},
};
