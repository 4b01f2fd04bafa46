/**
 * Runs a send operation: reads its parameters and opens its accounts, then plans its messages, and sends
 * them or shows what would be sent. What only some sends need is called only by those.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Draft, fault, given, isFault } from '../../core/planning/draft';
import type { Planned } from '../../core/planning/plan';
import type { Failure } from '../../core/outcome';
import type { IfNotDelivered, IfUnsure } from '../../core/sending/dispatch';
import { settle } from '../../core/values';
import { asNodeError, causeOf } from '../errors';
import { itemsByAccount } from '../http/accounts';
import type { Opened, SendOperation } from '../operations/operation';
import type { Field, Fields } from '../parameters/fields';
import { isTool, openSendParams } from '../parameters/read';
import { completeDelivery } from './arrival';
import { hintClosed } from './closed';
import { deliverAll } from './deliver';
import { dryRun } from './dry-run';
import { Earlier } from './earlier';
import { readFences } from './fences';
import { Gaps, SUSPICIOUS } from './gaps';
import { SEND_OPTIONS, type SharedRunOptions } from './options';
import { hintLengths } from './lengths';
import { Ledger, markOf } from './ledger';
import { draftOptions, type Part, planWithin, type RunSettings, runSettings } from './parts';
import {
	hintDuplicates,
	hintLostReferences,
	hintNotes,
	leaveOutEmpty,
	refusedLine,
	skippedLine,
	toOutput,
} from './results';
import { Story } from './story';
import { checkTemplates } from './templates';
import { hintTidied, tidied } from './tidy';

/** What one run sends, and how. */
export interface Sending {
	/** Several if the credential has expressions that name different accounts. */
	readonly parts: readonly Part[];
	readonly settings: RunSettings;
	readonly simplify: boolean;
	/** Output: One Summary. */
	readonly isSummary?: boolean;
	/** Drafts that are not sent, see `Draft.skip`. */
	readonly skipped?: readonly Draft[];
	/** What an earlier run of this execution may have done; absent if there can be none. */
	readonly earlier?: Earlier;
	/** See `Opened.conclude`. */
	readonly conclude?: Opened['conclude'];
}

/**
 * Plans and sends the drafts and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}
 */
export async function send(
	ctx: IExecuteFunctions,
	{ parts, settings, simplify, isSummary, skipped = [], earlier, conclude }: Sending,
): Promise<INodeExecutionData[]> {
	const ledger = settings.joins && !settings.dryRun ? new Ledger(ctx) : undefined;
	const sentWith = (entry: Planned) => ledger?.sentWith(entry, settings.ifUnsure);
	const planned = planWithin(parts, settings.fences, settings.joins ? sentWith : undefined);
	hintDuplicates(
		ctx,
		planned.flatMap(({ entries }) => entries),
	);
	const drafts = parts.flatMap((part) => part.drafts);
	if (settings.joins || drafts.some(({ maxSegments }) => maxSegments)) hintLengths(ctx, planned);
	let story: Story | undefined;
	const reporting = {
		simplify,
		story: () => (story ??= new Story(planned, settings.ifUnsure)),
	};
	const lines = settings.dryRun
		? await dryRun(ctx, planned, settings, reporting)
		: await deliverAll(ctx, planned, settings, reporting, earlier);
	lines.push(...skipped.map(skippedLine));
	// Parts share no items, and the messages of an item are in order.
	if (parts.length > 1 || skipped.length > 0) lines.sort((a, b) => a.item - b.item);
	hintLostReferences(ctx, lines, planned);
	hintNotes(ctx, lines);
	if (settings.waitMs !== undefined && !settings.dryRun) completeDelivery(ctx, lines);
	// Null then says something: no provider took the reference, or nothing was scheduled.
	const asked = [
		...(drafts.some(({ reference }) => given(reference) !== undefined) ? ['reference'] : []),
		...(drafts.some(({ sendAt }) => sendAt !== undefined) ? ['scheduledAt'] : []),
	];
	if (conclude && !settings.dryRun) {
		const concluded = await conclude(simplify ? leaveOutEmpty(lines, asked) : lines);
		if (concluded) return concluded;
	}
	return toOutput(ctx, lines, simplify, asked, isSummary);
}

