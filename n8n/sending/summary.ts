/** Descriptions of failed messages: the message of an item, and the single error at the end of a run. */
import type {
	IDataObject,
	IExecuteFunctions,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { excerpt, maskNumber, maskText, showRecipient } from '../../core/message';
import { type Failure, fullMessage } from '../../core/outcome';
import { type Entry, isPlanned, itemsOf } from '../../core/planning/plan';
import { plain } from '../../core/values';
import { isPrivate, shielded, toError } from '../errors';

/** One output item under construction. */
export interface Line {
	readonly item: number;
	readonly json: IDataObject;
	readonly entry: Entry;
	/** The recipient, if the entry has many (a contact list). */
	readonly contact?: string;
	/** Why the message was not accepted; absent if it was. */
	readonly failure?: Failure;
	/** What the user should know although the message was accepted. */
	readonly note?: string;
}

export type FailedLine = Line & { readonly failure: Failure };

export const hasFailed = (line: Line): line is FailedLine => line.failure !== undefined;

/** How failures are described. */
interface Manner {
	/** Only the user sees it: numbers are in full (n8n/errors.ts). */
	readonly isPrivate: boolean;
	/** The run has one input item, so that its number says nothing. */
	readonly hasOneItem: boolean;
}

const mannerOf = (ctx: IExecuteFunctions): Manner => ({
	isPrivate: isPrivate(ctx),
	hasOneItem: ctx.getInputData().length === 1,
});

function recipientOf(
	{ entry, contact }: Line,
	{ isPrivate }: Pick<Manner, 'isPrivate'>,
): string | undefined {
	const to = isPlanned(entry) ? entry.message.to : entry.to;
	const written = contact ?? (to ? showRecipient(to) : undefined);
	if (written !== undefined)
		return isPrivate || to?.kind === 'list' ? written : maskNumber(written);
	if (isPlanned(entry) || !entry.written) return undefined;
	return isPrivate ? excerpt(entry.written) : maskText(entry.written);
}

const SHOWN = 20;

/** Lists the first few entries, and says how many more there are. */
export function enumerate(words: readonly string[]): string {
	const rest = words.length - SHOWN;
	return words.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Whose messages these are: `Items 1 (+614******22), 4 (+614******55)`, or the recipients alone. */
function whose(lines: readonly Line[], message: string, manner: Manner): string {
	const byItem = new Map<string, string[]>();
	for (const line of lines) {
		const to = recipientOf(line, manner);
		const of = enumerate(itemsOf(line.entry).map(String));
		const known = byItem.get(of) ?? [];
		byItem.set(of, known);
		// The messages of faults found by the plan already name the recipient.
		if (to && !message.includes(to)) known.push(to);
	}
	if (manner.hasOneItem) return enumerate([...byItem.values()].flat());
	const items = [...byItem].map(([item, to]) => (to.length ? `${item} (${enumerate(to)})` : item));
	const isOne = items.length === 1 && lines.every(({ entry }) => itemsOf(entry).length === 1);
	return `${isOne ? 'Item' : 'Items'} ${enumerate(items)}`;
}

/**
 * Describes lines with the same failure in one sentence, without its code, which is in `failure`:
 * `Items 1 (+614******22), 4 (+614******55): …`, or `25 numbers have no country: 0411…, …`.
 */
export function describeFailure(lines: readonly Line[], failure: Failure, manner: Manner): string {
	const { several } = failure;
	if (lines.length > 1 && several !== undefined) {
		const names = lines.map((line) => {
			const to = recipientOf(line, manner) ?? '';
			return manner.hasOneItem ? to : `${to} (item ${line.item})`;
		});
		return shielded(`${lines.length} ${several}: ${enumerate(names)}`);
	}
	const message = manner.isPrivate ? fullMessage(failure) : failure.message;
	const where = whose(lines, message, manner);
	return shielded(where === '' ? message : `${where}: ${message}`);
}

/** A code for a description: n8n replaces messages that have one of those it knows. */
const codeOf = ({ code, message }: Failure): string =>
	code && !message.includes(code) ? ` [${code}]` : '';

export const count = (amount: number, one: string, many: string) =>
	`${amount} ${amount === 1 ? one : many}`;

/** Every failure with its hint; n8n shows a description as one paragraph. */
function describeAll(failed: readonly FailedLine[], manner: Manner): string {
	const groups = new Map<string, [FailedLine, ...FailedLine[]]>();
	for (const line of failed) {
		const { message, several, code, hint } = line.failure;
		const key = JSON.stringify(several === undefined ? [message, code, hint] : [several, hint]);
		const group = groups.get(key);
		if (group) group.push(line);
		else groups.set(key, [line]);
	}
	const sentences = [...groups.values()].slice(0, SHOWN).map((lines) => {
		const [{ failure }] = lines;
		const hint = failure.hint ? ` ${failure.hint}` : '';
		return `${describeFailure(lines, failure, manner)}${codeOf(failure)}.${hint}`;
	});
	const rest = groups.size - SHOWN;
	if (rest > 0)
		sentences.push(`And ${count(rest, 'other failure', 'other failures')}, see the details.`);
	return sentences.join(' ');
}

/** A fault in the node's settings, for which everything was held back. */
const isOwnFault = (failure: Failure): boolean =>
	failure.class === 'configuration' && failure.code === undefined;

/** Every execution that the editor starts is a new one, whose ledger is empty; a Retry keeps it. */
const REPEATS =
	'Execute Step would send to them again: take them out of the input first. Or correct the node, save the workflow, and use Retry with currently saved workflow under Executions, which sends only the others.';

/** Says, before it happens, that running the node again in the editor sends again what was accepted. */
export function hintRepeats(ctx: IExecuteFunctions, lines: readonly Line[]): void {
	const accepted = lines.filter(({ json }) => json.outcome === 'accepted').length;
	// Only there somebody sees hints, and can press it.
	if (accepted === 0 || !isPrivate(ctx)) return;
	const which = `${accepted} of ${lines.length} messages were accepted.`;
	ctx.addExecutionHints({
		message: `${which} ${REPEATS}`,
		location: 'outputPane',
		type: 'warning',
	});
}

/** What became of the messages of a run, in one sentence. */
export function storyOf(lines: readonly Line[]): string {
	const accepted = lines.filter(({ json }) => json.outcome === 'accepted').length;
	const failed = lines.filter(hasFailed);
	const unknown = failed.filter(({ json }) => json.outcome === 'unknown').length;
	const undelivered = failed.filter((line) => line.failure.class === 'undelivered').length;
	const sure = failed.length - unknown - undelivered;
	const skipped = lines.filter(({ json }) => json.outcome === 'skipped').length;
	return [
		`${accepted} of ${count(lines.length, 'message was', 'messages were')} accepted`,
		...(sure ? [`${sure} ${sure === 1 ? 'was' : 'were'} not sent`] : []),
		...(undelivered
			? [`${undelivered} ${undelivered === 1 ? 'was' : 'were'} sent and not delivered`]
			: []),
		...(unknown ? [`${unknown} may have been sent`] : []),
		...(skipped ? [`${skipped} ${skipped === 1 ? 'was' : 'were'} skipped`] : []),
	].join(', ');
}

/**
 * The single error at the end of a run that stops on errors: what was accepted, what was not, and why.
 *
 * @param lines of the run, in order
 * @param first the first of them that failed
 */
export function summaryError(
	ctx: IExecuteFunctions,
	lines: readonly Line[],
	first: FailedLine,
): NodeApiError | NodeOperationError {
	const failed = lines.filter(hasFailed);
	const accepted = lines.filter(({ json }) => json.outcome === 'accepted');
	const manner = mannerOf(ctx);
	const description = [
		lines.length > 1 ? describeAll(failed, manner) : first.failure.hint,
		accepted.length > 0 &&
			`Accepted, and not repeated by a Retry of this execution: ${enumerate(
				accepted.map((line) => {
					const who = [recipientOf(line, manner), line.json.messageId].filter(Boolean).join(', ');
					const { items } = line.entry;
					const of = items ? `items ${enumerate(items.map(String))}` : `item ${line.item}`;
					return manner.hasOneItem ? who : `${of} (${who})`;
				}),
			)}. ${REPEATS}`,
	]
		.filter(Boolean)
		.join(' ');
	const misconfigured = failed.find(({ failure }) => isOwnFault(failure));
	const sayOf = (failure: Failure) => (manner.isPrivate ? fullMessage(failure) : failure.message);
	const message = misconfigured
		? `${sayOf(misconfigured.failure)}. Nothing was sent`
		: lines.length > 1
			? storyOf(lines)
			: describeFailure([first], first.failure, manner);
	return toError(
		ctx,
		{ ...first.failure, message, full: undefined },
		{
			itemIndex: first.item,
			description: shielded(description),
			data: {
				accepted: accepted.map((line) => ({
					item: line.item,
					...(line.entry.items && { items: line.entry.items }),
					to: recipientOf(line, manner),
					messageId: line.json.messageId,
				})),
				failed: failed.map((line) => ({
					item: line.item,
					...(line.entry.items && { items: line.entry.items }),
					to: recipientOf(line, manner),
					outcome: line.json.outcome,
					failure: plain({
						...line.failure,
						message: sayOf(line.failure),
						full: undefined,
						several: undefined,
					}),
				})),
			},
		},
	);
}
