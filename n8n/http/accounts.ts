/**
 * Which items use which account. Fields of a credential may hold expressions ("one account per
 * customer"), which n8n resolves for one item at a time.
 */
import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IWorkflowExecuteAdditionalData,
	NodeOperationError,
} from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import { contentId } from '../../core/digests';
import { groupBy } from '../../core/sending/grouping';
import { settle } from '../../core/values';
import { errorNode } from '../errors';
import { dependsOnItem } from '../parameters/read';

/** Items with the same accounts, and the context that reads credentials as for these items. */
export interface ItemsOfAccount {
	readonly ctx: IExecuteFunctions;
	/** Positions of input items, ascending. */
	readonly items: readonly number[];
}

/** n8n reads a credential from its database each time, which takes about 1 ms. */
const READ_AT_ONCE = 20;

/**
 * Whether a credential has fields that may differ between items. Looks at the credential as it is
 * stored, because reading it once per item would take longer than sending the texts. n8n's contexts
 * contain what that needs, but its types do not show it; without it the answer is yes.
 */
async function variesByItem(ctx: IExecuteFunctions, type: string): Promise<boolean> {
	const { additionalData } = ctx as { readonly additionalData?: IWorkflowExecuteAdditionalData };
	const details = ctx.getNode().credentials?.[type];
	if (!additionalData || !details) return details !== undefined;
	const stored = await settle(
		additionalData.credentialsHelper.getDecrypted(
			additionalData,
			details,
			type,
			ctx.getMode(),
			undefined,
			true,
		),
	);
	// A credential that cannot be read is reported when its account is opened.
	return stored.ok && Object.values(stored.value).some(dependsOnItem);
}

/** n8n resolves credentials, also those of its HTTP helpers, through this method of the context. */
const forItem = (ctx: IExecuteFunctions, item: number): IExecuteFunctions =>
	Object.create(ctx, {
		getCredentials: { value: async (type: string) => await ctx.getCredentials(type, item) },
	}) as IExecuteFunctions;

/** n8n keeps one token per OAuth2 credential, which would belong to the account of another item. */
function refuseTokens(ctx: IExecuteFunctions, type: string, data: ICredentialDataDecryptedObject) {
	if (data.grantType === undefined && data.oauthTokenData === undefined) return;
	throw new NodeOperationError(
		errorNode(ctx),
		`The credential ${type} differs between items, which OAuth2 does not allow`,
		{
			description:
				'n8n keeps one token per OAuth2 credential. Use a credential with an API key, or one OAuth2 credential per account.',
		},
	);
}

/**
 * Groups the items by the accounts that the node's credentials name for them. All items are in one
 * group, at the cost of reading each credential once, unless a credential has expressions.
 *
 * @throws NodeOperationError if an OAuth2 credential differs between items
 */
export async function itemsByAccount(ctx: IExecuteFunctions): Promise<ItemsOfAccount[]> {
	const items = [...ctx.getInputData().keys()];
	const varying: string[] = [];
	if (items.length > 1) {
		for (const type of Object.keys(ctx.getNode().credentials ?? {})) {
			if (await variesByItem(ctx, type)) varying.push(type);
		}
	}
	if (varying.length === 0) return [{ ctx, items }];

	const ids: string[][] = [];
	await forEachBounded(items, READ_AT_ONCE, async (item) => {
		const read = await Promise.all(
			varying.map(async (type) => await settle(ctx.getCredentials(type, item))),
		);
		ids[item] = read.map((one) => contentId(one.ok ? one.value : one.error.message));
	});
	const groups = groupBy(items, (item) => ids[item]?.join());
	for (const [position, type] of varying.entries()) {
		if (new Set(ids.map((one) => one[position])).size === 1) continue;
		const data = await settle(ctx.getCredentials(type, 0));
		if (data.ok) refuseTokens(ctx, type, data.value as ICredentialDataDecryptedObject);
	}
	return [...groups.values()].map((group) => ({ ctx: forItem(ctx, group[0] ?? 0), items: group }));
}
