import { type PhoneMessage, type Reply } from '../../types.mts';
import { type World } from '../../world.mts';
import { alphaTags, dedicatedNumbers, ownNumbers } from './seed.mts';
import { type SentLog } from './sent.mts';
import { subaccountId } from './shapes.mts';

/** A rule of the account's automations; only those with the action POLL do something here. */
export interface Rule {
	id: number;
	fields: Record<string, unknown>;
}

export interface Kept {
	read: boolean;
	/** Unix seconds. */
	timestamp: number;
	message_id: string;
	[field: string]: unknown;
}

const limit = 20_000;
const unixNow = () => Math.floor(Date.now() / 1000);
const polls = ({ fields }: Rule) => fields.action === 'POLL' && Number(fields.enabled ?? 1) === 1;

const ours: readonly string[] = [
	...dedicatedNumbers.map(({ number }) => number),
	...ownNumbers.map(({ number }) => number),
	...alphaTags.map(({ tag }) => tag),
];

/**
 * Receipts and inbound messages that wait to be polled. They are kept only while a rule with the
 * action POLL says so; two rules keep an inbound message twice (facts: clicksend §8, §9).
 */
export class Mailbox {
	readonly receiptRules = new Map<number, Rule>();
	readonly inboundRules = new Map<number, Rule>();
	readonly receipts: Kept[] = [];
	readonly inbound: Kept[] = [];
	readonly #sent: SentLog;

	/** @param sent the texts that the account sent */
	constructor(world: World, sent: SentLog) {
		this.#sent = sent;
		world.phones.subscribe((event) => {
			if (event.type === 'state') this.#keepReceipt(event.message);
			if (event.type === 'reply') this.#keepInbound(event.reply);
		});
	}

	clear(): void {
		this.receiptRules.clear();
		this.inboundRules.clear();
		this.receipts.length = 0;
		this.inbound.length = 0;
	}

	#keepReceipt({ id, state, errorCode }: PhoneMessage): void {
		const sent = this.#sent.get(id);
		if (!sent || (state !== 'delivered' && state !== 'undelivered')) return;
		if (![...this.receiptRules.values()].some(polls)) return;
		const delivered = state === 'delivered';
		keep(this.receipts, {
			timestamp_send: Math.floor(sent.acceptedAt / 1000),
			timestamp: unixNow(),
			message_id: id,
			// Text, as in the examples; the schema has a number (facts: clicksend §8).
			status_code: delivered ? '201' : '301',
			status_text: delivered ? 'Success: Message received on handset.' : 'Error: Delivery failed',
			error_code: errorCode ?? null,
			error_text: errorCode ? 'Not delivered' : null,
			custom_string: sent.row.custom_string || null,
			subaccount_id: subaccountId,
			message_type: 'sms',
			digits: null,
			read: false,
		});
	}

	#keepInbound({ id, from, to, text }: Reply): void {
		const original = this.#sent.list().findLast(({ row }) => row.to === from)?.row;
		if (!original && !ours.includes(to)) return;
		for (const rule of this.inboundRules.values()) {
			if (!polls(rule)) continue;
			keep(this.inbound, {
				timestamp: unixNow(),
				from,
				body: text,
				original_body: original?.body ?? '',
				original_message_id: original?.message_id ?? '',
				to,
				custom_string: original?.custom_string ?? '',
				message_id: id.toUpperCase(),
				_keyword: text.split(' ')[0] ?? '',
				read: false,
			});
		}
	}
}

function keep(list: Kept[], row: Kept): void {
	list.push(row);
	if (list.length > limit) list.shift();
}
