/**
 * Turns what the user wrote into messages that can be sent. Every item is planned before the first
 * request, so that a typo in item 7 is found before item 0 goes out.
 */
import { type PlanContext, readContent } from './content';
import { type Draft, type Fault, fault, isFault, type Reading, readRecipients } from './draft';
import { withinLimit } from './limit';
import type { OutboundMessage, Recipient } from '../message';
import { type Attempt, policyOf } from '../outcome';
import type { ProviderAccount, SmsAccount, SmsProvider } from '../provider';

/** One stop on a message's route: a provider, by its id, and the message in that provider's form. */
export interface Stop {
	readonly provider: string;
	readonly message: OutboundMessage;
}

export interface Planned {
	readonly index: number;
	readonly item: number;
	/** All items whose text it is, if there are several; `item` is the first one. */
	readonly items?: readonly number[];
	/** The message as it is sent to the first stop. */
	readonly message: OutboundMessage;
	/** In the order in which they are tried; none only if it can be called. */
	readonly stops: readonly Stop[];
	/** The calls that may be made if nobody gets the text, in this order. Absent without that option. */
	readonly calls?: readonly Stop[];
	/** The providers that cannot send the message, and why. */
	readonly passedOver: readonly Attempt[];
	/** How many repetitions of the same recipient in this item were left out. */
	readonly duplicates: number;
}

export interface Refused extends Fault {
	readonly index: number;
	readonly item: number;
	/** As in {@link Planned}. */
	readonly items?: readonly number[];
	/** What the user wrote as the recipient. Not masked: errors that are thrown must mask it. */
	readonly written?: string;
	/** Why each provider cannot send it, if they have different reasons. */
	readonly passedOver?: readonly Attempt[];
	/** The recipient, if it is not the cause of the failure. */
	readonly to?: Recipient;
}

/** In input order, then in the order of the recipients; `index` counts both kinds together. */
export type Entry = Planned | Refused;

export const isPlanned = (entry: Entry): entry is Planned => 'message' in entry;

/** The items that an entry belongs to. */
export const itemsOf = ({ item, items }: Entry): readonly number[] => items ?? [item];

/** A planned message that is refused after all. */
export const refusedAs = ({ index, item, items, message }: Planned, why: Fault): Refused => ({
	index,
	item,
	...(items && { items }),
	to: message.to,
	...why,
});

/** A provider, and the part of its account that planning needs. */
export type PreparingAccount = ProviderAccount<Pick<SmsAccount, 'prepare'>>;

/** Returns why a provider cannot take a recipient, regardless of the content. */
function faultOf({ to, fault }: Reading, { capabilities }: SmsProvider): Fault | undefined {
	return to?.kind === 'shortCode' && capabilities.shortCodes ? undefined : fault;
}

/** Converts all messages to the form of one provider, or to the faults that prevent it; by index. */
function fit(
	all: readonly Reading[],
	{ provider, account }: PreparingAccount,
	context: PlanContext,
): Array<OutboundMessage | Fault> {
	// The readings of a draft follow each other.
	let latest: Draft | undefined;
	let content: ReturnType<typeof readContent>;
	const contentOf = (draft: Draft) => {
		if (draft === latest) return content;
		latest = draft;
		const own = draft.perProvider?.[provider.id];
		content = readContent(own ? { ...draft, ...own } : draft, context, provider);
		return content;
	};
	const fitted = all.map((reading, index): OutboundMessage | Fault => {
		const found = faultOf(reading, provider);
		if (found) return found;
		const content = contentOf(reading.draft);
		// A reading without a fault always has a recipient.
		return isFault(content) || !reading.to
			? (content as Fault)
			: { index, to: reading.to, ...content };
	});
	const messages = fitted.filter((one): one is OutboundMessage => !isFault(one));
	const prepared = account.prepare?.(messages) ?? messages;
	messages.forEach(({ index }, position) => {
		const message = prepared[position] ?? messages[position];
		const draft = all[index]?.draft;
		if (!message || !draft) return;
		// Checked last, because a provider may have put a signature in front.
		fitted[index] =
			draft.maxSegments && !isFault(message)
				? withinLimit(message, draft, draft.perProvider?.[provider.id])
				: message;
	});
	return fitted;
}

