import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Draft } from '../../../core/draft';
import type { Fields } from '../../../n8n/fields';
import type { BulkOperation } from '../../../n8n/operation';
import { readParam } from '../../../n8n/params';
import { readDraft, readDraftOptions, readRunSettings } from '../../../n8n/send-options';
import { send as sendMessages } from '../../../n8n/sending';
import { connectSubmail } from '../client';
import { TEMPLATE_ENDPOINTS, TEXT_ENDPOINTS } from '../endpoints';
import { submail, submailAccount } from '../send';
import { SEND_FIELDS, SEND_TEMPLATE_FIELDS } from './sendFields';

/** What an item wants to be sent, in the fields of its operation. */
type ReadItem = (param: (name: string) => unknown) => Pick<Draft, 'text' | 'template'>;

async function run(
	ctx: IExecuteFunctions,
	fields: Fields,
	readItem: ReadItem,
): Promise<INodeExecutionData[]> {
	const settings = readRunSettings(ctx, 'neverTwice');
	const account = submailAccount(await connectSubmail(ctx, settings.timeoutMs));
	const drafts = ctx.getInputData().map((_, item) =>
		readDraft(item, () => {
			const param = (name: string): unknown => {
				const field = fields.find((one) => one.name === name);
				return field && readParam(ctx, field, item);
			};
			return {
				to: param('to'),
				from: param('from'),
				...readItem(param),
				...readDraftOptions(ctx.getNodeParameter('options', item, {}) as IDataObject),
			};
		}),
	);
	return await sendMessages(ctx, {
		targets: [{ provider: submail, account }],
		drafts,
		settings,
		simplify: ctx.getNodeParameter('simplify', 0, true) === true,
	});
}

/** Message → Send: free texts, equal ones in as few requests as SUBMAIL allows. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a free text with a signature to one or many recipients',
	fields: SEND_FIELDS,
	endpoints: TEXT_ENDPOINTS,
	run: async (ctx) => await run(ctx, SEND_FIELDS, (param) => ({ text: param('message') })),
};

/** The rows of the Variables field; a name that stands twice has its last value. */
function readVariables(collection: unknown): Record<string, unknown> {
	const rows = (collection as IDataObject | null | undefined)?.variable;
	const pairs = (Array.isArray(rows) ? rows : []) as IDataObject[];
	return Object.fromEntries(pairs.map(({ name, value }) => [String(name ?? ''), value]));
}

/** Message → Send Template: every item's variables, in as few requests as SUBMAIL allows. */
export const sendTemplate: BulkOperation = {
	kind: 'bulk',
	name: 'Send Template',
	value: 'sendTemplate',
	action: 'Send a template',
	description: 'Send an approved template with variables to one or many recipients',
	fields: SEND_TEMPLATE_FIELDS,
	endpoints: TEMPLATE_ENDPOINTS,
	run: async (ctx) =>
		await run(ctx, SEND_TEMPLATE_FIELDS, (param) => ({
			text: '',
			template: { id: param('template'), variables: readVariables(param('variables')) },
		})),
};
