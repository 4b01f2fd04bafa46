/** SMSMobileAPI's side of the provider contract (docs/providers/smsmobileapi.md §3). */
import type { IDataObject } from 'n8n-workflow';
import { type Fault, fault } from '../../core/planning/draft';
import { outcomeOf, type Response } from '../../core/failures';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import type { Api, Batch, Endpoint, SmsAccount, SmsProvider } from '../../core/provider';
import { isObject } from '../../core/values';
import type { RequestContext } from '../../n8n/http/request';
import { AUTHENTICATIONS, connectSmsMobile } from './client';
import { codeOf, errorOf, knownFailure, mayBeSent, requestFailure } from './errors';
import { status, STATUS_TERMS } from './status';

export const smsMobileApi: SmsProvider = {
	id: 'smsMobileApi',
	displayName: 'SMSMobileAPI',
	authentications: AUTHENTICATIONS,
	capabilities: {
		text: true,
		template: false,
		schedule: true,
		reference: false,
		sender: true,
		shortCodes: true,
	},
};

export const CHANNELS = ['sms', 'whatsApp', 'both'] as const;
export type Channel = (typeof CHANNELS)[number];

// For WhatsApp only, one of its documents says `sendsms=0` and the other `waonly`: both together are
// unambiguous.
const CHANNEL_FIELDS: Readonly<Record<Channel, Readonly<Record<string, string>>>> = {
	sms: {},
	whatsApp: { sendsms: '0', sendwa: '1', waonly: 'yes' },
	both: { sendsms: '1', sendwa: '1' },
};

/** Settings of a message that only this node has; see `OutboundMessage.extras`. */
export interface Extras {
	readonly channel: Channel;
	/** For WhatsApp: an https address. */
	readonly mediaUrl?: string;
	readonly shortenLinks?: '1';
	/** The slot of the SIM card. */
	readonly sim?: '1' | '2';
}

const channelOf = ({ extras }: OutboundMessage): Channel =>
	CHANNELS.find((one) => one === extras?.channel) ?? 'sms';

/** The form of a message; the port encodes it, so a + arrives as a +. */
function toForm(message: OutboundMessage): Record<string, string | undefined> {
	const { to, from, sendAt, extras = {} } = message;
	return {
		recipients: recipientText(to),
		message: textOf(message) ?? '',
		...CHANNEL_FIELDS[channelOf(message)],
		schedule_timestamp: sendAt && String(Math.floor(sendAt.getTime() / 1000)),
		sIdentifiant: from,
		port: extras.sim,
		shorturl: extras.shortenLinks,
		url_media: extras.mediaUrl,
	};
}

/**
 * The sender is the number of the sending phone, so the only choice is the phone, by its ID in this
 * node's own From. In other nodes, From may be a number or a name meant for another provider.
 */
function checkSender({ from, extras }: OutboundMessage): Fault | undefined {
	if (extras || from === undefined || !/^(\+?\d{3,15}|[a-z ]{1,11})$/i.test(from)) return undefined;
	return fault(
		'From',
		'invalidSender',
		'SMSMobileAPI sends from the numbers of your own phones',
		'Leave From empty for SMSMobileAPI, or enter the ID of one of its devices.',
	);
}

function checkRecipient({ to }: OutboundMessage): Fault | undefined {
	if (to.kind !== 'list') return undefined;
	return fault(
		'To',
		'configuration',
		'SMSMobileAPI has no contact lists',
		'Enter phone numbers under To.',
	);
}

/** Reports before sending what SMSMobileAPI would refuse. */
const prepare = (messages: readonly OutboundMessage[]) =>
	messages.map((message) => checkSender(message) ?? checkRecipient(message) ?? message);

/** Matches error texts that are about the recipient; there is no published list of codes. */
const ABOUT_RECIPIENT = /recipient|destinat|(invalid|not a? ?valid|wrong).{0,20}(number|phone)/i;

/** The reason stands at the beginning, in characters. */
const LONGEST_REASON = 500;

