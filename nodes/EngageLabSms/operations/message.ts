/** Sending from templates (facts: engagelab §2.4, §3.1). */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../../../core/draft';
import type { Fields } from '../../../n8n/fields';
import type { BulkOperation, Resource } from '../../../n8n/operation';
import { readParam } from '../../../n8n/params';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import {
	readDraft,
	readDraftOptions,
	readRunSettings,
	sendOptions,
	TO_FIELD,
} from '../../../n8n/send-options';
import { send as sendMessages } from '../../../n8n/sending';
import { connectEngageLab } from '../client';
import { ENGAGELAB_ENDPOINTS, engageLabAccount, engageLabSms } from '../send';
import { checkTemplates } from '../templateCheck';
import { TEMPLATE_FIELD } from './locators';

const VARIABLES_FIELD = {
	displayName: 'Variables',
	name: 'variables',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Variable',
	description:
		'What to write in place of the variables of the template. One without a value is delivered as it stands, braces included.',
	options: [
		{
			displayName: 'Variable',
			name: 'variable',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. code',
					description: 'The name without braces or percent signs',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
} as const;

const OWN_OPTIONS = [
	{
		displayName: 'Check Template',
		name: 'checkTemplate',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the template first, and to refuse messages whose variables are not all given or whose template is not approved. Taken from the first item.',
	},
	{
		displayName: 'Send as One Batch',
		name: 'sendAsOneBatch',
		type: 'boolean',
		default: false,
		description:
			'Whether recipients of the same template with equal variables travel in one request. EngageLab then only counts how many it accepted: if not all, nobody can tell which. Taken from the first item.',
	},
] as const satisfies Fields;

/** A template has its own text: there is nothing to measure or to replace. */
const OF_TEXTS: readonly string[] = ['maxSegments', 'smartEncoding'];

const OPTIONS_FIELD = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sendOptions(OWN_OPTIONS).filter(({ name }) => !OF_TEXTS.includes(name)),
} as const;

/** The rows of the variables; anything else that an expression gives has none. */
function readVariables(value: unknown): Record<string, unknown> {
	const rows = (value as IDataObject | null | undefined)?.variable;
	const pairs = Array.isArray(rows) ? (rows as Array<IDataObject | null>) : [];
	return Object.fromEntries(pairs.map((row) => [String(row?.name ?? ''), row?.value ?? '']));
}

function readDrafts(ctx: IExecuteFunctions): Draft[] {
	return ctx.getInputData().map((_, item) =>
		readDraft(item, () => ({
			to: readParam(ctx, TO_FIELD, item),
			text: undefined,
			template: {
				id: readParam(ctx, TEMPLATE_FIELD, item),
				variables: readVariables(ctx.getNodeParameter('variables', item, {})),
			},
			...readDraftOptions(ctx.getNodeParameter('options', item, {}) as IDataObject),
		})),
	);
}

const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a template to one or many recipients',
	fields: [TO_FIELD, TEMPLATE_FIELD, VARIABLES_FIELD, ...SIMPLIFY_FIELD, OPTIONS_FIELD],
	endpoints: [
		...ENGAGELAB_ENDPOINTS,
		{
			method: 'GET',
			path: '/v1/template-configs/{template}',
			where: 'the account is of the current generation, and Check Template is on',
		},
		{
			method: 'GET',
			path: '/v1/templates/{template}',
			where: 'the account is of the legacy generation, and Check Template is on',
		},
	],
	async run(ctx) {
		const settings = readRunSettings(ctx, 'neverTwice');
		const engageLab = await connectEngageLab(ctx, settings.timeoutMs);
		const isOn = (option: string) => ctx.getNodeParameter(`options.${option}`, 0, false) === true;
		const account = engageLabAccount(engageLab, isOn('sendAsOneBatch'));
		const drafts = readDrafts(ctx);
		return await sendMessages(ctx, {
			targets: [{ provider: engageLabSms, account }],
			drafts: isOn('checkTemplate') ? await checkTemplates(drafts, engageLab) : drafts,
			settings,
			simplify: ctx.getNodeParameter('simplify', 0, true) === true,
		});
	},
};

export const message: Resource = { name: 'Message', value: 'message', operations: [send] };
