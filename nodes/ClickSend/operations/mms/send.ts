/** MMS: its content fields, and sending it (docs/providers/clicksend.md §12). */
import type { Fields } from '../../../../n8n/parameters/fields';
import { sendOperation } from '../../../../n8n/operations/operation';
import { MESSAGE_FIELD } from '../../../../n8n/sending/options';
import { mms } from '../../mms';
import { endpointsOf } from '../../send';
import { FROM_FIELD } from '../locators';
import {
	openChannel,
	OPTIONS,
	RECIPIENT_FIELDS,
	RECIPIENT_TYPE_FIELD,
	recipientsOf,
} from '../sendFields';

export const MMS_FIELDS = [
	{
		...MESSAGE_FIELD,
		description: 'The text to send: at most 1500 characters, or 500 if any of them is not in GSM-7',
	},
	FROM_FIELD,
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		isContent: true,
		default: '',
		required: true,
		placeholder: 'e.g. CPU of db1',
		description: 'The subject line of the MMS, at most 20 characters',
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/chart.gif',
		description: 'URL of a publicly accessible JPG or GIF of at most 250 kB',
	},
] as const satisfies Fields;

/** What {@link mms} needs besides the text. */
export const mmsExtras = ({
	subject,
	mediaUrl,
}: {
	readonly subject: string;
	readonly mediaUrl: string;
}) => ({ subject: subject.trim(), mediaUrl: mediaUrl.trim() });

/** MMS → Send: messages with the same picture share a request. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an MMS',
	description: 'Send a text with a picture to one or more recipients',
	fields: [...RECIPIENT_FIELDS, ...MMS_FIELDS, RECIPIENT_TYPE_FIELD],
	options: OPTIONS,
	without: ['maxSegments'],
	endpoints: endpointsOf(mms),
	open: async (ctx, { options }) => await openChannel(ctx, mms, options),
	read: (params) => ({
		...recipientsOf(params),
		text: params.message,
		from: params.from,
		extras: mmsExtras(params),
		source: params.options.source,
	}),
});