const NONE: readonly Attempt[] = [];

/**
 * Whether a call may reach who cannot get the text. A fault of the node's settings is not among these:
 * the user should hear of it before anything is sent.
 */
const isCurable = ({ failure }: Fault): boolean =>
	failure.class !== 'configuration' && policyOf(failure).failOver;

/**
 * Plans all items for the providers that may send them. A message is refused only if none of them
 * can take it. A fault affects only its own message; the caller decides whether it also stops others
 * ({@link holdBack} for *Require All Valid*).
 *
 * @param order positions of the targets in the order in which they are tried for a recipient;
 *              default: as given
 * @param callers accounts that call who got no text, in the order in which they are tried
 */
export function plan(
	drafts: readonly Draft[],
	targets: readonly PreparingAccount[],
	context: PlanContext,
	order?: (to: Recipient) => readonly number[],
	callers: readonly PreparingAccount[] = [],
): Entry[] {
	const usual = [...targets.keys()];
	const at = context.now.toISOString();
	const all = drafts.flatMap(readRecipients);
	const fitted = targets.map((target) => fit(all, target, context));
	const fittedCalls = callers.map((caller) => fit(all, caller, context));
	const callsOf = (index: number) =>
		callers.flatMap(({ provider }, position): Stop[] => {
			const message = fittedCalls[position]?.[index];
			return message && !isFault(message) ? [{ provider: provider.id, message }] : [];
		});
	return all.map((reading, index): Entry => {
		const { draft, to, written, duplicates } = reading;
		const { item, items, through } = draft;
		const stops: Stop[] = [];
		let passedOver = NONE;
		let firstFault: Fault | undefined;
		for (const position of to && order ? order(to) : usual) {
			const message = fitted[position]?.[index];
			const provider = targets[position]?.provider.id ?? '';
			if (!message || (through !== undefined && provider !== through)) continue;
			if (!isFault(message)) {
				stops.push({ provider, message });
				continue;
			}
			firstFault ??= message;
			const { failure } = message;
			const attempt = { provider, at, outcome: 'notSent', failure, skipped: true } as const;
			passedOver = [...passedOver, attempt];
		}
		const [first] = stops;
		const mayCall = first !== undefined || (firstFault !== undefined && isCurable(firstFault));
		const calls = callers.length > 0 && mayCall ? callsOf(index) : undefined;
		const { message } = first ?? calls?.[0] ?? {};
		if (message) {
			const planned: Planned = { index, item, message, stops, passedOver, duplicates };
			return items || calls
				? { ...planned, ...(items && { items }), ...(calls && { calls }) }
				: planned;
		}
		const place = { index, item, ...(items && { items }) };
		const { parameter, failure } = firstFault ?? (reading.fault as Fault);
		// A recipient that could not be parsed is reported as written.
		const who = failure === reading.fault?.failure ? { written } : { to };
		const differ = passedOver.some((one) => one.failure?.message !== failure.message);
		return { ...place, ...who, parameter, failure, ...(differ && { passedOver }) };
	});
}

/**
 * *Require All Valid*: if one message is refused, all others are held back too.
 *
 * @param isDone entries that stay as they are and do not cause others to be held back
 */
export function holdBack(
	entries: readonly Entry[],
	isDone: (entry: Entry) => boolean = () => false,
): Entry[] {
	const culprits = entries.filter((entry) => !isPlanned(entry) && !isDone(entry));
	if (culprits.length === 0) return [...entries];
	const why = fault(
		'Require All Valid',
		'configuration',
		`Held back, because ${culprits.length === 1 ? 'another message is' : `${culprits.length} other messages are`} not valid`,
		'Correct the other messages, or turn off Require All Valid.',
	);
	const held: Fault = { ...why, failure: { ...why.failure, code: 'HELD_BACK' } };
	return entries.map((entry) =>
		isPlanned(entry) && !isDone(entry) ? refusedAs(entry, held) : entry,
	);
}
