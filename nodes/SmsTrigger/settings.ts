/** The parameters of the trigger. */
import { createHash } from 'node:crypto';
import type { IPollFunctions } from 'n8n-workflow';
import type { Filter } from '../../core/receiving/filter';
import { anyText } from '../../core/values';
import { ownOrigin, readCredential } from '../../n8n/http/credential';
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
	/** Set if files are downloaded: the origin of the credential's Base URL. */
	readonly media?: { readonly own: string | undefined };
	/** Identifies provider, credential and filter, see `Cursor.of`. */
	readonly of: string;
	/** Differs for another key, where only the key tells accounts apart. */
	readonly key: string;
}

const digest = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

/**
 * Identifies the inbox and the filter: another credential, or another account in it, is another
 * inbox, and another filter selects other messages. The fields of the credential may hold expressions;
 * what they give now is the account that this poll asks.
 */
async function identify(
	ctx: IPollFunctions,
	{ provider, inbox }: PolledProvider,
	authentication: string,
	filter: FilterText,
): Promise<Pick<Settings, 'of' | 'key'>> {
	const credential = await readCredential(ctx, authentication);
	const valuesOf = (fields: readonly string[]) =>
		fields.map((field) => anyText(credential[field] ?? ''));
	const id = ctx.getNode().credentials?.[authentication]?.id ?? '';
	const of = digest([provider.id, authentication, id, valuesOf(inbox.identity), filter]);
	return { of, key: digest([of, valuesOf(inbox.keys ?? [])]) };
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
	const withMedia = provider.inbox.hasMedia === true && options.downloadMedia === true;
	return {
		provider,
		authentication,
		filter,
		isSimple: simplify,
		includesHistory: options.includeHistory === true,
		marks: provider.inbox.hasMarks && options.markAsRead !== false,
		createsRule: readRule(ctx, provider),
		...(withMedia && { media: { own: await ownOrigin(ctx, authentication) } }),
		...(await identify(ctx, provider, authentication, text)),
	};
}
