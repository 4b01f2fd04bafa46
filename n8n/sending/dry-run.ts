/** Dry Run: what would be sent, in which request, and what it would cost. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { totalsOf } from '../../core/money';
import type { Failure, Price } from '../../core/outcome';
import { isPlanned } from '../../core/planning/plan';
import { repeatedIn, repeatKeys } from '../../core/planning/repeats';
import type { PriceAnswer, SmsProvider } from '../../core/provider';
import { shielded } from '../errors';
import { listed } from '../names';
import { applyPolicies, type PlannedPart, type RunSettings } from './parts';
import { skippedInRun } from './repeats';
import { dryRunLine, type Place, refusedLine, resultLines } from './results';
import type { Reporting } from './story';
import { count, type Line } from './summary';

/** What a provider said about prices, over all of its accounts. */
interface Asked {
	readonly provider: SmsProvider;
	/** Of so many messages. */
	messages: number;
	readonly prices: Price[];
	/** Messages that have a price. */
	priced: number;
	failure?: Failure;
}

/** The price of each message by its index: the sum, where one message has several recipients. */
function byMessage({ prices }: PriceAnswer): Map<number, Price> {
	const known = new Map<number, Price>();
	for (const { index, price } of prices) {
		const before = known.get(index);
		known.set(index, before ? (totalsOf([before, price])[0] ?? price) : price);
	}
	return known;
}

/** n8n's store cannot be asked without recording. */
const NOT_LOOKED_UP =
	'Suppress Repeats was applied within this run only: it did not look for texts of earlier executions.';

/** A Dry Run that was left on must not look like a send. */
function hintDryRun(
	ctx: IExecuteFunctions,
	asked: Iterable<Asked>,
	suppressesRepeats: boolean,
): void {
	const hint = (message: string) =>
		ctx.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	const nothing = 'Dry Run: nothing was sent. To send, turn off Dry Run under Options.';
	hint(suppressesRepeats ? `${nothing} ${NOT_LOOKED_UP}` : nothing);
	for (const { provider, messages, prices, priced, failure } of asked) {
		const { displayName } = provider;
		const sums = totalsOf(prices).map(({ amount, currency }) =>
			currency === null ? `${amount} in the currency of the account` : `${amount} ${currency}`,
		);
		const without = messages - priced;
		const parts = [
			priced > 0 &&
				`${count(priced, 'message', 'messages')} would cost ${listed(sums)} at ${displayName}.`,
			without > 0 &&
				`${displayName} gave no price for ${count(without, 'message', 'messages')}${failure ? `: ${failure.message}` : ''}.`,
		];
		hint(shielded(parts.filter(Boolean).join(' ')));
	}
}

/**
 * What would be sent, and in which request to its first provider, with prices where a provider gives
 * them. A price that cannot be had is told, and is no error.
 */
export async function dryRun(
	ctx: IExecuteFunctions,
	parts: readonly PlannedPart[],
	settings: RunSettings,
	reporting: Reporting,
): Promise<Line[]> {
	const keys = repeatKeys(parts);
	const repeated = repeatedIn(keys);
	const asked = new Map<string, Asked>();
	const lines: Line[] = [];
	for (const { targets, entries } of applyPolicies(parts, settings)) {
		const planned = entries.filter(isPlanned).filter((entry) => !repeated.has(entry));
		const places: Place[] = [];
		const prices = new Map<number, Price>();
		for (const { provider, account } of targets) {
			const first = planned.filter(({ stops }) => stops[0]?.provider === provider.id);
			const messages = first.map(({ message }) => message);
			const batches = account.group(messages);
			batches.forEach((batch, request) => {
				const place = { provider: provider.id, request: request + 1, requests: batches.length };
				for (const { index } of batch.messages) places[index] = place;
			});
			if (!account.price || messages.length === 0) continue;
			const answer = await account.price(messages);
			const known = byMessage(answer);
			const total: Asked = asked.get(provider.id) ?? {
				provider,
				messages: 0,
				prices: [],
				priced: 0,
			};
			asked.set(provider.id, total);
			total.messages += messages.length;
			total.priced += known.size;
			for (const [index, price] of known) {
				prices.set(index, price);
				total.prices.push(price);
			}
			total.failure ??= answer.failure;
		}
		for (const entry of entries) {
			if (!isPlanned(entry)) lines.push(refusedLine(entry, reporting.story));
			else if (repeated.has(entry)) {
				const fate = { results: [skippedInRun(entry)], attempts: [] };
				lines.push(...resultLines(entry, fate, reporting));
			} else lines.push(dryRunLine(entry, places[entry.index], prices.get(entry.index)));
		}
	}
	hintDryRun(ctx, asked.values(), keys.size > 0);
	return lines;
}
