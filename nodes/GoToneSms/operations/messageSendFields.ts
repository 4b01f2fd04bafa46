import type { Field, Fields } from '../../../n8n/parameters/fields';
import { MESSAGE_FIELD, TO_FIELD } from '../../../n8n/sending/options';

/** The languages in which voice messages can be read aloud (docs/providers/gotone.md §5). */
export const LANGUAGES = [
	{ name: 'Chinese (China)', value: 'zh-cn' },
	{ name: 'Chinese (Hong Kong)', value: 'zh-hk' },
	{ name: 'Danish', value: 'da-dk' },
	{ name: 'Dutch', value: 'nl-nl' },
	{ name: 'English (Australia)', value: 'en-au' },
	{ name: 'English (India)', value: 'en-in' },
	{ name: 'English (United Kingdom)', value: 'en-gb' },
	{ name: 'English (United States)', value: 'en-us' },
	{ name: 'English (Wales)', value: 'en-gb-wls' },
	{ name: 'French (Canada)', value: 'fr-ca' },
	{ name: 'French (France)', value: 'fr-fr' },
	{ name: 'German', value: 'de-de' },
	{ name: 'Greek', value: 'el-gr' },
	{ name: 'Icelandic', value: 'is-is' },
	{ name: 'Indonesian', value: 'id-id' },
	{ name: 'Italian', value: 'it-it' },
	{ name: 'Japanese', value: 'ja-jp' },
	{ name: 'Korean', value: 'ko-kr' },
	{ name: 'Malay', value: 'ms-my' },
	{ name: 'Norwegian', value: 'nb-no' },
	{ name: 'Polish', value: 'pl-pl' },
	{ name: 'Portuguese (Brazil)', value: 'pt-br' },
	{ name: 'Portuguese (Portugal)', value: 'pt-pt' },
	{ name: 'Romanian', value: 'ro-ro' },
	{ name: 'Russian', value: 'ru-ru' },
	{ name: 'Spanish (Mexico)', value: 'es-mx' },
	{ name: 'Spanish (Spain)', value: 'es-es' },
	{ name: 'Spanish (United States)', value: 'es-us' },
	{ name: 'Swedish', value: 'sv-se' },
	{ name: 'Tamil', value: 'ta-in' },
	{ name: 'Thai', value: 'th-th' },
	{ name: 'Turkish', value: 'tr-tr' },
	{ name: 'Vietnamese', value: 'vi-vn' },
	{ name: 'Welsh', value: 'cy-gb' },
] as const;

export const GENDERS = [
	{ name: 'Female', value: 'female' },
	{ name: 'Male', value: 'male' },
] as const;

export const MESSAGE_TYPES = [
	{ name: 'MMS', value: 'mms', description: 'A picture, with or without a text' },
	{ name: 'Plain Text', value: 'plain', description: 'An SMS, in Unicode if the text requires it' },
	{ name: 'Voice', value: 'voice', description: 'A call that reads the text aloud' },
] as const;

/** What [code 3.8] does and [docs] does not say (docs/providers/gotone.md §5). */
const TYPE_NOTE =
	'GoTone does not restrict the characters of voice messages and MMS, but version 3.8 of its software sends those with characters outside the GSM alphabet as plain texts: try it with one message first';

export const FROM_FIELD = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Acme',
	description:
		'The sender ID that the recipient sees: a phone number with its country code, or a name of at most 11 letters and digits',
} as const satisfies Field;

export const SEND_FIELDS = [
	TO_FIELD,
	{
		// Not `required`, because an MMS needs none; the plan refuses other messages without a text.
		displayName: 'Message',
		name: 'message',
		type: 'string',
		isContent: true,
		typeOptions: MESSAGE_FIELD.typeOptions,
		default: '',
		placeholder: MESSAGE_FIELD.placeholder,
		description:
			'The text to send. An MMS may have none; version 3.8 of the software requires one.',
	},
	FROM_FIELD,
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		options: MESSAGE_TYPES,
		default: 'plain',
		description: TYPE_NOTE,
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: LANGUAGES,
		default: 'en-us',
		description: 'The language in which the text is read aloud; write the text in its own script',
		when: { messageType: ['voice'] },
	},
	{
		displayName: 'Gender',
		name: 'gender',
		type: 'options',
		options: GENDERS,
		default: 'female',
		description: 'The voice that reads the text aloud',
		when: { messageType: ['voice'] },
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		// Not `required`: n8n would require it for every type if the type is an expression.
		placeholder: 'e.g. https://example.com/picture.jpg',
		description: 'URL of a publicly accessible picture',
		when: { messageType: ['mms'] },
	},
] as const satisfies Fields;

export const OPTIONS = [
	{
		displayName: 'Account Time Zone',
		name: 'accountTimeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Asia/Dhaka',
		description:
			'The time zone of the GoTone account, which its schedule follows. If you do not add this option, the node reads it from the profile.',
	},
	{
		displayName: 'DLT Template ID',
		name: 'dltTemplateId',
		type: 'string',
		default: '',
		description:
			'The ID under which the text is registered in India (Distributed Ledger Technology); needed only for Indian numbers',
	},
] as const satisfies Fields;
