/** The user's limits to where messages may go and what a run may cost, checked before the first request. */
import { type Fault, fault } from './draft';
import { type Entry, isPlanned, type Planned, refusedAs } from './plan';
import {
	type OutboundMessage,
	type Quoting,
	quoting,
	type Recipient,
	recipientText,
} from '../message';
import { toAscii } from '../text/normalise';

/** Limits that are not set are absent or empty. */
export interface Fences {
	/** ISO 3166-1 alpha-2. */
	readonly countries: readonly string[];
	/** Short codes, and E.164 numbers or their beginnings, see {@link readAllowed}. */
	readonly recipients: readonly string[];
	/** Recipients of one item. */
	readonly mostPerItem?: number;
	/** Different recipients of the run. */
	readonly mostPerRun?: number;
	/** Segments of all messages of the run; a stored template counts as one. */
	readonly mostSegments?: number;
}

/**
 * Reads an entry of Allowed Recipients: `+61411111111`, `+61 4*`, `0061`, or a short code.
 *
 * @returns the beginning that a recipient must have, or `undefined` if the entry is neither
 */
export function readAllowed(entry: string): string | undefined {
	const compact = toAscii(entry)
		.replace(/[\s().-]|\*$/g, '')
		.replace(/^00/, '+');
	return /^\+[1-9]\d{0,14}$/.test(compact) || /^\d{3,8}$/.test(compact) ? compact : undefined;
}

const LIST_HINT = 'Send to numbers instead, or remove the limit.';

/** Which option cannot be checked for a contact list, whose recipients only the provider knows. */
function firstLimit(fences: Fences): string | undefined {
	if (fences.countries.length > 0) return 'Allowed Countries';
	if (fences.recipients.length > 0) return 'Allowed Recipients';
	if (fences.mostPerItem !== undefined) return 'Max Recipients per Item';
	if (fences.mostPerRun !== undefined) return 'Max Recipients per Run';
	return fences.mostSegments === undefined ? undefined : 'Max Segments in Total';
}

const refuse = (
	parameter: string,
	message: string | Quoting,
	hint: string,
	several?: string,
): Fault => fault(parameter, 'notAllowed', message, hint, several);

function faultOf(to: Recipient, fences: Fences): Fault | undefined {
	const { countries, recipients } = fences;
	if (to.kind === 'list') {
		const limit = firstLimit(fences);
		return limit === undefined
			? undefined
			: refuse(limit, `${limit} cannot be checked for a contact list`, LIST_HINT);
	}
	const who = recipientText(to);
	if (recipients.length > 0) {
		const isAllowed = recipients.some((one) =>
			to.kind === 'number' ? one.startsWith('+') && who.startsWith(one) : one === who,
		);
		if (!isAllowed) {
			return refuse(
				'Allowed Recipients',
				quoting(who, (quote) => `${quote} is not among Allowed Recipients`),
				'Add it there, or correct the recipient.',
				'recipients are not among Allowed Recipients',
			);
		}
	}
	if (countries.length === 0) return undefined;
	const country = to.kind === 'number' ? to.country : undefined;
	if (country !== undefined && countries.includes(country)) return undefined;
	const [one, several] =
		country === undefined
			? [
					'belongs to no country that is known, so Allowed Countries does not include it',
					'recipients belong to no country that is known, so Allowed Countries does not include them',
				]
			: [
					`is in ${country}, which Allowed Countries does not include`,
					`recipients are in ${country}, which Allowed Countries does not include`,
				];
	return refuse(
		'Allowed Countries',
		quoting(who, (quote) => `${quote} ${one}`),
		'Add the country there, or correct the recipient.',
		several,
	);
}

/** Refuses what `why` gives a fault for. */
const refuseBy = (entries: readonly Entry[], why: (entry: Planned) => Fault | undefined): Entry[] =>
	entries.map((entry) => {
		const found = isPlanned(entry) ? why(entry) : undefined;
		return found ? refusedAs(entry as Planned, found) : entry;
	});

/** Refuses all messages of items with too many recipients. */
function limitItems(entries: readonly Entry[], most: number): Entry[] {
	const counts = new Map<number, number>();
	for (const entry of entries) {
		if (isPlanned(entry)) counts.set(entry.item, (counts.get(entry.item) ?? 0) + 1);
	}
	return refuseBy(entries, ({ item }) => {
		const count = counts.get(item) ?? 0;
		if (count <= most) return undefined;
		const parameter = 'Max Recipients per Item';
		const message = `${count} recipients are more than the ${most} that ${parameter} allows`;
		return refuse(parameter, message, 'Raise the limit, or check where the recipients come from.');
	});
}

const segmentsOf = ({ content }: OutboundMessage): number =>
	content.kind === 'text' ? content.segments : 1;

/** Refuses all messages of a run that is too large; the call that a message may end in counts too. */
function limitRun(entries: readonly Entry[], { mostPerRun, mostSegments }: Fences): Entry[] {
	const planned = entries.filter(isPlanned);
	const recipients = new Set(planned.map(({ message }) => recipientText(message.to))).size;
	if (mostPerRun !== undefined && recipients > mostPerRun) {
		const parameter = 'Max Recipients per Run';
		const message = `This run has ${recipients} recipients, more than the ${mostPerRun} that ${parameter} allows`;
		const hint = 'Nothing was sent. Raise the limit, or check where the recipients come from.';
		return refuseBy(entries, () => refuse(parameter, message, hint));
	}
	if (mostSegments === undefined) return [...entries];
	const segments = planned.reduce(
		(sum, { message, calls: [call] = [] }) =>
			sum + segmentsOf(message) + (call && call.message !== message ? segmentsOf(call.message) : 0),
		0,
	);
	if (segments <= mostSegments) return [...entries];
	const parameter = 'Max Segments in Total';
	const message = `This run needs ${segments} segments, more than the ${mostSegments} that ${parameter} allows`;
	const hint = 'Nothing was sent. Raise the limit, or shorten the texts.';
	return refuseBy(entries, () => refuse(parameter, message, hint));
}

/** Refuses the messages whose recipients, or whose item, the limits do not allow. */
export function applyItemFences(entries: readonly Entry[], fences: Fences): readonly Entry[] {
	if (firstLimit(fences) === undefined) return entries;
	const { mostPerItem } = fences;
	const allowed = refuseBy(entries, ({ message }) => faultOf(message.to, fences));
	return mostPerItem === undefined ? allowed : limitItems(allowed, mostPerItem);
}

/** Refuses the messages of a run that is larger than the limits allow. */
export const applyRunFences = (entries: readonly Entry[], fences: Fences): readonly Entry[] =>
	firstLimit(fences) === undefined ? entries : limitRun(entries, fences);

/** Refuses the messages that the limits do not allow; what is left is what may be sent. */
export const applyFences = (entries: readonly Entry[], fences: Fences): readonly Entry[] =>
	applyRunFences(applyItemFences(entries, fences), fences);