/** Every message of these items fails, because their account cannot be opened. */
function unopened(error: Error, items: readonly number[]): Part {
	const { message, hint = 'Check the credential, and its expressions.' } = causeOf(error);
	const failed = fault('Credential', 'auth', message, hint);
	return { targets: [], drafts: items.map((item) => ({ item, fault: failed })) };
}

/** A list that is a single expression: if it gives nothing, the list is empty, which the plan refuses. */
const ONE_EXPRESSION = /^=\s*\{\{(?:(?!\{\{|\}\})[^])*\}\}\s*$/;
/** A text that is a field of the input: it shows itself if there is nothing. */
const ONE_FIELD = /^=\s*\{\{\s*\$json(?:\.[a-z_]\w*)+\s*\}\}\s*$/i;

/** Returns a function that tells whether an expression of an item may have given nothing, unseen. */
function mayHaveGaps(ctx: IExecuteFunctions, fields: Fields): (params: object) => boolean {
	const stored = ctx.getNode().parameters;
	const watched = fields.filter(({ name, isContent, many }) => {
		const written = stored[name];
		if (typeof written !== 'string') return (isContent ?? many) && written !== undefined;
		return written.startsWith('=') && (isContent || (many && !ONE_EXPRESSION.test(written)));
	});
	const isField = ({ name }: Field) => ONE_FIELD.test(String(stored[name]));
	const shown = watched.filter(isField).map(({ name }) => name);
	if (shown.length < watched.length) return () => true;
	return (params) =>
		shown.some((name) => SUSPICIOUS.test(String((params as Record<string, unknown>)[name])));
}

const FENCES: readonly string[] = SEND_OPTIONS.filter((option) => 'isFence' in option).map(
	({ name }) => name,
);

/** Whether there are limits: options that are fences, or those of a tool without any option. */
const hasFences = (ctx: IExecuteFunctions, options: SharedRunOptions): boolean =>
	isTool(ctx.getNode()) ||
	Object.entries(options).some(([name, value]) => FENCES.includes(name) && value !== undefined);

/** What earlier runs of this execution may have done; only a Retry has any that the ledger does not know. */
function earlierRuns(ctx: IExecuteFunctions): Earlier | undefined {
	if (ctx.getMode() === 'retry') return new Earlier(ctx);
	markOf(ctx);
	return undefined;
}

async function sendItems(
	ctx: IExecuteFunctions,
	operation: SendOperation,
	earlier: Earlier | undefined,
	abandons: Array<NonNullable<Opened['abandon']>>,
): Promise<INodeExecutionData[]> {
	const { run, read: readParams } = openSendParams(ctx, operation.fields);
	const isSuspect = mayHaveGaps(ctx, operation.fields);
	let gaps: Gaps | undefined;
	let tidy = 0;
	const readDraft = (item: number): Draft => {
		const params = readParams(item);
		if (isFault(params)) return { item, fault: params };
		const { options } = params;
		if (isSuspect(params)) gaps ??= new Gaps(ctx, operation.fields);
		const found = gaps?.check(item, params, options.ifEmptyExpression === 'refuse');
		const { fault: contentFault, missing = [] } = found ?? {};
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
	const fences = hasFences(ctx, run.options) ? readFences(ctx, run.options) : undefined;
	const inputs = ctx.getInputData();
	const accounts =
		inputs.length > 1 ? await itemsByAccount(ctx) : [{ ctx, items: [...inputs.keys()] }];
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
		const hasTemplates = drafts.some(({ template, perProvider }) => template ?? perProvider);
		const checked = hasTemplates ? await checkTemplates(drafts, targets) : drafts;
		parts.push({ targets, callers, order, drafts: checked });
	}
	gaps?.hint();
	if (closed.length > 0) hintClosed(ctx, closed);
	if (tidy > 0) hintTidied(ctx, tidy);
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
	const sent = await settle(sendItems(ctx, operation, earlierRuns(ctx), abandons));
	if (sent.ok) return sent.value;
	for (const abandon of abandons) await settle(abandon());
	const error = asNodeError(ctx, sent.error);
	// If we threw, n8n would pass the inputs on as if they had succeeded.
	if (ctx.continueOnFail()) return failAllItems(ctx, error);
	throw error;
}
