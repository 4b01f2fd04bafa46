import { type FastifyInstance } from 'fastify';
import { countParts } from '../../segments.mts';
import { type Fields, textOf } from '../../values.mts';
import { type Channel, type Fate } from './channel.mts';
import { badRequest, currencyWithLimits, success } from './envelope.mts';
import { statusOf } from './history-row.mts';
import { type Outgoing } from './outgoing.mts';
import { type SendRow, subaccountId, userId } from './shapes.mts';
import { defaultLanguage, type Gender, languages } from './voice-languages.mts';

/** See docs/providers/clicksend.md §12. */
const room = { gsm: [300, 300], unicode: [150, 150] } as const;
const mostVoiceParts = 4;

const unixNow = () => Math.floor(Date.now() / 1000);
const languageOf = ({ given }: Outgoing) => textOf(given.lang) || defaultLanguage;

function gendersOf(message: Outgoing): readonly Gender[] | undefined {
	const language = languageOf(message).toLowerCase();
	return languages.find(({ code }) => code === language)?.genders;
}

/** The first voice of the language, unless the message names one (OpenAPI: allowed languages). */
const voiceOf = (message: Outgoing) =>
	textOf(message.given.voice).toLowerCase() || (gendersOf(message)?.[0] ?? 'female');

function problemOf(message: Outgoing): string | undefined {
	const genders: readonly string[] | undefined = gendersOf(message);
	if (!genders) return 'INVALID_LANG';
	return genders.includes(voiceOf(message)) ? undefined : 'INVALID_VOICE';
}

const flags = ['require_input', 'machine_detection'] as const;

/** "Flag value must be 1 for yes or 0 for no" (OpenAPI: send-voice-message). */
function checkRequest({ messages }: Fields): void {
	for (const message of messages as Fields[]) {
		for (const flag of flags) {
			if (![undefined, null, 0, 1].includes(message[flag] as number)) {
				throw badRequest(`The ${flag} must be 0 or 1.`);
			}
		}
	}
}

/** `date` is a string; `date_added` is a number (OpenAPI: send-voice-message). */
function rowOf({ message, status, number, sender, parts, price, sendAt }: Fate, messageId: string) {
	const accepted = status === 'SUCCESS';
	const now = unixNow();
	return {
		date: String(now),
		date_added: now,
		list_id: message.listId === null ? null : String(message.listId),
		to: number?.e164 ?? message.to,
		to_type: 'mobile',
		body: message.body,
		from: number ? sender.from : null,
		lang: languageOf(message),
		voice: voiceOf(message),
		schedule: accepted && sendAt ? sendAt : '',
		message_id: messageId,
		message_parts: accepted ? parts.segments : 0,
		message_price: accepted ? price.toFixed(4) : '0.0000',
		custom_string: message.customString,
		user_id: userId,
		subaccount_id: subaccountId,
		country: number?.country ?? '',
		require_input: Number(message.given.require_input ?? 0),
		machine_detection: Number(message.given.machine_detection ?? 0),
		machine_detected: null,
		digits: null,
		carrier: number?.country === 'AU' ? 'Telstra' : '',
		status,
	} satisfies SendRow;
}

/** Calls that speak a text (docs/providers/clicksend.md §12). The user cannot choose their sender. */
export const voice: Channel = {
	name: 'voice',
	countParts: (text) => countParts(text, mostVoiceParts, room),
	pricePerPart: () => 0.07,
	hasSender: false,
	checkRequest,
	problemOf,
	row: rowOf,
	sendExtras: () => ({ _currency: currencyWithLimits }),
	priceExtras: () => ({ _currency: currencyWithLimits }),
	priceMessage: 'Here is some pricing.',
	history: {
		message: 'Here is your history.',
		row: ({ row }, message) => ({ ...row, ...statusOf(message), _api_username: 'sandbox' }),
		sortable: { date: 'date_added', date_added: 'date_added' },
	},
};

/** A single voice is a string, several are a list (OpenAPI: voice languages). */
export function voiceLanguageRoutes(app: FastifyInstance): void {
	app.get('/v3/voice/lang', () =>
		success(
			'Here are the possible languages.',
			languages.map(({ code, country, genders }) => ({
				code,
				country,
				gender: genders.length === 1 ? genders[0] : genders,
			})),
		),
	);
}
