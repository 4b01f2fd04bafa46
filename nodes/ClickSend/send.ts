/** ClickSend's side of the provider contract (docs/providers/clicksend.md §4, §5, §7, §14). */
import { outcomeOf } from '../../core/failures';
import { chunk, groupBy, layers } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import type {
	Api,
	ApiRequest,
	Batch,
	Endpoint,
	PriceAnswer,
	SmsAccount,
	SmsProvider,
} from '../../core/provider';
import { type Channel, readSent, sms } from './channel';
import type { RequestContext } from '../../n8n/http/request';
import { AUTHENTICATIONS, connectClickSend, failureIn } from './client';
import { Indistinguishable } from './indistinguishable';
import { lookup } from './lookup';
import { status, STATUS_TERMS } from './status';

/** Recipients per request, counted after list expansion (docs/providers/clicksend.md §4). */
const MESSAGES_PER_REQUEST = 1000;
const SINGLE_TIMEOUT_MS = 30_000;
export const BULK_TIMEOUT_MS = 120_000;

export const clickSend: SmsProvider = {
	id: 'clickSend',
	displayName: 'ClickSend',
	authentications: AUTHENTICATIONS,
	capabilities: {
		text: true,
		template: false,
		schedule: true,
		reference: true,
		sender: true,
		shortCodes: false,
	},
};

/** Rows that do not show the text are told apart by recipient, so each is once in a request. */
const toldApart = (messages: readonly OutboundMessage[], { says }: Channel) =>
	messages.every((message) => says(message) !== undefined)
		? [messages]
		: layers(messages, ({ to }) => recipientText(to));

function group(messages: readonly OutboundMessage[], channel: Channel): Batch[] {
	const { sharedBy } = channel;
	// The limit counts a list's contacts, and the rows of two lists could not be told apart.
	const lists = messages.filter(({ to }) => to.kind === 'list');
	const others = messages.filter(({ to }) => to.kind !== 'list');
	return [
		...[...groupBy(others, (message) => sharedBy?.(message) ?? '').values()]
			.flatMap((group) => toldApart(group, channel))
			.flatMap((group) => chunk(group, MESSAGES_PER_REQUEST))
			.map((part) => ({ messages: part })),
		...lists.map((message) => ({ messages: [message] })),
	];
}

/** A request that sends messages, or asks for their price: the body is the same (docs/providers/clicksend.md §7). */
const requestOf = (
	messages: readonly OutboundMessage[],
	{ name, toBody }: Channel,
	call: 'send' | 'price',
): ApiRequest => ({
	method: 'POST',
	path: `/v3/${name}/${call}`,
	body: toBody(messages),
	timeoutMs:
		messages.length > 1 || messages[0]?.to.kind === 'list' ? BULK_TIMEOUT_MS : SINGLE_TIMEOUT_MS,
});

async function send({ messages }: Batch, api: Api, channel: Channel): Promise<SendResult[]> {
	const outcome = await api.request(requestOf(messages, channel, 'send'));
	if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
	const failure = failureIn(outcome);
	if (failure) return failAll(messages, outcomeOf(failure), failure);
	return readSent(channel, messages, outcome.body);
}

const NOT_UPLOADED: Failure = {
	class: 'content',
	message: 'the picture of an MMS is uploaded only when it is sent',
};

/** Stops at the first request that fails: the next one would fail too. */
async function price(
	wanted: readonly OutboundMessage[],
	api: Api,
	channel: Channel,
): Promise<PriceAnswer> {
	const able = wanted.filter((message) => channel.hasPrice?.(message) ?? true);
	const batches = group(able, channel);
	const prices: Array<PriceAnswer['prices'][number]> = [];
	for (const { messages } of batches) {
		const outcome = await api.request(requestOf(messages, channel, 'price'));
		if (outcome.kind !== 'response') return { prices, failure: outcome.reason };
		const failure = failureIn(outcome);
		if (failure) return { prices, failure };
		for (const result of readSent(channel, messages, outcome.body)) {
			if (result.outcome !== 'accepted' || !result.price) continue;
			prices.push({ index: result.index, price: result.price });
		}
	}
	return { prices, ...(able.length < wanted.length && { failure: NOT_UPLOADED }) };
}

/** All endpoints that an account calls for a channel. */
export const endpointsOf = ({ name }: Channel): Endpoint[] => [
	{ method: 'POST', path: `/v3/${name}/send` },
	{
		method: 'GET',
		path: `/v3/${name}/history`,
		where: 'an answer leaves the outcome of a message unclear',
	},
	{ method: 'POST', path: `/v3/${name}/price`, where: 'Dry Run is on' },
];

/** A ClickSend account behind the interface that all sends use. */
export function clickSendAccount(api: Api, channel: Channel = sms): SmsAccount {
	// Texts have nothing that is set per request.
	const indistinguishable = channel.sharedBy && new Indistinguishable(channel);
	return {
		prepare: channel.prepare,
		group(messages) {
			indistinguishable?.note(messages);
			return group(messages, channel);
		},
		send: async (batch) => await send(batch, api, channel),
		async lookup({ messages, ...wanted }) {
			// A history that does not show the text cannot prove that a row is this message.
			const single = messages.filter(
				(message) => channel.says(message) !== undefined && !indistinguishable?.has(message),
			);
			if (single.length === 0) return [];
			return await lookup({ ...wanted, messages: single }, api, channel);
		},
		price: async (messages) => await price(messages, api, channel),
		...(channel.name === 'sms' && {
			status: async (wanted) => await status(wanted, api),
			statusTerms: STATUS_TERMS,
		}),
	};
}

/** Opens the account of a credential. */
export const openClickSend = async (
	ctx: RequestContext,
	timeoutMs?: number,
	authentication: string = AUTHENTICATIONS[0].value,
) => clickSendAccount(await connectClickSend(ctx, authentication, timeoutMs));
