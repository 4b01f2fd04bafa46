/** The settings of a run, and its messages by account: planned, within the user's limits, or held back. */
import type { Recipient } from '../../core/message';
import type { Draft } from '../../core/planning/draft';
import {
	applyFences,
	applyItemFences,
	applyRunFences,
	type Fences,
} from '../../core/planning/fences';
import { draftsToJoin, join } from '../../core/planning/join';
import { type Entry, holdBack, isPlanned, plan, type Planned } from '../../core/planning/plan';
import type { ProviderAccount } from '../../core/provider';
import type { DispatchSettings, IfNotDelivered, IfUnsure } from '../../core/sending/dispatch';
import type { SharedMessageOptions, SharedRunOptions } from './options';
import type { RecipientLimit } from './recipient-limit';

/** Settings of a whole run. */
export interface RunSettings extends DispatchSettings {
	readonly timeoutMs?: number;
	readonly requireAllValid: boolean;
	readonly dryRun: boolean;
	/** One Text per Recipient. */
	readonly joins?: boolean;
	readonly fences?: Fences;
	readonly perRecipient?: RecipientLimit;
}

/** The settings of a run; options that are not set have their defaults. */
export const runSettings = (
	options: SharedRunOptions,
	ifUnsure: IfUnsure = 'neverTwice',
	ifNotDelivered?: IfNotDelivered,
): RunSettings => ({
	ifUnsure,
	ifNotDelivered,
	waitMs: (options.waitForDelivery ?? 0) * 1000 || undefined,
	concurrency: options.concurrency ?? 5,
	maxRetries: options.maxRetries ?? 3,
	// 0 means no limit.
	maxRate: options.maxRate || undefined,
	timeoutMs: options.timeout,
	requireAllValid: options.requireAllValid ?? false,
	dryRun: options.dryRun ?? false,
	...(options.oneTextPerRecipient && { joins: true }),
});

type DraftOptions = Pick<
	Draft,
	| 'reference'
	| 'sendAt'
	| 'defaultCountry'
	| 'allowSpecialDestinations'
	| 'maxSegments'
	| 'ifTooLong'
	| 'smartEncoding'
	| 'repeats'
>;

/** Converts the options that concern the messages of one item. */
export const draftOptions = ({
	reference,
	sendAt,
	defaultCountry,
	allowSpecialDestinations,
	maxSegments,
	ifTooLong,
	smartEncoding,
	suppressRepeats,
}: SharedMessageOptions): DraftOptions => ({
	reference,
	sendAt,
	allowSpecialDestinations,
	maxSegments,
	ifTooLong,
	smartEncoding,
	repeats: suppressRepeats?.repeat,
	// "- None -" is an empty string.
	...(defaultCountry && { defaultCountry: String(defaultCountry) }),
});

/** The items of one account (or of one account per provider). */
export interface Part {
	/** The providers that may send, in the order in which they are tried. */
	readonly targets: readonly ProviderAccount[];
	/** The accounts that call who got no text; absent without that option. */
	readonly callers?: readonly ProviderAccount[];
	/** The parameters of its items, in order. */
	readonly drafts: readonly Draft[];
	/** A different order for some recipients, as positions of `targets`. */
	readonly order?: (to: Recipient) => readonly number[];
}

/** A part, and what its drafts became. */
export interface PlannedPart extends Part {
	readonly entries: readonly Entry[];
}

/** Replaces the entries of all parts, one by one and in order. */
function replaceEntries(
	parts: readonly PlannedPart[],
	replace: (all: readonly Entry[]) => readonly Entry[],
): PlannedPart[] {
	const all = replace(parts.flatMap(({ entries }) => entries));
	let next = 0;
	return parts.map((part) => {
		const start = next;
		next += part.entries.length;
		return { ...part, entries: parts.length === 1 ? all : all.slice(start, next) };
	});
}

/**
 * Holds everything back if there is a fault that the user must know about before the first message
 * goes out: a configuration fault, or any fault with Require All Valid.
 *
 * @param isDone messages that are neither held back nor cause others to be held back
 */
export const applyPolicies = (
	parts: readonly PlannedPart[],
	{ requireAllValid }: RunSettings,
	isDone: (entry: Entry) => boolean = () => false,
): PlannedPart[] =>
	replaceEntries(parts, (all) => {
		const misconfigured = all.some(
			(entry) => !isPlanned(entry) && !isDone(entry) && entry.failure.class === 'configuration',
		);
		return misconfigured || requireAllValid ? holdBack(all, isDone) : all;
	});

/** @param planAll turns the drafts into entries; it may plan some of them again */
function planPart(
	{ targets, callers, drafts, order }: Part,
	planAll: (plan: (some: readonly Draft[]) => Entry[], drafts: readonly Draft[]) => Entry[],
): PlannedPart {
	const known = targets.map(({ provider, account }) => ({
		account,
		// Accounts of one provider may differ in what they can do.
		provider: { ...provider, ...account.form },
	}));
	const now = new Date();
	const entries = planAll((some) => plan(some, known, { now }, order, callers), drafts);
	return { targets: known, callers, drafts, entries };
}

/**
 * Plans all parts, and refuses what the user's limits do not allow.
 *
 * @param sentWith set for One Text per Recipient, see `join`
 */
export function planWithin(
	parts: readonly Part[],
	fences?: Fences,
	sentWith?: (entry: Planned) => string | undefined,
): PlannedPart[] {
	const planned = parts.map((part) =>
		planPart(part, (planSome, drafts) => {
			if (!sentWith) return planSome(drafts);
			// The limits of an item are those of its own messages.
			const own = planSome(draftsToJoin(drafts));
			return join(fences ? applyItemFences(own, fences) : own, drafts, planSome, sentWith);
		}),
	);
	if (!fences) return planned;
	return replaceEntries(planned, (all) => (sentWith ? applyRunFences : applyFences)(all, fences));
}
