import { randomUUID } from 'node:crypto';
import { type FastifyInstance } from 'fastify';
import { type RowsFault } from '../../fault-spec.mts';
import { fieldsOf } from '../../values.mts';
import { answeredRows } from '../rows-fault.mts';
import { type ClickSendAccount } from './account.mts';
import { type Channel, type Fate } from './channel.mts';
import { badRequest, success } from './envelope.mts';
import { costOf, decide, type FateContext } from './fate.mts';
import { type Outgoing, readOutgoing, senderOverrides } from './outgoing.mts';
import { overruledStatus } from './rows-fault.mts';
import { type SendRow } from './shapes.mts';

const mostMessages = 1000;

/** What was decided about a message, and the row that reports it. */
interface Answered {
	fate: Fate;
	row: SendRow;
}

function checkCount(messages: Outgoing[], account: ClickSendAccount): void {
	// Counted after lists are expanded (docs/providers/clicksend.md §4).
	if (messages.length <= mostMessages) return;
	if (account.world.settings.tooManyRecipients === 'rows') return;
	throw badRequest(`No more than ${mostMessages} recipients at once.`, 'TOO_MANY_RECIPIENTS');
}

/**
 * `shorten_urls`: the rows, the history and the phones have the short address. [unsure] What counts as
 * an address, and what the short one looks like; its host is the one of examples.
 */
function shortened(messages: Outgoing[], body: unknown): Outgoing[] {
	if (fieldsOf(body).shorten_urls !== true) return messages;
	return messages.map((message) => ({
		...message,
		body: message.body.replace(
			/https?:\/\/\S+/g,
			() => `https://smsg.us/${randomUUID().slice(0, 5)}`,
		),
	}));
}

function decideAll(messages: Outgoing[], context: FateContext): Fate[] {
	return messages.map((message, index) => {
		const fate = decide(message, context);
		if (index >= mostMessages) fate.status = 'TOO_MANY_RECIPIENTS';
		if (fate.status === 'SUCCESS' && fate.number) {
			context.credit -= fate.price;
			context.fresh.add(`${fate.number.e164}\n${message.body}`);
		}
		return fate;
	});
}

/** Adds an accepted message to the phones and to the history. */
function accept({ fate, row }: Answered, { account, via, channel }: SendOptions): void {
	if (!fate.number) return;
	const { name, mediaUrl } = channel;
	account.sent[name].add(row);
	account.charge(costOf(fate));
	account.world.phones.accept({
		id: row.message_id,
		provider: 'clickSend',
		...(name !== 'sms' && { channel: name }),
		...(mediaUrl && { mediaUrl: mediaUrl(fate.message) }),
		...(via && { via }),
		to: fate.number.e164,
		from: fate.sender.from,
		text: fate.parts.text,
		encoding: fate.parts.encoding,
		segments: fate.parts.segments,
		...(fate.message.customString && { reference: fate.message.customString }),
		...(fate.sendAt && { scheduledAt: new Date(fate.sendAt * 1000).toISOString() }),
	});
}

/** With `listRows: single` the rows of a list become one without a recipient ([unsure]). */
function foldLists(answered: Answered[], account: ClickSendAccount): Answered[] {
	if (account.world.settings.listRows === 'perContact') return answered;
	const seen = new Set<number>();
	return answered.flatMap(({ fate, row }) => {
		const { listId } = fate.message;
		if (listId === null) return [{ fate, row }];
		if (seen.has(listId)) return [];
		seen.add(listId);
		return [{ fate, row: { ...row, to: '', contact_id: null } }];
	});
}

function totals(answered: Answered[]) {
	const accepted = answered.filter(({ fate }) => fate.status === 'SUCCESS');
	const price = accepted.reduce((sum, { fate }) => sum + fate.price, 0);
	return {
		total_price: Math.round(price * 1e4) / 1e4,
		total_count: answered.length,
		queued_count: accepted.length,
	};
}

/** Accepts one message of a campaign, and returns its id. */
export function acceptMessage(fate: Fate, options: SendOptions): string {
	const messageId = randomUUID().toUpperCase();
	accept({ fate, row: options.channel.row(fate, messageId) }, options);
	return messageId;
}

interface SendOptions {
	account: ClickSendAccount;
	via?: 'maton' | undefined;
	channel: Channel;
}

/** POST /v3/sms/send and /v3/sms/price, and those of MMS and voice (docs/providers/clicksend.md §7, §12). */
export function sendRoutes(app: FastifyInstance, options: SendOptions): void {
	const { account, channel } = options;
	const plan = (body: unknown, credit: number) => {
		const messages = shortened(readOutgoing(body, account), body);
		checkCount(messages, account);
		channel.checkRequest?.(fieldsOf(body), account.world.settings);
		return decideAll(messages, {
			account,
			channel,
			overrides: senderOverrides(body),
			credit,
			fresh: new Set(),
		});
	};

	app.post(`/v3/${channel.name}/send`, (request) => {
		const rows: RowsFault = request.arrival?.fault?.rows ?? {};
		const fates = plan(request.body, request.clickSendCredit);
		const answered = fates.map((fate, index): Answered => {
			const messageId = randomUUID().toUpperCase();
			const overruled = overruledStatus(rows, fate, index);
			const row = channel.row({ ...fate, status: overruled ?? fate.status }, messageId);
			const one = { fate, row };
			if (fate.status === 'SUCCESS' && (!overruled || rows.accepted)) accept(one, options);
			return { fate: { ...fate, status: overruled ?? fate.status }, row };
		});
		const folded = foldLists(answered, account);
		return success('Messages queued for delivery.', {
			...totals(answered),
			messages: answeredRows(
				rows,
				folded.map(({ row }) => row),
			),
			...channel.sendExtras?.(answered.map(({ fate }) => fate)),
		});
	});

	app.post(`/v3/${channel.name}/price`, (request) => {
		const answered = plan(request.body, Infinity).map((fate): Answered => ({
			fate,
			row: channel.row(fate, randomUUID().toUpperCase()),
		}));
		return success(channel.priceMessage, {
			...totals(answered),
			messages: answered.map(({ row }) => ({ ...(channel.priceRow?.(row) ?? row), schedule: '' })),
			...channel.priceExtras?.(answered.map(({ fate }) => fate)),
		});
	});
}
