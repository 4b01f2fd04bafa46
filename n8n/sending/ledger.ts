/**
 * Records what was already sent in this execution. n8n's Retry On Fail runs the whole node again in
 * the same process, and the Retry button runs it again under a new execution id; both keep the node's
 * context, which n8n stores with the execution. So the ledger is kept there.
 */
import { randomUUID } from 'node:crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { IfUnsure } from '../../core/sending/dispatch';
import { type Fate, isFailed, isUnsure, policyOf } from '../../core/outcome';
import { type OutboundMessage, type Recipient, recipientText } from '../../core/message';
import { type Entry, isPlanned, itemsOf, type Planned } from '../../core/planning/plan';
import { contentId, fingerprint } from '../../core/digests';
import { plain } from '../../core/values';
import { isTool } from '../parameters/read';

const SLOT = 'smsSuiteLedger';
const MARK_SLOT = 'smsSuiteRun';

/** Stored in the node's context when the node runs for the first time in an execution. */
export interface Mark {
	/** The same in all Retries of this execution. */
	readonly id: string;
	/** When the node began, in milliseconds by this machine's clock. */
	readonly began: number;
	/** All runs of the node (`true`) or this one may have been done by a run that was interrupted. */
	interrupted?: true | number;
}

/**
 * The mark of this execution. Must be called before anything else of the node's run can fail.
 *
 * @returns `isNew`: no earlier run of the node has left one
 */
export function markOf(ctx: IExecuteFunctions): { readonly mark: Mark; readonly isNew: boolean } {
	const context = ctx.getContext('node');
	const known = context[MARK_SLOT] as Mark | undefined;
	const mark = known ?? { id: randomUUID(), began: Date.now() };
	context[MARK_SLOT] = mark;
	return { mark, isNew: known === undefined };
}

/** What a node remembers in an execution, and the part that belongs to this run. */
export interface Memory<T> {
	readonly records: Record<string, T>;
	/** Prefix of this run's keys. */
	readonly prefix: string;
	/** The node is an agent's tool: its items are not stable between calls. */
	readonly isTool: boolean;
}

/** Opens a slot of the node's context, which n8n stores with the execution. */
export function memoryOf<T>(ctx: IExecuteFunctions, slot: string): Memory<T> {
	const context: IContextObject = ctx.getContext('node');
	const records = (context[slot] ??= {}) as Record<string, T>;
	const tool = isTool(ctx.getNode());
	// An agent that repeats a call gets a new run index for the same call.
	const { $runIndex } = ctx.getWorkflowDataProxy(0) as IDataObject;
	const prefix = tool ? 'tool:' : `${String($runIndex)}:`;
	// In a loop, earlier iterations are finished and cannot be run again.
	for (const key of Object.keys(records)) if (!key.startsWith(prefix)) delete records[key];
	return { records, prefix, isTool: tool };
}

/** The fate of a message, and the items that it is of, if there are several. */
interface Stored extends Fate {
	readonly items?: readonly number[];
}

/** A fate as n8n stores it: without the provider's rows, because n8n writes it to its database. */
const store = ({ provider, channel, results, attempts }: Fate): Fate => ({
	provider,
	channel,
	results: results.map((result) => ({ ...result, raw: undefined })),
	attempts,
});

/** In the form that it has after n8n has stored it, so that a retry reads the same as a restart does. */
function restore(stored: Stored, index: number): Fate {
	const { results, ...fate } = plain(stored) as object as Fate;
	return { ...fate, results: results.map((result) => ({ ...result, index })) };
}

/** Whether a message with this fate must not be sent again in this execution. */
export function mustNotSendAgain({ results }: Fate, ifUnsure: IfUnsure): boolean {
	return results.some((result) => {
		if (!isFailed(result)) return true;
		if (result.outcome === 'unknown') return ifUnsure === 'neverTwice';
		return !policyOf(result.failure).rerun;
	});
}

export class Ledger {
	private readonly memory: Memory<Stored>;
	/** Nothing is stored, as in every first run: lookups then need not compute a key. */
	private isEmpty: boolean;

	constructor(ctx: IExecuteFunctions) {
		this.memory = memoryOf(ctx, SLOT);
		this.isEmpty = Object.keys(this.memory.records).length === 0;
	}

	/**
	 * The key of one message of one run: the input item and the recipient. Not the text: an expression
	 * such as $now gives a different text on every attempt, and the recipient would get both. The items
	 * of tools are not stable, so there the key is the text and what goes with it (a picture, a language).
	 */
	private key(item: number, to: Recipient, message?: OutboundMessage): string {
		const { prefix, isTool } = this.memory;
		const recipient = recipientText(to);
		const { content, extras } = message ?? {};
		const said = content?.kind === 'text' ? content.text : content;
		if (isTool) return prefix + contentId(recipient, said, extras);
		return prefix + fingerprint(`${item} ${recipient}`, 22);
	}

	/** The keys of a planned message, one for each of its items, also for records outside the ledger. */
	keysOf(entry: Planned): string[] {
		const { message } = entry;
		const items = this.memory.isTool ? [entry.item] : itemsOf(entry);
		return items.map((item) => this.key(item, message.to, message));
	}

	/** The stored fate of an entry of the plan, whether or not the entry could be planned again. */
	find(entry: Entry): Fate | undefined {
		const message = isPlanned(entry) ? entry.message : undefined;
		const to = isPlanned(entry) ? entry.message.to : entry.to;
		if (this.isEmpty || !to) return undefined;
		const all = itemsOf(entry).flatMap(
			(item) => this.memory.records[this.key(item, to, message)] ?? [],
		);
		const stored = all.find(isUnsure) ?? all[0];
		return stored && restore(stored, entry.index);
	}

	/**
	 * The items that a message has been sent together with, so that a Retry reports them together;
	 * `undefined` if it has not been sent, or may be sent again.
	 */
	sentWith(entry: Planned, ifUnsure: IfUnsure): string | undefined {
		if (this.isEmpty) return undefined;
		const stored = this.memory.records[this.key(entry.item, entry.message.to, entry.message)];
		if (!stored || !mustNotSendAgain(stored, ifUnsure)) return undefined;
		return (stored.items ?? [entry.item]).join(',');
	}

	/** @returns the fate as it is kept, without the provider's rows */
	record(entry: Planned, fate: Fate): Fate {
		const { items } = entry;
		// One object for all: n8n stores it once.
		const stored: Stored = { ...store(fate), ...(items && { items }) };
		for (const key of this.keysOf(entry)) this.memory.records[key] = stored;
		this.isEmpty = false;
		return stored;
	}
}
