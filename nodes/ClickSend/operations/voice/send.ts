/** Calls: their content fields, and making them (docs/providers/clicksend.md §12). */
import type { Fields } from '../../../../n8n/parameters/fields';
import { sendOperation } from '../../../../n8n/operations/operation';
import { MESSAGE_FIELD } from '../../../../n8n/sending/options';
import { endpointsOf } from '../../send';
import { voice } from '../../voice';
import {
	openChannel,
	OPTIONS,
	RECIPIENT_FIELDS,
	RECIPIENT_TYPE_FIELD,
	recipientsOf,
} from '../sendFields';

export const VOICE_FIELDS = [
	{
		...MESSAGE_FIELD,
		description:
			'The text to read aloud: at most 1200 characters, or 600 if any of them is not in GSM-7. A comma makes a short pause.',
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'resourceLocator',
		default: { mode: 'list', value: 'en-us', cachedResultName: 'English, US' },
		required: true,
		description: 'The language of the text',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchVoiceLanguages', searchable: true },
			},
			{ displayName: 'By Code', name: 'code', type: 'string', placeholder: 'e.g. en-au' },
		],
	},
	{
		displayName: 'Voice',
		name: 'voice',
		type: 'options',
		options: [
			{ name: 'Female', value: 'female' },
			{ name: 'Male', value: 'male' },
		],
		default: 'female',
		description: 'The voice that reads the text; the list of languages shows which voices each has',
	},
] as const satisfies Fields;

/** What {@link voice} needs besides the text. */
export const voiceExtras = (params: { readonly language: string; readonly voice: string }) => ({
	language: params.language.trim().toLowerCase(),
	voice: params.voice,
});

const OWN_OPTIONS = [
	...OPTIONS,
	{
		displayName: 'Machine Detection',
		name: 'machineDetection',
		type: 'boolean',
		default: false,
		description: 'Whether to detect answering machines, and leave the message on them',
	},
	{
		displayName: 'Require Input',
		name: 'requireInput',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask the recipient to press a key. Voice → Get Many shows the digits that were pressed.',
	},
] as const satisfies Fields;

export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Call and read a text aloud',
	description: 'Call one or more recipients and read a text aloud',
	fields: [...RECIPIENT_FIELDS, ...VOICE_FIELDS, RECIPIENT_TYPE_FIELD],
	options: OWN_OPTIONS,
	without: ['maxSegments', 'ifTooLong', 'oneTextPerRecipient', 'waitForDelivery'],
	endpoints: endpointsOf(voice),
	open: async (ctx, { options }) => await openChannel(ctx, voice, options),
	read({ options: { source, requireInput, machineDetection }, ...params }) {
		return {
			...recipientsOf(params),
			text: params.message,
			extras: {
				...voiceExtras(params),
				...(requireInput && { requireInput: 'yes' }),
				...(machineDetection && { machineDetection: 'yes' }),
			},
			source,
		};
	},
});
