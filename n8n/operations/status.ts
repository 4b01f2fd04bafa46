/** Asks for the delivery status of messages that were sent earlier: all input items together. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { groupBy } from '../../core/sending/grouping';
import type { Failure } from '../../core/outcome';
import type { ProviderAccount } from '../../core/provider';
import type { DeliveryReport } from '../../core/receiving/delivery';
import type { StatusQuery } from '../../core/status';
import { errorItem, failItems, toError } from '../errors';
import { settle } from '../../core/values';
import { itemsByAccount } from '../http/accounts';
import { reportColumns } from '../receiving/items';

/** A message of an input item, and the provider that sent it. */
export interface Wanted extends StatusQuery {
	readonly item: number;
	/** Provider id. */
	readonly provider: string;
}

/** How the messages of a run are read, and their accounts opened. */
export interface StatusRun {
	readonly simplify: boolean;
	/** The messages of an item. @throws NodeOperationError for invalid parameters */
	read(item: number): readonly Omit<Wanted, 'item'>[];
	/** @throws NodeOperationError if there is no such provider or no credential */
	open(ctx: IExecuteFunctions, provider: string): Promise<ProviderAccount>;
}

type Found = DeliveryReport | { readonly failure: Failure } | 'unlisted';

/** The same message, whatever item it belongs to. */
const keyOf = ({ provider, messageId }: Pick<Wanted, 'provider' | 'messageId'>) =>
	JSON.stringify([provider, messageId]);

const cannotAsk = (name: string): Failure => ({
	class: 'configuration',
	code: 'NO_STATUS',
	message: `${name} has no API for the delivery status of a message`,
	hint: 'Use the SMS Webhook Trigger with delivery reports instead.',
});

/** Asks one provider about the messages of one account. */
async function ask(
	{ provider, account }: ProviderAccount,
	wanted: readonly Wanted[],
	hints: Set<string>,
): Promise<Map<string, Found>> {
	const name = account.form?.displayName ?? provider.displayName;
	const queries = [...new Map(wanted.map((one) => [one.messageId, one])).values()];
	const answer = account.status
		? await account.status(queries)
		: { reports: [], failure: cannotAsk(name) };
	if (answer.hint) hints.add(answer.hint);
	const byId = new Map(answer.reports.map((report) => [report.messageId, report]));
	const { failure } = answer;
	let unlisted = 0;
	const found = queries.map((query): [string, Found] => {
		const report = byId.get(query.messageId);
		if (report) return [keyOf(query), report];
		if (failure) return [keyOf(query), { failure }];
		unlisted++;
		return [keyOf(query), 'unlisted'];
	});
	if (unlisted > 0) {
		const messages = unlisted === 1 ? '1 of the messages' : `${unlisted} of the messages`;
		hints.add(`${name} does not list ${messages} (yet). Its history may lag behind by minutes.`);
	}
	return new Map(found);
}

/** A message that the provider does not list. */
const unlisted = ({ messageId, provider, to }: Wanted): IDataObject => ({
	...reportColumns({
		messageId,
		provider,
		to: to ?? null,
		status: 'unknown',
		final: false,
		reportedAt: null,
		reference: null,
		errorCode: null,
		errorText: null,
		raw: null,
	}),
});

/**
 * One item per message, in input order. Messages of the same provider and account are asked about
 * together.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the node continues
 */
export async function runStatus(
	ctx: IExecuteFunctions,
	{ simplify, read, open }: StatusRun,
): Promise<INodeExecutionData[]> {
	const groups = await settle(itemsByAccount(ctx));
	if (!groups.ok) return failItems(ctx, groups.error);
	const hints = new Set<string>();
	const output: INodeExecutionData[][] = ctx.getInputData().map(() => []);
	const errors = new Map<number, Error>();

	for (const { ctx: own, items } of groups.value) {
		const wanted: Wanted[] = [];
		for (const item of items) {
			try {
				for (const one of read(item)) wanted.push({ ...one, item });
			} catch (error) {
				errors.set(item, error as Error);
			}
		}
		const found = new Map<string, Found>();
		const closed = new Map<string, Error>();
		for (const [provider, messages] of groupBy(wanted, ({ provider: id }) => id)) {
			const account = await settle(open(own, provider));
			if (!account.ok) closed.set(provider, account.error);
			else for (const entry of await ask(account.value, messages, hints)) found.set(...entry);
		}
		for (const one of wanted) {
			const result = found.get(keyOf(one)) ?? 'unlisted';
			const error = closed.get(one.provider);
			if (error) {
				errors.set(one.item, error);
			} else if (result === 'unlisted') {
				output[one.item]?.push({ json: unlisted(one), pairedItem: { item: one.item } });
			} else if ('failure' in result) {
				errors.set(one.item, toError(ctx, result.failure, { itemIndex: one.item }));
			} else {
				const json = reportColumns({ ...result, to: result.to ?? one.to ?? null });
				output[one.item]?.push({
					json: simplify ? json : { ...json, raw: result.raw as IDataObject },
					pairedItem: { item: one.item },
				});
			}
		}
	}
	for (const message of hints) ctx.addExecutionHints({ message, location: 'outputPane' });
	const [first] = [...errors].sort(([a], [b]) => a - b);
	if (first && !ctx.continueOnFail()) throw first[1];
	for (const [item, error] of errors) output[item]?.push(errorItem(ctx, error, item));
	return output.flat();
}
