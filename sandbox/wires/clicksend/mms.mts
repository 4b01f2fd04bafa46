import { countParts } from '../../segments.mts';
import { type Settings } from '../../settings.mts';
import { type Fields, textOf } from '../../values.mts';
import { type Channel, type Fate } from './channel.mts';
import { badRequest } from './envelope.mts';
import { carriedRow } from './history-row.mts';
import { type Outgoing } from './outgoing.mts';
import { type SendRow, subaccountId, userId } from './shapes.mts';

const room = { gsm: [1500, 1500], unicode: [500, 500] } as const;
const longestSubject = 20;

const mediaOf = ({ request }: Outgoing) => textOf(request.media_file);
const subjectOf = ({ given }: Outgoing) => textOf(given.subject).slice(0, longestSubject);

/**
 * jpg and gif are sent as they are; jpeg, png and bmp must be converted by /v3/uploads first
 * (docs/providers/clicksend.md §12). An address without a file extension is accepted unchecked.
 */
function isMedia(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, pathname } = new URL(address);
	const extension = /\.([a-z\d]+)$/i.exec(pathname)?.[1]?.toLowerCase();
	return /^https?:$/.test(protocol) && (!extension || ['jpg', 'gif'].includes(extension));
}

/** The attachment belongs to the request, not to a message (docs/providers/maton.md §5, trap). */
function checkRequest({ media_file }: Fields, { invalidMediaFile }: Settings): void {
	const address = textOf(media_file);
	if (address === '') throw badRequest('The media_file is required.', 'MISSING_REQUIRED_FIELDS');
	if (invalidMediaFile === 'request' && !isMedia(address)) {
		throw badRequest('The media_file is invalid.', 'INVALID_MEDIA_FILE');
	}
}

function problemOf(message: Outgoing): string | undefined {
	if (subjectOf(message).trim() === '') return 'SUBJECT_REQUIRED';
	return isMedia(mediaOf(message)) ? undefined : 'INVALID_MEDIA_FILE';
}

/** Fewer fields than the row of an SMS, and no currency anywhere (OpenAPI: send-mms). */
function rowOf({ message, status, number, sender, parts, price, sendAt }: Fate, messageId: string) {
	const accepted = status === 'SUCCESS';
	return {
		list_id: message.listId === null ? null : String(message.listId),
		contact_id: message.contactId,
		message_id: messageId,
		to: number?.e164 ?? message.to,
		subject: subjectOf(message),
		from: sender.from,
		body: message.body,
		country: number?.country ?? '',
		custom_string: message.customString,
		schedule: accepted && sendAt ? String(sendAt) : '',
		message_parts: accepted ? parts.segments : 0,
		message_price: accepted ? price.toFixed(4) : '0.0000',
		_media_file_url: mediaOf(message),
		status,
	} satisfies SendRow;
}

/** Texts with one picture (docs/providers/clicksend.md §12). Their history cannot be searched or sorted. */
export const mms: Channel = {
	name: 'mms',
	countParts: (text) => countParts(text, 1, room),
	pricePerPart: () => 2.42,
	hasSender: true,
	checkRequest,
	problemOf,
	row: rowOf,
	priceMessage: 'Messages queued for delivery.',
	mediaUrl: mediaOf,
	history: {
		message: 'Here are your data.',
		row(sent, message) {
			const date = Math.floor(sent.acceptedAt / 1000);
			return {
				direction: 'out',
				...carriedRow(sent, message),
				date: String(date),
				date_added: date,
				schedule: sent.row.schedule || String(date),
				priority: 2,
				message_parts: Number(sent.row.message_parts).toFixed(2),
				from_email: null,
				user_id: userId,
				subaccount_id: subaccountId,
				carrier: '',
			};
		},
	},
};
