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
	/** Unix seconds, when it is for later. */
	sendAt?: number;
}

export type HistoryRow = Record<string, unknown>;

/** How a channel's history is asked for and answered. */
export interface History {
	message: string;
	row(sent: Sent, message: PhoneMessage | undefined): HistoryRow;
	/** Fields of `q`; without them it is not looked at. */
	searchable?: readonly string[];
	/** Fields of `order_by`, and the fields of a row that they mean; without them it is not looked at. */
	sortable?: Readonly<Record<string, string>>;
}

/** What SMS, MMS and voice do each in their own way; all the rest they share. */
export interface Channel {
	name: ChannelName;
	countParts(text: string): Parts;
	pricePerPart(country: string): number;
	/** Whether a message names its sender. */
	hasSender: boolean;
	/** Throws the refusal of the whole request, whose messages are there. */
	checkRequest?(body: Fields, settings: Readonly<Settings>): void;
	/** The status of a message that this channel does not take; undefined lets it pass. */
	problemOf?(message: Outgoing): string | undefined;
	/** The row of a message, accepted or not: an id it has in both cases (observed). */
	row(fate: Fate, messageId: string): SendRow;
	/** What the answer of a send has beside its rows and totals. */
	sendExtras?(fates: Fate[]): object;
	priceExtras?(fates: Fate[]): object;
	priceMessage: string;
	mediaUrl?: (message: Outgoing) => string;
	history: History;
}
