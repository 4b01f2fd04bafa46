/** The option Output: One Summary. One item for a whole run, made of the columns of its messages. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { totalsOf } from '../../core/money';
import type { Price } from '../../core/outcome';
import { isObject } from '../../core/values';
import { isErrorOutput } from '../errors';
import { type FailedLine, hasFailed, type Line, storyOf } from './summary';

const isPrice = (value: unknown): value is Price => isObject(value) && 'amount' in value;

/** Whether Suppress Repeats held a message back. */
const isSkipped = ({ json }: Line): boolean =>
	json.outcome === 'skipped' || json.status === 'skipped';

/** A failed message, as the summary lists it. */
function failedJson({ item, entry, json }: FailedLine): IDataObject {
	const { to, contactList, outcome, provider, failure } = json;
	return {
		item,
		...(entry.items && { items: [...entry.items] }),
		to,
		...(contactList !== undefined && { contactList }),
		outcome,
		provider,
		failure,
	};
}

/** Counts what stands in the columns of the messages. */
export function overviewOf(lines: readonly Line[]): IDataObject {
	const others = lines.filter((line) => !isSkipped(line));
	const count = (outcome: string) => others.filter(({ json }) => json.outcome === outcome).length;
	const recipients = new Set(lines.map(({ json: { to, contactList } }) => to ?? contactList));
	recipients.delete(null);
	recipients.delete(undefined);
	const dryRun = count('dryRun');
	const deliveries = lines.map(({ json }) => json.delivery).filter(isObject);
	// What was not accepted costs nothing.
	const billed = others.filter(({ json }) => ['accepted', 'dryRun'].includes(String(json.outcome)));
	return {
		messages: lines.length,
		recipients: recipients.size,
		accepted: count('accepted'),
		rejected: count('rejected'),
		notSent: count('notSent'),
		unknown: count('unknown'),
		skipped: lines.length - others.length,
		...(dryRun > 0 && { dryRun }),
		...(deliveries.length > 0 && {
			delivered: deliveries.filter(({ status }) => status === 'delivered').length,
		}),
		segments: billed.reduce((sum, { json }) => sum + Number(json.segments ?? 0), 0),
		cost: totalsOf(billed.flatMap(({ json: { price } }) => (isPrice(price) ? price : []))).map(
			(total) => ({ ...total }),
		),
		failed: lines.filter(hasFailed).map(failedJson),
	};
}

/**
 * The summary as an item that is paired with all inputs. Failures are never hidden in it: with the error
 * output they leave there too, and without it the summary has `error`, one sentence.
 *
 * @param failedItems of the error output
 */
export function overviewItems(
	ctx: IExecuteFunctions,
	lines: readonly Line[],
	failedItems: readonly INodeExecutionData[],
): INodeExecutionData[] {
	const pairedItem = ctx.getInputData().map((_, item) => ({ item }));
	const json = overviewOf(lines);
	// First, because n8n's Retry On Fail looks at the first item.
	if (isErrorOutput(ctx)) return [...failedItems, { json, pairedItem }];
	const error = failedItems.length > 0 ? { error: storyOf(lines) } : {};
	return [{ json: { ...json, ...error }, pairedItem }];
}