/**
 * Why a message was refused. The refusal itself is documented (an error with HTTP 200), but the reason
 * is only given as text, so the class is derived from that. If it does not mention the recipient, the
 * account or the phone was the problem, and another provider may accept the message.
 */
function refusal({ body, status }: Response): Failure {
	const said = isObject(body) ? body : {};
	const error = errorOf(said);
	const code = codeOf(error) ?? (status === 200 ? 'ERROR' : String(status));
	const { note } = isObject(said.result) ? said.result : said;
	const words = [error, note, said.message]
		.flatMap((one) => (typeof one === 'string' ? one.slice(0, LONGEST_REASON) : []))
		.join(' ');
	const known = knownFailure(error);
	if (known) return known;
	return ABOUT_RECIPIENT.test(words)
		? {
				class: 'invalidRecipient',
				code,
				message: 'SMSMobileAPI says that it cannot send to this number',
				hint: 'Check the number.',
			}
		: {
				class: 'configuration',
				code,
				message: 'SMSMobileAPI did not accept the message',
				hint: 'The log in its dashboard shows why; the phone may be offline, or the plan used up.',
			};
}

/** An answer without an error: `sent` is 1, or `success` is true as in the README of its CLI. */
function readAccepted(body: IDataObject, message: OutboundMessage): SendResult {
	const result = isObject(body.result) ? body.result : undefined;
	const isSent = [1, '1', true].includes(result?.sent as never);
	const { index, sendAt } = message;
	const messageId = typeof result?.id === 'string' && result.id !== '' ? result.id : undefined;
	const raw = result ?? body;
	if (isSent || (!result && body.success === true)) {
		const scheduledAt = sendAt?.toISOString();
		return { index, outcome: 'accepted', messageId, raw, scheduledAt };
	}
	const failure = mayBeSent('NOT_SENT', 'SMSMobileAPI neither accepted nor rejected the message');
	return { index, outcome: 'unknown', messageId, raw, failure };
}

function readAnswer(response: Response, message: OutboundMessage): SendResult {
	const failure = requestFailure(response);
	if (!failure) return readAccepted(response.body as IDataObject, message);
	const { index } = message;
	// A request that it could not read or did not carry out concerns this message; the rest, the account.
	if (failure.class !== 'content') return { index, outcome: outcomeOf(failure), failure };
	const { body } = response;
	const raw = isObject(body) && isObject(body.result) ? body.result : undefined;
	return {
		index,
		outcome: 'rejected',
		failure: refusal(response),
		...(raw !== undefined && { raw }),
	};
}

async function send({ messages }: Batch, api: Api): Promise<SendResult[]> {
	const [message] = messages;
	if (!message) return [];
	const outcome = await api.request({ method: 'POST', path: '/sendsms/', form: toForm(message) });
	return outcome.kind === 'response'
		? [readAnswer(outcome, message)]
		: failAll(messages, outcome.kind, outcome.reason);
}

/** All endpoints that an account calls. */
export const SMSMOBILE_ENDPOINTS: readonly Endpoint[] = [
	{ method: 'POST', path: '/sendsms/' },
	{
		method: 'POST',
		path: '/oauth2/token',
		where: 'the credential is OAuth2 and has no valid token',
	},
];

/** An SMSMobileAPI account behind the interface that all sends use: one recipient per request. */
export function smsMobileAccount(api: Api): SmsAccount {
	return {
		prepare,
		group: (messages) => messages.map((message) => ({ messages: [message] })),
		send: async (batch) => await send(batch, api),
		status: async (wanted) => await status(wanted, api),
		statusTerms: STATUS_TERMS,
	};
}

/** Opens the account of a credential. */
export const openSmsMobile = async (
	ctx: RequestContext,
	timeoutMs?: number,
	authentication: string = AUTHENTICATIONS[0].value,
) => smsMobileAccount(await connectSmsMobile(ctx, authentication, timeoutMs));
