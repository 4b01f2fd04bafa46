/** Descriptions of failed messages: the message of an item, and the single error at the end of a run. */
import type {
	IDataObject,
	IExecuteFunctions,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { maskNumber, maskRecipient, maskText } from '../../core/message';
import type { Failure } from '../../core/outcome';
import { type Entry, isPlanned } from '../../core/planning/plan';
import { shielded, toError } from '../errors';
import { plain } from '../../core/values';

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

const hasFailed = (line: Line): line is FailedLine => line.failure !== undefined;

/** The recipient, masked for error texts. */
function recipientOf({ entry, contact }: Line): string | undefined {
	if (contact !== undefined) return maskNumber(contact);
	const to = isPlanned(entry) ? entry.message.to : entry.to;
	if (to) return maskRecipient(to);
	return isPlanned(entry) || !entry.written ? undefined : maskText(entry.written);
}

const SHOWN = 20;

/** Lists the first few entries, and says how many more there are. */
function enumerate(words: readonly string[]): string {
	const rest = words.length - SHOWN;
	return words.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/**
 * Describes lines with the same failure in one sentence, without its code, which is in `failure`:
 * `Items 1 (+614******22), 4 (+614******55): …`.
 */
export function describeFailure(lines: readonly Line[], { message }: Failure): string {
	// The messages of faults found by the plan already name the recipient.
	const where = lines.map((line) => {
		const to = recipientOf(line);
		return !to || message.includes(to) ? String(line.item) : `${line.item} (${to})`;
	});
	return `${lines.length > 1 ? 'Items' : 'Item'} ${enumerate(where)}: ${shielded(message)}`;
}

/** A code for a description: n8n replaces messages that have one of those it knows. */
const codeOf = ({ code, message }: Failure): string =>
	code && !message.includes(code) ? ` [${code}]` : '';

/** Every failure with its hint; n8n shows a description as one paragraph. */
function describeAll(failed: readonly FailedLine[]): string {
	const groups = new Map<string, FailedLine[]>();
	for (const line of failed) {
		const { message, code, hint } = line.failure;
		const key = JSON.stringify([message, code, hint]);
		const group = groups.get(key);
		if (group) group.push(line);
		else groups.set(key, [line]);
	}
	const sentences = [...groups.values()].slice(0, SHOWN).flatMap((lines) => {
		return lines
			.slice(0, 1)
			.map(
				({ failure }) =>
					`${describeFailure(lines, failure)}${codeOf(failure)}.${failure.hint ? ` ${failure.hint}` : ''}`,
			);
	});
	const rest = groups.size - SHOWN;
	return [...sentences, ...(rest > 0 ? [`And ${rest} other failures, see the details.`] : [])].join(
		' ',
	);
}

const count = (amount: number, one: string, many: string) =>
	`${amount} ${amount === 1 ? one : many}`;

/** A fault in the node's settings, for which everything was held back. */
const isOwnFault = (failure: Failure): boolean =>
	failure.class === 'configuration' && failure.code === undefined;

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
	const unknown = failed.filter(({ json }) => json.outcome === 'unknown').length;
	const sure = failed.length - unknown;
	const story = [
		`${accepted.length} of ${count(lines.length, 'message was', 'messages were')} accepted`,
		...(sure ? [`${sure} ${sure === 1 ? 'was' : 'were'} not sent`] : []),
		...(unknown ? [`${unknown} may have been sent`] : []),
	].join(', ');
	const description = [
		lines.length > 1 ? describeAll(failed) : first.failure.hint,
		accepted.length > 0 &&
			`Accepted, and not repeated by a retry of this execution: ${enumerate(
				accepted.map(
					(line) =>
						`item ${line.item} (${[recipientOf(line), line.json.messageId].filter(Boolean).join(', ')})`,
				),
			)}.`,
	]
		.filter(Boolean)
		.join(' ');
	const misconfigured = failed.find(({ failure }) => isOwnFault(failure));
	const message = misconfigured
		? `${misconfigured.failure.message}. Nothing was sent`
		: lines.length > 1
			? story
			: describeFailure([first], first.failure);
	return toError(
		ctx,
		{ ...first.failure, message },
		{
			itemIndex: first.item,
			description: shielded(description),
			data: {
				accepted: accepted.map((line) => ({
					item: line.item,
					to: recipientOf(line),
					messageId: line.json.messageId,
				})),
				failed: failed.map((line) => ({
					item: line.item,
					to: recipientOf(line),
					outcome: line.json.outcome,
					failure: plain(line.failure),
				})),
			},
		},
	);
}
