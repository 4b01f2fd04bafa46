/** What the parameters of the trigger say. */
import { createHash } from 'node:crypto';
import { type IDataObject, type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import { type Filter, readFilter, type WrittenFilter } from '../../core/filter';
import { anyText } from '../../core/values';
import { errorNode } from '../../n8n/errors';
import { authenticationParameter } from '../authentication';
import { PROVIDERS, type RegisteredInbox, type RegisteredProvider } from '../providers';

/** A provider whose messages can be polled. */
export type PolledProvider = RegisteredProvider & { readonly inbox: RegisteredInbox };

const isPolled = (one: RegisteredProvider): one is PolledProvider => one.inbox !== undefined;

/** By name, as the editor lists them. */
export const POLLED: readonly PolledProvider[] = PROVIDERS.filter(isPolled);

export interface Settings {
	readonly provider: PolledProvider;
	/** Credential type name. */
	readonly authentication: string;
	readonly filter: Filter;
	readonly isSimple: boolean;
	/** Give out what is there at the first activation. */
	readonly includesHistory: boolean;
	/** Acknowledge what was handed over, where the provider has marks. */
	readonly marks: boolean;
	readonly createsRule: boolean;
	/** Tells provider, credential and filter apart, see `Cursor.of`. */
	readonly of: string;
}

const refuse = (ctx: IPollFunctions, message: string, description: string) =>
	new NodeOperationError(errorNode(ctx), message, { description });

const collection = (ctx: IPollFunctions, name: string): IDataObject =>
	(ctx.getNodeParameter(name, {}) ?? {}) as IDataObject;

function readWritten(filters: IDataObject): WrittenFilter {
	const text = (name: string) => anyText(filters[name] ?? '').trim();
	return {
		from: text('from'),
		to: text('to'),
		keyword: text('keyword'),
		pattern: text('pattern'),
	};
}

/**
 * Whose messages these are: another credential, or another account in it, is another inbox, and
 * another filter wants other messages.
 */
async function identify(
	ctx: IPollFunctions,
	{ provider, inbox }: PolledProvider,
	authentication: string,
	written: WrittenFilter,
): Promise<string> {
	const credential = await ctx.getCredentials(authentication);
	const account = inbox.identity.map((field) => anyText(credential[field] ?? ''));
	const id = ctx.getNode().credentials?.[authentication]?.id ?? '';
	const all = [provider.id, authentication, id, account, written];
	return createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 22);
}

/** @throws NodeOperationError that names the parameter that is wrong, or the credential that is missing */
export async function readSettings(ctx: IPollFunctions): Promise<Settings> {
	const id = ctx.getNodeParameter('provider') as string;
	const provider = POLLED.find((one) => one.provider.id === id);
	if (!provider) {
		const description = 'Choose the provider from the list.';
		throw refuse(ctx, `There is no provider "${anyText(id)}"`, description);
	}
	const [first] = provider.provider.authentications;
	const authentication = ctx.getNodeParameter(authenticationParameter(id), first.value) as string;
	if (!provider.provider.authentications.some(({ value }) => value === authentication)) {
		const description = 'Choose one from the list.';
		throw refuse(ctx, 'Authentication is not one of the choices', description);
	}
	const written = readWritten(collection(ctx, 'filters'));
	const filter = readFilter(written);
	if (typeof filter !== 'function') {
		throw refuse(
			ctx,
			`The Regular Expression cannot be used: ${filter.unusable}`,
			'Look-arounds and back-references are not supported. Correct it under Filters, or use Keyword.',
		);
	}
	const options = collection(ctx, 'options');
	return {
		provider,
		authentication,
		filter,
		isSimple: ctx.getNodeParameter('simplify', true) !== false,
		includesHistory: options.includeHistory === true,
		marks: provider.inbox.hasMarks && options.markAsRead !== false,
		createsRule: options.createPollRule === true,
		of: await identify(ctx, provider, authentication, written),
	};
}
