import { type PhoneMessage, type Reply } from '../../types.mts';
import { textOf } from '../../values.mts';
import { type World } from '../../world.mts';
import { pushInbound, pushReceipt } from './pushes.mts';
import { concerns, isEnabled, pushes, type Rule } from './rules.mts';
import { alphaTags, dedicatedNumbers, ownNumbers } from './seed.mts';
import { type SentLog } from './sent.mts';
import { type ChannelName, subaccountId } from './shapes.mts';

export interface Kept {
	read: boolean;
	/** Unix seconds. */
	timestamp: number;
	message_id: string;
	[field: string]: unknown;
}

const limit = 20_000;
/** Rules that act on one inbound message, in the order of their creation (docs/providers/clicksend.md §10). */
const mostRules = 10;
const unixNow = () => Math.floor(Date.now() / 1000);

const ours: readonly string[] = [
	...dedicatedNumbers.map(({ number }) => number),
	...ownNumbers.map(({ number }) => number),
	...alphaTags.map(({ tag }) => tag),
];

/**
 * Applies the rules of the account to receipts and inbound messages: POLL keeps them until they are
 * read, URL pushes them, other actions do nothing here. Each rule acts independently: two of them
 * keep or push an inbound message twice (docs/providers/clicksend.md §8 to §10).
 */
export class Mailbox {
	readonly receiptRules = new Map<number, Rule>();
	readonly voiceRules = new Map<number, Rule>();
	readonly inboundRules = new Map<number, Rule>();
	readonly receipts: Kept[] = [];
	readonly voiceReceipts: Kept[] = [];
	readonly inbound: Kept[] = [];
	/** The same by the id of their message, because acknowledging thousands must not take quadratic time. */
	readonly #inboundOf = new Map<string, Kept[]>();
	readonly #world: World;
	readonly #sent: Readonly<Record<ChannelName, SentLog>>;

	constructor(world: World, sent: Readonly<Record<ChannelName, SentLog>>) {
		this.#world = world;
		this.#sent = sent;
		world.phones.own('clickSend', ours);
		world.phones.subscribe((event) => {
			if (event.type === 'state') {
				this.#takeReceipt(event.message);
				this.#takeVoiceReceipt(event.message);
			}
			if (event.type === 'reply' && event.reply.provider === 'clickSend') {
				this.#takeInbound(event.reply);
			}
		});
	}

	clear(): void {
		this.receiptRules.clear();
		this.voiceRules.clear();
		this.inboundRules.clear();
		this.receipts.length = 0;
		this.voiceReceipts.length = 0;
		this.inbound.length = 0;
		this.#inboundOf.clear();
	}

	/** The rows of one inbound message: one for each rule that has kept it. */
	inboundOf(messageId: string): readonly Kept[] {
		return this.#inboundOf.get(messageId) ?? [];
	}

	#keepInbound(row: Kept): void {
		keep(this.inbound, row);
		const rows = this.#inboundOf.get(row.message_id);
		if (rows) rows.push(row);
		else this.#inboundOf.set(row.message_id, [row]);
	}

	#takeReceipt({ id, state, errorCode }: PhoneMessage): void {
		const sent = this.#sent.sms.get(id);
		if (!sent || !isResult(state)) return;
		const receipt = {
			timestamp_send: Math.floor(sent.acceptedAt / 1000),
			timestamp: unixNow(),
			message_id: id,
			...resultOf(state, errorCode),
			custom_string: sent.row.custom_string || null,
			subaccount_id: subaccountId,
			message_type: 'sms',
			digits: null,
			read: false,
		};
		const active = [...this.receiptRules.values()].filter(isEnabled);
		// However many rules there are, a receipt is listed once (docs/providers/clicksend.md §8).
		if (active.some(({ fields }) => fields.action === 'POLL')) keep(this.receipts, receipt);
		for (const rule of active) if (pushes(rule)) pushReceipt(this.#world, rule, receipt);
	}

	/** Times are text, unlike those of SMS (docs/providers/clicksend.md §8). */
	#takeVoiceReceipt({ id, state, errorCode }: PhoneMessage): void {
		const sent = this.#sent.voice.get(id);
		if (!sent || !isResult(state)) return;
		const receipt = {
			timestamp_send: String(Math.floor(sent.acceptedAt / 1000)),
			timestamp: unixNow(),
			message_id: id,
			...resultOf(state, errorCode),
			custom_string: sent.row.custom_string || null,
			message_type: 'voice',
			// Someone who is asked for a key presses 1.
			digits: state === 'delivered' && sent.row.require_input === 1 ? '1' : '',
			read: false,
		};
		const active = [...this.voiceRules.values()].filter(isEnabled);
		if (active.some(({ fields }) => fields.action === 'POLL')) keep(this.voiceReceipts, receipt);
		for (const rule of active) if (pushes(rule)) pushReceipt(this.#world, rule, receipt);
	}

	#takeInbound({ id, from, to, text, at, media }: Reply): void {
		const original = this.#sent.sms.list().findLast(({ row }) => row.to === from)?.row;
		const inbound = {
			timestamp: Math.floor(Date.parse(at) / 1000),
			from,
			...bodyOf(text, media, this.#world.settings.clickSendInboundMedia),
			original_body: original?.body ?? '',
			original_message_id: original?.message_id ?? '',
			to: to || textOf(original?.from),
			custom_string: original?.custom_string ?? '',
			message_id: id.toUpperCase(),
		};
		const matching = [...this.inboundRules.values()].filter(
			(rule) => isEnabled(rule) && concerns(rule, inbound),
		);
		for (const rule of matching.slice(0, mostRules)) {
			const [_keyword = ''] = text.split(' ');
			if (rule.fields.action === 'POLL') this.#keepInbound({ ...inbound, _keyword, read: false });
			if (pushes(rule)) pushInbound(this.#world, rule, inbound);
		}
	}
}

/** Attachments become links (docs/providers/clicksend.md §12); how text and link are joined is [unsure]. */
function bodyOf(text: string, media: string | undefined, where: 'body' | 'field') {
	if (media === undefined) return { body: text };
	if (where === 'field') return { body: text, _media_file_url: media };
	return { body: [text, media].filter((part) => part !== '').join(' ') };
}

const isResult = (state: string) => state === 'delivered' || state === 'undelivered';

/** What the carrier says, as text; the list of SMS receipts converts it. */
const resultOf = (state: string, errorCode: string | undefined) => ({
	status_code: state === 'delivered' ? '201' : '301',
	status_text:
		state === 'delivered' ? 'Success: Message received on handset.' : 'Error: Delivery failed',
	error_code: errorCode ?? null,
	error_text: errorCode ? 'Not delivered' : null,
});

function keep(list: Kept[], row: Kept): void {
	list.push(row);
	if (list.length > limit) list.shift();
}
