/** Failed messages in words: the sentence of an item, and the one error at the end of a run. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../core/outcome';
import { toError } from './errors';

/** One output item in the making. */
export interface Line {
	readonly item: number;
	readonly json: IDataObject;
	/** Set where the message was not accepted. */
	readonly failed?: {
		readonly failure: Failure;
		readonly outcome: 'rejected' | 'notSent' | 'unknown';
		/** Masked, for error texts. */
		readonly to?: string;
	};
	/** Masked recipient and id of an accepted message, for error details. */
	readonly accepted?: { readonly to?: string; readonly messageId: string | null };
}

/** As n8n will store it. */
export const plain = (value: object): IDataObject =>
	JSON.parse(JSON.stringify(value)) as IDataObject;

const SHOWN = 20;

/** The first ones in a row, and how many there are beside them. */
function enumerate(words: readonly string[]): string {
	const rest = words.length - SHOWN;
	return words.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Lines that failed alike, in one sentence: `Items 1 (+614******22), 4 (+614******55): …`. */
function describeAlike(lines: readonly Line[]): string {
	const failure = lines[0]?.failed?.failure;
	if (!failure) return '';
	const where = lines.map(({ item, failed }) => {
		// Faults that the plan found name their recipient themselves.
		const isNamed = !failed?.to || failure.message.includes(failed.to);
		return isNamed ? String(item) : `${item} (${failed.to})`;
	});
	const code = failure.code && !failure.message.includes(failure.code) ? ` [${failure.code}]` : '';
	return `${lines.length > 1 ? 'Items' : 'Item'} ${enumerate(where)}: ${failure.message}${code}`;
}

/** Item, recipient, what happened and the provider's code, in one sentence. */
export const describeFailure = (line: Line): string => describeAlike([line]);

/** Every failure with its way out; n8n shows a description as one paragraph. */
function describeAll(failed: readonly Line[]): string {
	const alike = new Map<string, Line[]>();
	for (const line of failed) {
		const { message, code, hint } = line.failed?.failure ?? {};
		const key = JSON.stringify([message, code, hint]);
		alike.set(key, [...(alike.get(key) ?? []), line]);
	}
	const groups = [...alike.values()];
	const sentences = groups.slice(0, SHOWN).map((lines) => {
		const hint = lines[0]?.failed?.failure.hint;
		return `${describeAlike(lines)}.${hint ? ` ${hint}` : ''}`;
	});
	const rest = groups.length - SHOWN;
	return [...sentences, ...(rest > 0 ? [`And ${rest} other failures, see the details.`] : [])].join(
		' ',
	);
}

const count = (amount: number, one: string, many: string) =>
	`${amount} ${amount === 1 ? one : many}`;

/** A fault of the node's settings, which is why everything was held back. */
const isOwnFault = (failure: Failure): boolean =>
	failure.class === 'configuration' && failure.code === undefined;

/** The one error at the end of a run that stops on errors: what was accepted, what was not, and why. */
export function summaryError(
	ctx: IExecuteFunctions,
	lines: readonly Line[],
	failed: readonly Line[],
) {
	const [first] = failed;
	if (!first?.failed) return undefined;
	const accepted = lines.filter((line) => line.accepted);
	const unknown = failed.filter((line) => line.failed?.outcome === 'unknown').length;
	const sure = failed.length - unknown;
	const story = [
		`${accepted.length} of ${count(lines.length, 'message was', 'messages were')} accepted`,
		...(sure ? [`${sure} ${sure === 1 ? 'was' : 'were'} not sent`] : []),
		...(unknown ? [`${unknown} may have been sent`] : []),
	].join(', ');
	const description = [
		lines.length > 1 ? describeAll(failed) : first.failed.failure.hint,
		accepted.length > 0 &&
			`Accepted, and not repeated by a retry of this execution: ${enumerate(
				accepted.map(
					({ item, accepted: one }) =>
						`item ${item} (${[one?.to, one?.messageId].filter(Boolean).join(', ')})`,
				),
			)}.`,
	]
		.filter(Boolean)
		.join(' ');
	const misconfigured = failed.find(({ failed: one }) => one && isOwnFault(one.failure));
	const message = misconfigured?.failed
		? `${misconfigured.failed.failure.message}. Nothing was sent`
		: lines.length > 1
			? story
			: describeFailure(first);
	return toError(
		ctx,
		{ ...first.failed.failure, message },
		{
			itemIndex: first.item,
			description,
			data: {
				accepted: accepted.map((line) => ({ item: line.item, ...line.accepted })),
				failed: failed.map((line) => ({
					item: line.item,
					to: line.failed?.to,
					outcome: line.failed?.outcome,
					failure: line.failed && plain(line.failed.failure),
				})),
			},
		},
	);
}
