import { type PhoneNumber } from '../../numbers.mts';
import { type Parts } from '../../segments.mts';
import { type Settings } from '../../settings.mts';
import { type PhoneMessage } from '../../types.mts';
import { type Fields } from '../../values.mts';
import { type Outgoing } from './outgoing.mts';
import { type Sent } from './sent.mts';
import { type Sender } from './sender.mts';
import { type ChannelName, type SendRow } from './shapes.mts';

/** What ClickSend decides about one message. */
export interface Fate {
	message: Outgoing;
	status: string;
	number?: PhoneNumber;
	sender: Sender;
	parts: Parts;
	price: number;
	/** Unix seconds; only of a scheduled message. */
	sendAt?: number;
}

export type HistoryRow = Record<string, unknown>;

/** The queries and rows of a channel's history. */
export interface History {
	message: string;
	row(sent: Sent, message: PhoneMessage | undefined): HistoryRow;
	/** The fields that `q` may name; without them `q` is ignored. */
	searchable?: readonly string[];
	/** The fields that `order_by` may name, and their fields in a row; without them it is ignored. */
	sortable?: Readonly<Record<string, string>>;
}

/** What differs between SMS, MMS and voice. */
export interface Channel {
	name: ChannelName;
	countParts(text: string): Parts;
	pricePerPart(country: string): number;
	/** Whether a message may name its sender. */
	hasSender: boolean;
	/** Checks a request that has messages; throws the refusal of the whole request. */
	checkRequest?(body: Fields, settings: Readonly<Settings>): void;
	/** The status of a message that this channel refuses; undefined lets it pass. */
	problemOf?(message: Outgoing): string | undefined;
	/** The row of a message. It has an id even when the message was refused (observed). */
	row(fate: Fate, messageId: string): SendRow;
	/** The row of a price, where it has other fields than that of a send. */
	priceRow?(row: SendRow): Partial<SendRow>;
	/** What the answer to a send has besides its rows and totals. */
	sendExtras?(fates: Fate[]): object;
	priceExtras?(fates: Fate[]): object;
	priceMessage: string;
	mediaUrl?: (message: Outgoing) => string;
	history: History;
}
