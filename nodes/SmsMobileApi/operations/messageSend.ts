import { fault, isFault, type Fault } from '../../../core/planning/draft';
import type { Fields, MessageParams } from '../../../n8n/parameters/fields';
import { sendOperation, whileWaiting } from '../../../n8n/operations/operation';
import { MESSAGE_FIELD, TO_FIELD } from '../../../n8n/sending/options';
import { authenticationOf, connectSmsMobile } from '../client';
import {
	type Channel,
	type Extras,
	SMSMOBILE_ENDPOINTS,
	smsMobileAccount,
	smsMobileApi,
} from '../send';
import { STATUS_ENDPOINTS } from '../status';
import { DEVICE_FIELD } from './locators';

const FIELDS = [
	{
		...TO_FIELD,
		description: `${TO_FIELD.description}; enter short codes as they are`,
	},
	MESSAGE_FIELD,
	{
		...DEVICE_FIELD,
		displayName: 'From',
		name: 'from',
		description: 'The phone that sends the message; leave empty to let SMSMobileAPI choose',
	},
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: [
			{ name: 'SMS', value: 'sms' },
			{ name: 'SMS and WhatsApp', value: 'both' },
			{ name: 'WhatsApp', value: 'whatsApp' },
		],
		default: 'sms',
		description: 'How to send the message; WhatsApp must be connected to the account',
	},
] as const satisfies Fields;

/** Settings of a send that only this provider has (docs/providers/smsmobileapi.md §3). */
const OPTIONS = [
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/chart.png',
		description:
			'URL of a publicly accessible picture or document that is sent by WhatsApp with the text; an SMS cannot carry it',
	},
	{
		displayName: 'Shorten Links',
		name: 'shortenLinks',
		type: 'boolean',
		default: false,
		description:
			'Whether SMSMobileAPI replaces the links in the text by short ones. Segments in the output count the text before that.',
	},
	{
		displayName: 'SIM',
		name: 'sim',
		type: 'options',
		options: [
			{ name: 'SIM 1', value: '1' },
			{ name: 'SIM 2', value: '2' },
		],
		default: '1',
		description: 'The SIM card that sends, in a phone that has two; if not set, the phone chooses',
	},
] as const satisfies Fields;

type Options = Partial<MessageParams<typeof OPTIONS>>;

/** @returns a fault if the media could not be sent as asked */
function readExtras(
	channel: Channel,
	{ mediaUrl = '', shortenLinks, sim }: Options,
): Extras | Fault {
	const media = mediaUrl.trim();
	if (media !== '' && !(URL.canParse(media) && new URL(media).protocol === 'https:')) {
		return fault(
			'Media URL',
			'content',
			'Media URL is not a valid https address',
			'Enter a URL that starts with https://.',
		);
	}
	if (media !== '' && channel === 'sms') {
		return fault(
			'Media URL',
			'content',
			'Media URL cannot be sent by SMS',
			'Choose WhatsApp, or SMS and WhatsApp, as Channel, or remove Media URL.',
		);
	}
	return {
		channel,
		...(media !== '' && { mediaUrl: media }),
		...(shortenLinks && { shortenLinks: '1' }),
		...(sim && { sim }),
	};
}

/** Message → Send: one request per recipient, because the API takes only one. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text by SMS, WhatsApp or both to one or more recipients',
	fields: FIELDS,
	options: OPTIONS,
	without: ['reference'],
	endpoints: [...SMSMOBILE_ENDPOINTS, ...whileWaiting(STATUS_ENDPOINTS)],
	async open(ctx, { options }) {
		const api = await connectSmsMobile(ctx, authenticationOf(ctx), options.timeout);
		return { targets: [{ provider: smsMobileApi, account: smsMobileAccount(api) }] };
	},
	read({ to, message, from, channel, options }) {
		const extras = readExtras(channel, options);
		const own = isFault(extras) ? { fault: extras } : { extras: { ...extras } };
		return { to, text: message, from, ...own };
	},
});
