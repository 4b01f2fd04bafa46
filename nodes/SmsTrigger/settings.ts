/** The parameters of the trigger. */
import { createHash } from 'node:crypto';
import type { IPollFunctions } from 'n8n-workflow';
import type { Filter } from '../../core/receiving/filter';
import { anyText } from '../../core/values';
import { type FilterText, readInboundFilter } from '../../n8n/receiving/fields';
import { readRunParams } from '../../n8n/parameters/read';
import { SIMPLIFY_FIELD } from '../../n8n/parameters/fields';
import { readAuthentication } from '../authentication';
import { readProvider } from '../choices';
import { FILTERS, OPTIONS, ruleField } from './fields';
import { POLLED, type PolledProvider } from './providers';

export interface Settings {
	readonly provider: PolledProvider;
	/** Credential type name. */
	readonly authentication: string;
	readonly filter: Filter;
	readonly isSimple: boolean;
	/** Whether the first activation outputs the messages that already exist. */
	readonly includesHistory: boolean;
	/** Whether to mark messages as read once handed over, where the provider has read marks. */
	readonly marks: boolean;
	readonly createsRule: boolean;
	/** Identifies provider, credential and filter, see `Cursor.of`. */
	readonly of: string;
}

/**
 * Identifies the inbox and the filter: another credential, or another account in it, is another
 * inbox, and another filter selects other messages.
 */
async function identify(
	ctx: IPollFunctions,
	{ provider, inbox }: PolledProvider,
	authentication: string,
	filter: FilterText,
): Promise<string> {
	const credential = await ctx.getCredentials(authentication);
	const account = inbox.identity.map((field) => anyText(credential[field] ?? ''));
	const id = ctx.getNode().credentials?.[authentication]?.id ?? '';
	const all = [provider.id, authentication, id, account, filter];
	return createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 22);
}

function readRule(ctx: IPollFunctions, { inbox: { rule } }: PolledProvider): boolean {
	if (!rule) return false;
	const { options } = readRunParams(ctx, [{ ...OPTIONS, options: [ruleField(rule)] }]);
	return options[rule.name] === true;
}

/** @throws NodeOperationError that names the invalid parameter or the missing credential */
export async function readSettings(ctx: IPollFunctions): Promise<Settings> {
	const provider = readProvider(ctx, POLLED);
	const authentication = readAuthentication(ctx, provider.provider);
	const { simplify, filters, options } = readRunParams(ctx, [...SIMPLIFY_FIELD, FILTERS, OPTIONS]);
	const { filter, text } = readInboundFilter(ctx, filters);
	return {
		provider,
		authentication,
		filter,
		isSimple: simplify,
		includesHistory: options.includeHistory === true,
		marks: provider.inbox.hasMarks && options.markAsRead !== false,
		createsRule: readRule(ctx, provider),
		of: await identify(ctx, provider, authentication, text),
	};
}
