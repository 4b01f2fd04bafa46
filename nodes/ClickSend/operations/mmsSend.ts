/** MMS: what one says, and sending it (facts: clicksend §12). */
import type { Fields } from '../../../n8n/fields';
import type { BulkOperation } from '../../../n8n/operation';
import { endpointsOf } from '../send';
import { paramReader } from '../../../n8n/params';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import { MESSAGE_FIELD } from '../../../n8n/send-options';
import { mms } from '../mms';
import { FROM_FIELD } from './locators';
import { optionsField, readRecipients, RECIPIENT_FIELDS } from './sendFields';
import { draftsOf, sendThrough, textParam } from './sendThrough';

export const MMS_FIELDS = [
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. CPU of db1',
		description: 'At most 20 characters',
	},
	{
		...MESSAGE_FIELD,
		description: 'The text to send: at most 1500 characters, or 500 if one of them is not in GSM-7',
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/chart.gif',
		description:
			'Address of a JPG or GIF of at most 250 kB that ClickSend can open without signing in',
	},
	FROM_FIELD,
] as const satisfies Fields;

type MmsField = (typeof MMS_FIELDS)[number]['name'];

/** What {@link mms} wants to know beside the text. */
export const mmsExtras = (param: (name: MmsField) => unknown) => ({
	subject: textParam(param('subject')),
	mediaUrl: textParam(param('mediaUrl')),
});

const FIELDS = [...RECIPIENT_FIELDS, ...MMS_FIELDS, ...SIMPLIFY_FIELD] as const satisfies Fields;

/** MMS → Send: messages with the same picture travel together. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send an MMS',
	description: 'Send a text with a picture to one or many recipients',
	fields: [...FIELDS, optionsField([], ['maxSegments'])],
	endpoints: endpointsOf(mms),
	run: async (ctx) =>
		await sendThrough(ctx, mms, () =>
			draftsOf(ctx, (item) => {
				const param = paramReader(ctx, FIELDS, item);
				return {
					...readRecipients(param),
					text: param('message'),
					from: param('from'),
					extras: mmsExtras(param),
				};
			}),
		),
};
