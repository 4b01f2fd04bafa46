/** The delivery status of accepted messages: asked of an account, in the words of delivery reports. */
import { forEachBounded } from './bounded';
import type { Failure } from './outcome';
import type { DeliveryReport } from './receiving/delivery';

/** An accepted message whose delivery status is wanted. */
export interface StatusQuery {
	/** The `messageId` of the send's output. */
	readonly messageId: string;
	/** The recipient in E.164, if known: some histories can be searched by it. */
	readonly to?: string;
	/** When it was sent, if known: histories are searched by time. */
	readonly sentAt?: Date;
}

/** What an account reports about messages. */
export interface StatusAnswer {
	/** At most one per message; a message without one is not listed (yet). */
	readonly reports: readonly DeliveryReport[];
	/** Set if the provider could not be asked about all messages: why the others have no report. */
	readonly failure?: Failure;
	/** What the user could change so that more becomes known. */
	readonly hint?: string;
}

/** What a provider's wire allows and knows, for those who ask about messages repeatedly. */
export interface StatusTerms {
	/** The shortest time between two questions about this many messages, in milliseconds. */
	readonly interval?: (messages: number) => number;
	/** The best status that it can report, if that is not `delivered`. */
	readonly best?: 'sent';
}

/** The messages without a report. */
export function withoutReport(
	wanted: readonly StatusQuery[],
	reports: Iterable<DeliveryReport>,
): StatusQuery[] {
	const known = new Set<string>();
	for (const { messageId } of reports) known.add(messageId);
	return wanted.filter(({ messageId }) => !known.has(messageId));
}

/** The period in which messages were sent, in Unix seconds. */
export interface SentBetween {
	readonly start: number;
	readonly end: number;
}

/** Clocks differ, and providers record a message some time after they were asked. */
const BEFORE_S = 60;
const AFTER_S = 60 * 60;

/** When these messages were sent, with room for clocks that differ; `undefined` unless all are known. */
export function sentBetween(wanted: readonly StatusQuery[]): SentBetween | undefined {
	let start = Infinity;
	let end = -Infinity;
	for (const { sentAt } of wanted) {
		if (!sentAt) return undefined;
		const seconds = Math.floor(sentAt.getTime() / 1000);
		start = Math.min(start, seconds);
		end = Math.max(end, seconds);
	}
	return wanted.length === 0 ? undefined : { start: start - BEFORE_S, end: end + AFTER_S };
}

/** The failure when more messages are asked for than a provider can be asked for one by one. */
export const tooMany = (name: string, most: number): Failure => ({
	class: 'configuration',
	message: `${name} can be asked about ${most} single messages at a time`,
	hint: 'Set Sent At, so that its history can be searched by time, or ask for fewer messages.',
});

/** What one request has found. */
export interface Found {
	readonly reports: readonly DeliveryReport[];
	/** Of a page: whether the next one may have more. */
	readonly more?: boolean;
	/** Why nothing was found; absent if the provider just does not list it. */
	readonly failure?: Failure;
}

/** How messages are searched at a provider that lists them, and can be asked about a single one. */
export interface Search {
	readonly name: string;
	/** Up to this many messages are asked about one by one. */
	readonly few: number;
	/** Reads a page of the list, newest first; pages count from 0. */
	page(page: number): Promise<Found>;
	one(messageId: string): Promise<Found>;
}

const MOST_PAGES = 40;
const MOST_SINGLE = 100;
const AT_ONCE = 5;

/** A few messages: a request each; more: page by page, and a request for each that is not on them. */
export async function search(
	wanted: readonly StatusQuery[],
	{ name, few, page, one }: Search,
): Promise<StatusAnswer> {
	const ids = new Set(wanted.map(({ messageId }) => messageId));
	const reports = new Map<string, DeliveryReport>();
	let failure: Failure | undefined;
	const take = (found: Found) => {
		failure ??= found.failure;
		for (const report of found.reports) {
			if (ids.has(report.messageId)) reports.set(report.messageId, report);
		}
	};
	const pages = wanted.length > few ? MOST_PAGES : 0;
	for (let at = 0; at < pages && reports.size < ids.size; at++) {
		const found = await page(at);
		take(found);
		if (!found.more) break;
	}
	const single = failure ? [] : withoutReport(wanted, reports.values());
	await forEachBounded(single.slice(0, MOST_SINGLE), AT_ONCE, async ({ messageId }) => {
		if (!failure) take(await one(messageId));
	});
	if (single.length > MOST_SINGLE) failure ??= tooMany(name, MOST_SINGLE);
	return { reports: [...reports.values()], ...(failure && { failure }) };
}
