import { fault, isFault, type Fault } from '../../../core/planning/draft';
import type { MessageParams } from '../../../n8n/parameters/fields';
import { sendOperation, whileWaiting } from '../../../n8n/operations/operation';
import { isZone } from '../../../n8n/parameters/time';
import { connectGoToneSms } from '../client';
import type { Extras } from '../extras';
import { SEND_AT_NOTE } from '../notes';
import { GOTONE_ENDPOINTS, goToneSms, goToneSmsAccount } from '../send';
import { STATUS_ENDPOINTS } from '../status';
import { OPTIONS, SEND_FIELDS } from './messageSendFields';

type Params = MessageParams<typeof SEND_FIELDS>;
type Options = Partial<MessageParams<typeof OPTIONS>>;

function isWebAddress(value: string): boolean {
	return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** Reads the parameters that only this type of message has. */
function readType({ messageType: type, language, gender, mediaUrl }: Params): Extras | Fault {
	if (type === 'plain') return {};
	if (type === 'voice') return { type, language, gender };
	const address = mediaUrl.trim();
	if (isWebAddress(address)) return { type, mediaUrl: address };
	return fault(
		'Media URL',
		'content',
		'Media URL is not a valid web address',
		'Enter a URL that starts with https://.',
	);
}

/** Reads what texts to numbers and to groups have in common. */
export function readOptions(options: Options): Extras | Fault {
	const timeZone = options.accountTimeZone?.trim() ?? '';
	if (timeZone !== '' && !isZone(timeZone)) {
		return fault(
			'Account Time Zone',
			'configuration',
			`Account Time Zone "${timeZone.slice(0, 40)}" is not a valid time zone`,
			'Use a name such as Asia/Dhaka, or leave it empty to read the time zone from the profile.',
		);
	}
	const dltTemplateId = options.dltTemplateId?.trim() ?? '';
	return {
		...(timeZone !== '' && { timeZone }),
		...(dltTemplateId !== '' && { dltTemplateId }),
	};
}

function readExtras(params: Params, options: Options): Extras | Fault {
	const type = readType(params);
	if (isFault(type)) return type;
	const common = readOptions(options);
	return isFault(common) ? common : { ...type, ...common };
}

/** Message → Send: recipients of the same text share a request. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS, voice message or MMS',
	description: 'Send an SMS, a voice message or an MMS to one or more recipients',
	fields: SEND_FIELDS,
	options: OPTIONS,
	without: ['reference'],
	descriptions: {
		sendAt: `When to send, in the time zone of the workflow unless the value names another (${SEND_AT_NOTE})`,
	},
	endpoints: [...GOTONE_ENDPOINTS, ...whileWaiting(STATUS_ENDPOINTS)],
	async open(ctx, { options }) {
		const api = await connectGoToneSms(ctx, options.timeout);
		return { targets: [{ provider: goToneSms, account: goToneSmsAccount(api) }] };
	},
	read({ options, ...params }) {
		const { to, message: text, from } = params;
		const extras = readExtras(params, options);
		return {
			to,
			text,
			from,
			...(params.messageType === 'mms' && { textOptional: true }),
			...(isFault(extras) ? { fault: extras } : { extras: { ...extras } }),
		};
	},
});
