/**
 * What was already sent in this execution. n8n's Retry On Fail runs the whole node again in the
 * same process, and the Retry button runs it again under a new execution id; both keep the node's
 * context, which n8n stores with the execution. So the ledger lives there (design §4.6).
 */
import { createHash } from 'node:crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Attempt, Fate } from '../core/fate';
import type { IfUnsure } from '../core/dispatch';
import { type OutboundMessage, type Recipient, recipientText } from '../core/message';
import { FAILURES, type SendResult } from '../core/outcome';
import { type Entry, isPlanned, type Planned } from '../core/plan';

const SLOT = 'smsSuiteLedger';

/** JSON-safe and without texts: n8n writes it to its database. */
type StoredResult = Omit<SendResult, 'index' | 'raw'> & { scheduledAt?: string };

interface StoredFate {
	readonly provider?: string;
	readonly results: readonly StoredResult[];
	readonly attempts: readonly Attempt[];
}

/** What a message says, and how: a picture, a language. */
type Words = Partial<Pick<OutboundMessage, 'content' | 'extras'>>;

type Records = Record<string, StoredFate>;

const hash = (text: string): string =>
	createHash('sha256').update(text).digest('base64url').slice(0, 22);

function restore(stored: StoredFate, index: number): Fate {
	return {
		provider: stored.provider,
		attempts: stored.attempts,
		results: stored.results.map(
			(result) =>
				({
					...result,
					index,
					...(result.scheduledAt && { scheduledAt: new Date(result.scheduledAt) }),
				}) as SendResult,
		),
	};
}

function store(fate: Fate): StoredFate {
	// Through JSON, because n8n stores it as JSON: what a retry reads has to be what a restart reads.
	const { provider, results, attempts } = fate;
	const lean = results.map((result) => ({ ...result, raw: undefined, index: undefined }));
	return JSON.parse(JSON.stringify({ provider, results: lean, attempts })) as StoredFate;
}

/** Whether a message with this fate must not be sent again in this execution. */
export function isFinal(fate: Fate, ifUnsure: IfUnsure): boolean {
	if (fate.results.some(({ outcome }) => outcome === 'accepted')) return true;
	return fate.results.some(
		(result) =>
			result.outcome !== 'accepted' &&
			(result.outcome === 'unknown'
				? ifUnsure === 'neverTwice'
				: !FAILURES[result.failure.class].rerun),
	);
}

export class Ledger {
	private readonly records: Records;
	private readonly prefix: string;
	private readonly isTool: boolean;

	constructor(ctx: IExecuteFunctions) {
		const context: IContextObject = ctx.getContext('node');
		this.records = (context[SLOT] ??= {}) as Records;
		// An agent that repeats a call gets a new run index for the same message.
		this.isTool = ctx.getNode().type.endsWith('Tool');
		this.prefix = this.isTool
			? 'tool:'
			: `${String((ctx.getWorkflowDataProxy(0) as IDataObject).$runIndex)}:`;
		if (!this.isTool) this.forgetOtherRuns();
	}

	/** In a loop, earlier rounds are over: nothing can run them again. */
	private forgetOtherRuns(): void {
		for (const key of Object.keys(this.records)) {
			if (!key.startsWith(this.prefix)) delete this.records[key];
		}
	}

	/**
	 * One message of one run: the input item and the recipient. Not the text: an expression such as
	 * $now writes another one on every try, and the recipient would get both. Tools have no items
	 * that stay the same, so there the text decides.
	 */
	private key(item: number, to: Recipient, { content, extras }: Words): string {
		const recipient = recipientText(to);
		const words = content?.kind === 'text' ? content.text : content;
		const known = this.isTool ? [recipient, words, extras] : [item, recipient];
		return this.prefix + hash(JSON.stringify(known));
	}

	/** What is known of an entry of the plan, whether or not it could be planned again. */
	find(entry: Entry): Fate | undefined {
		const message = isPlanned(entry) ? entry.message : undefined;
		const to = isPlanned(entry) ? entry.message.to : entry.to;
		const stored = to && this.records[this.key(entry.item, to, message ?? {})];
		return stored && restore(stored, entry.index);
	}

	record({ item, message }: Planned, fate: Fate): void {
		this.records[this.key(item, message.to, message)] = store(fate);
	}
}
