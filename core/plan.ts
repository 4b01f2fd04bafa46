/**
 * From what the user wrote to messages that can be sent. Every item is planned before the first
 * request, so that a typo in item 7 is known before item 0 goes out (design §4.1).
 */
import { checkSegments, type PlanContext, readContent } from './content';
import { type Draft, type Fault, isFault } from './draft';
import type { Failure } from './outcome';
import type { OutboundMessage, Recipient } from './message';
import type { Prepare, SmsProvider } from './provider';
import { distinct, type Reading, readRecipients } from './recipients';

/** What a plan needs to know of a provider. */
export interface PlanTarget {
	readonly provider: SmsProvider;
	readonly prepare?: Prepare;
}

/** One way for a message: a target, by its position, and the message in that provider's form. */
export interface Stop {
	readonly target: number;
	readonly message: OutboundMessage;
}

/** A provider that cannot take a message which another one can. */
export interface Unfit {
	readonly provider: string;
	readonly failure: Failure;
}

export interface Planned {
	readonly index: number;
	readonly item: number;
	/** As it goes to the first of its stops. */
	readonly message: OutboundMessage;
	/** In the order in which they are tried; at least one. */
	readonly stops: readonly Stop[];
	readonly unfit: readonly Unfit[];
	/** How many times the same recipient stood in this item again and was left out. */
	readonly duplicates: number;
}

export interface Refused extends Fault {
	readonly index: number;
	readonly item: number;
	/** What the user wrote in place of a recipient. Not masked: error texts have to. */
	readonly written?: string;
	/** The recipient, where that is not what is wrong. */
	readonly to?: Recipient;
}

/** In input order, then in the order of the recipients; `index` counts both kinds together. */
export type Entry = Planned | Refused;

export const isPlanned = (entry: Entry): entry is Planned => 'message' in entry;

/** A recipient of a draft, before any provider has looked at it. */
interface Open {
	readonly index: number;
	readonly draft: Draft;
	readonly reading: Reading;
	readonly duplicates: number;
}

/** Every recipient of every draft; a draft that could not be read has one without a recipient. */
function readAll(drafts: readonly Draft[]): Open[] {
	const open: Open[] = [];
	for (const draft of drafts) {
		const readings = draft.fault
			? [{ reading: { fault: draft.fault }, duplicates: 0 }]
			: distinct(readRecipients(draft));
		for (const found of readings) open.push({ index: open.length, draft, ...found });
	}
	return open;
}

/** What stands in the way of a recipient at a provider, whatever the message says. */
function faultOf({ to, fault }: Reading, { capabilities }: SmsProvider): Fault | undefined {
	return to?.kind === 'shortCode' && capabilities.shortCodes ? undefined : fault;
}

/** All messages in the form of one target, or why it cannot take them; by index. */
function fit(
	all: readonly Open[],
	{ provider, prepare }: PlanTarget,
	context: PlanContext,
): Array<OutboundMessage | Fault> {
	const contents = new Map<Draft, ReturnType<typeof readContent>>();
	const contentOf = (draft: Draft) => {
		const known = contents.get(draft);
		if (known) return known;
		const content = readContent(
			{ ...draft, ...draft.perProvider?.[provider.id] },
			context,
			provider,
		);
		contents.set(draft, content);
		return content;
	};
	const fitted = all.map(({ index, draft, reading }): OutboundMessage | Fault => {
		const fault = faultOf(reading, provider);
		if (fault) return fault;
		const content = contentOf(draft);
		// Without a fault of its own, a reading has a recipient.
		return isFault(content) || !reading.to
			? (content as Fault)
			: { index, to: reading.to, ...content };
	});
	const messages = fitted.filter((one): one is OutboundMessage => !isFault(one));
	const prepared = prepare?.(messages) ?? messages;
	messages.forEach(({ index }, position) => {
		const message = prepared[position] ?? messages[position];
		const draft = all[index]?.draft;
		if (!message || !draft) return;
		// Measured last: a provider may have put a signature in front.
		fitted[index] = isFault(message) ? message : (checkSegments(message, draft) ?? message);
	});
	return fitted;
}

/**
 * Plans all items for the providers that may send them. A message is refused only if none of them
 * can take it. Faults concern their own message; what they stop is for the caller to decide
 * ({@link holdBack} for *Require All Valid*).
 *
 * @param order positions of the targets in the order in which they are tried for a recipient;
 *              default: as given
 */
export function plan(
	drafts: readonly Draft[],
	targets: readonly PlanTarget[],
	context: PlanContext,
	order: (to: Recipient) => readonly number[] = () => [...targets.keys()],
): Entry[] {
	const all = readAll(drafts);
	const fitted = targets.map((target) => fit(all, target, context));
	return all.map(({ index, draft, reading, duplicates }): Entry => {
		const { item } = draft;
		const stops: Stop[] = [];
		const unfit: Array<Unfit & { fault: Fault }> = [];
		for (const target of reading.to ? order(reading.to) : targets.keys()) {
			const message = fitted[target]?.[index];
			const provider = targets[target]?.provider.id ?? '';
			if (!message) continue;
			if (isFault(message)) unfit.push({ provider, failure: message.failure, fault: message });
			else stops.push({ target, message });
		}
		const [first] = stops;
		if (first) {
			const passed = unfit.map(({ provider, failure }) => ({ provider, failure }));
			return { index, item, message: first.message, stops, unfit: passed, duplicates };
		}
		const { written, to } = reading;
		const fault = unfit[0]?.fault ?? (reading.fault as Fault);
		// A recipient that nobody can read is told as written, all others as what they are.
		return { index, item, ...(fault === reading.fault ? { written } : { to }), ...fault };
	});
}

/** *Require All Valid*: if one message is refused, every other is held back too. */
export function holdBack(entries: readonly Entry[]): Entry[] {
	const culprits = entries.filter((entry) => !isPlanned(entry));
	if (culprits.length === 0) return [...entries];
	return entries.map((entry) =>
		isPlanned(entry)
			? {
					index: entry.index,
					item: entry.item,
					to: entry.message.to,
					parameter: 'Require All Valid',
					failure: {
						class: 'configuration',
						code: 'HELD_BACK',
						message: `Held back, because ${culprits.length === 1 ? 'another message is' : `${culprits.length} other messages are`} not valid`,
						hint: 'Correct the others, or turn Require All Valid off.',
					},
				}
			: entry,
	);
}
