/** Runs a send operation: reads its parameters and opens its accounts, then plans and sends. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Draft, fault, isFault } from '../../core/planning/draft';
import type { Failure } from '../../core/outcome';
import type { IfNotDelivered, IfUnsure } from '../../core/sending/dispatch';
import { asNodeError, causeOf, settle } from '../errors';
import { itemsByAccount } from '../http/accounts';
import type { Opened, SendOperation } from '../operations/operation';
import { openSendParams } from '../parameters/read';
import { checkTemplates } from './templates';
import { hintClosed } from './closed';
import { Earlier } from './earlier';
import { readFences } from './fences';
import { Gaps } from './gaps';
import type { SharedMessageOptions, SharedRunOptions } from './options';
import { refusedLine, toOutput } from './results';
import type { Part, RunSettings } from './parts';
import { send } from './send';
import { hintTidied, tidied } from './tidy';

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

/** Every message of these items fails, because their account cannot be opened. */
function unopened(error: Error, items: readonly number[]): Part {
	const { message, hint = 'Check the credential, and its expressions.' } = causeOf(error);
	const failed = fault('Credential', 'auth', message, hint);
	return { targets: [], drafts: items.map((item) => ({ item, fault: failed })) };
}

async function sendItems(
	ctx: IExecuteFunctions,
	operation: SendOperation,
	earlier: Earlier,
	abandons: Array<NonNullable<Opened['abandon']>>,
): Promise<INodeExecutionData[]> {
	const { run, read: readParams } = openSendParams(ctx, operation.fields);
	const gaps = new Gaps(ctx, operation.fields);
	let tidy = 0;
	const readDraft = (item: number): Draft => {
		const params = readParams(item);
		if (isFault(params)) return { item, fault: params };
		const { options } = params;
		const { fault: contentFault, missing } = gaps.check(
			item,
			params,
			options.ifEmptyExpression === 'refuse',
		);
		// The types are those that the operation's own fields declare, see sendOperation().
		const read: Omit<Draft, 'item'> = operation.read(params as never);
		const draft: Draft = {
			item,
			...draftOptions(options),
			...read,
			...(missing.length > 0 && { to: [...(read.to ?? []), ...missing] }),
		};
		if (contentFault) return { ...draft, contentFault };
		const plain = options.cleanUpText ? tidied(draft) : draft;
		if (plain !== draft) tidy++;
		return plain;
	};
	const fences = readFences(ctx, run.options);
	const accounts = await itemsByAccount(ctx);
	let ifUnsure: IfUnsure | undefined;
	let ifNotDelivered: IfNotDelivered | undefined;
	let conclude: Opened['conclude'];
	const parts: Part[] = [];
	const closed: Failure[] = [];
	const skipped: Draft[] = [];
	for (const { ctx: own, items } of accounts) {
		const opened = await settle(operation.open(own, run));
		if (!opened.ok) {
			if (accounts.length === 1) throw opened.error;
			parts.push(unopened(opened.error, items));
			continue;
		}
		const { targets, callers, order, complete, abandon } = opened.value;
		if (abandon) abandons.push(abandon);
		({ ifUnsure, ifNotDelivered, conclude } = opened.value);
		closed.push(...(opened.value.closed ?? []));
		const read = items.map(readDraft);
		const completed = complete ? await complete(read) : read;
		const drafts = complete ? completed.filter(({ skip }) => skip === undefined) : read;
		if (complete) skipped.push(...completed.filter(({ skip }) => skip !== undefined));
		parts.push({ targets, callers, order, drafts: await checkTemplates(drafts, targets) });
	}
	gaps.hint();
	hintClosed(ctx, closed);
	hintTidied(ctx, tidy);
	const settings = {
		...runSettings(run.options, ifUnsure, ifNotDelivered),
		fences,
		perRecipient: run.options.limitPerRecipient?.limit,
	};
	const isSummary = run.options.output === 'summary';
	return await send(ctx, {
		parts,
		settings,
		simplify: run.simplify,
		isSummary,
		skipped,
		earlier,
		conclude,
	});
}

/** Reports a fault of the whole run, for every item, as its messages would be. */
function failAllItems(ctx: IExecuteFunctions, error: Error): INodeExecutionData[] {
	const { parameter = '', ...failure } = causeOf(error);
	const items = ctx.getInputData().keys();
	return toOutput(
		ctx,
		[...items].map((item) => refusedLine({ index: item, item, parameter, failure })),
		true,
	);
}

/**
 * Runs a send operation over all items.
 *
 * @throws NodeOperationError before the first request for faults of the whole run, and at the end as in
 *         n8n/sending/results.ts; if the node continues on fail, every item gets its error instead
 */
export async function runSend(
	ctx: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const abandons: Array<NonNullable<Opened['abandon']>> = [];
	const sent = await settle(sendItems(ctx, operation, new Earlier(ctx), abandons));
	if (sent.ok) return sent.value;
	for (const abandon of abandons) await settle(abandon());
	const error = asNodeError(ctx, sent.error);
	// If we threw, n8n would pass the inputs on as if they had succeeded.
	if (ctx.continueOnFail()) return failAllItems(ctx, error);
	throw error;
}
