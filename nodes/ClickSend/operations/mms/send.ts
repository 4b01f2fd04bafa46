/** MMS: its content fields, and sending it (docs/providers/clicksend.md §12). */
import type { Fields } from '../../../../n8n/parameters/fields';
import { sendOperation } from '../../../../n8n/operations/operation';
import { MESSAGE_FIELD } from '../../../../n8n/sending/options';
import type { Draft } from '../../../../core/planning/draft';
import { authenticationOf, connectClickSend } from '../../client';
import { mms, mmsChannel } from '../../mms';
import { clickSend, clickSendAccount, endpointsOf } from '../../send';
import { Uploads } from '../../uploads';
import { FROM_FIELD } from '../locators';
import { OPTIONS, RECIPIENT_FIELDS, RECIPIENT_TYPE_FIELD, recipientsOf } from '../sendFields';

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
		displayName: 'Media',
		name: 'mediaSource',
		type: 'options',
		options: [
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A JPG, GIF, PNG or BMP of the input, which ClickSend converts',
			},
			{ name: 'URL', value: 'url', description: 'A JPG or GIF that everyone can open' },
		],
		default: 'url',
		description: 'Where the picture comes from',
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/chart.gif',
		description: 'URL of a publicly accessible JPG or GIF of at most 250 kB',
		when: { mediaSource: ['url'] },
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that contains the binary file',
		description:
			'ClickSend keeps the file for 10 minutes. Whether an MMS that is scheduled for later still has its picture is not documented: use a Media URL for those.',
		when: { mediaSource: ['binary'] },
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

const SEND_FIELDS = [
	...RECIPIENT_FIELDS,
	...MMS_FIELDS,
	RECIPIENT_TYPE_FIELD,
] as const satisfies Fields;

/** Uploads the files that the drafts name; one that cannot be uploaded fails its own item. */
async function uploadMedia(drafts: readonly Draft[], uploads: Uploads): Promise<Draft[]> {
	const done: Draft[] = [];
	for (const draft of drafts) {
		const { mediaField, ...extras } = draft.extras ?? {};
		if (mediaField === undefined || draft.fault) {
			done.push(draft);
			continue;
		}
		const media = await uploads.add(draft.item, mediaField);
		done.push(
			typeof media === 'string'
				? { ...draft, extras: { ...extras, media } }
				: { ...draft, fault: media },
		);
	}
	return done;
}

/** MMS → Send: messages with the same picture share a request. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an MMS',
	description: 'Send a text with a picture to one or more recipients',
	fields: SEND_FIELDS,
	options: OPTIONS,
	without: ['maxSegments', 'ifTooLong', 'oneTextPerRecipient', 'waitForDelivery'],
	endpoints: [
		...endpointsOf(mms),
		{ method: 'POST', path: '/v3/uploads', where: 'the media is a binary file' },
	],
	async open(ctx, { options: { timeout, dryRun } }) {
		const api = await connectClickSend(ctx, authenticationOf(ctx), timeout);
		const uploads = new Uploads(ctx, api, dryRun === true);
		const account = clickSendAccount(api, mmsChannel(uploads.addresses));
		return {
			targets: [{ provider: clickSend, account }],
			complete: async (drafts) => await uploadMedia(drafts, uploads),
		};
	},
	read: ({ mediaSource, binaryPropertyName, mediaUrl, subject, ...params }) => ({
		...recipientsOf(params),
		text: params.message,
		from: params.from,
		extras:
			mediaSource === 'binary'
				? { subject: subject.trim(), mediaField: binaryPropertyName }
				: mmsExtras({ subject, mediaUrl }),
		source: params.options.source,
	}),
});
