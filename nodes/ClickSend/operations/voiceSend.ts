/** Calls: what one says, and making it (facts: clicksend §12). */
import type { Fields } from '../../../n8n/fields';
import type { BulkOperation } from '../../../n8n/operation';
import { endpointsOf } from '../send';
import { paramReader } from '../../../n8n/params';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import { MESSAGE_FIELD } from '../../../n8n/send-options';
import { voice } from '../voice';
import { optionsField, readRecipients, RECIPIENT_FIELDS } from './sendFields';
import { draftsOf, sendThrough, textParam } from './sendThrough';

export const VOICE_FIELDS = [
	{
		...MESSAGE_FIELD,
		description:
			'The text to speak: at most 1200 characters, or 600 if one of them is not in GSM-7. A comma makes a short pause.',
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
		description: 'Some languages have only one voice; the list of languages shows which',
	},
] as const satisfies Fields;

type VoiceField = (typeof VOICE_FIELDS)[number]['name'];

/** What {@link voice} wants to know beside the text. */
export const voiceExtras = (param: (name: VoiceField) => unknown) => ({
	language: textParam(param('language')).toLowerCase(),
	voice: textParam(param('voice')),
});

const OWN_OPTIONS = [
	{
		displayName: 'Machine Detection',
		name: 'machineDetection',
		type: 'boolean',
		default: false,
		description: 'Whether to detect answering machines and leave the message there',
	},
	{
		displayName: 'Require Input',
		name: 'requireInput',
		type: 'boolean',
		default: false,
		description: 'Whether to ask the recipient to press a key; Get Many shows the digits',
	},
] as const satisfies Fields;

const FIELDS = [...RECIPIENT_FIELDS, ...VOICE_FIELDS, ...SIMPLIFY_FIELD] as const satisfies Fields;

/** Voice → Send. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send a voice message',
	description: 'Call one or many recipients and speak a text',
	fields: [...FIELDS, optionsField(OWN_OPTIONS, ['maxSegments'])],
	endpoints: endpointsOf(voice),
	run: async (ctx) =>
		await sendThrough(ctx, voice, () =>
			draftsOf(ctx, (item, { requireInput, machineDetection }) => {
				const param = paramReader(ctx, FIELDS, item);
				return {
					...readRecipients(param),
					text: param('message'),
					extras: {
						...voiceExtras(param),
						...(requireInput === true && { requireInput: 'yes' }),
						...(machineDetection === true && { machineDetection: 'yes' }),
					},
				};
			}),
		),
};
