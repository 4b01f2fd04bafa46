/** Grouping by account where n8n's context does not show how a credential is stored. */
import { type ICredentialDataDecryptedObject, type IExecuteFunctions } from 'n8n-workflow';
import { itemsByAccount } from '../../../n8n/http/accounts';
import { context, NODE } from '../context.mts';

/** A context with one credential, which has this key for each item. */
function withKeys(keys: readonly string[]): IExecuteFunctions {
	const own: Partial<IExecuteFunctions> = {
		getNode: () => ({ ...NODE, credentials: { someApi: { id: '1', name: 'Some' } } }),
		async getCredentials<T extends object = ICredentialDataDecryptedObject>(
			_type: string,
			item = 0,
		) {
			return await Promise.resolve({ key: keys[item] } as unknown as T);
		},
	};
	return Object.assign(context({ items: keys.length }).ctx, own);
}

test('the credential is read for every item', async () => {
	const groups = await itemsByAccount(withKeys(['a', 'b', 'a']));
	expect(groups.map(({ items }) => items)).toEqual([[0, 2], [1]]);
	const keys = groups.map(async ({ ctx }) => (await ctx.getCredentials('someApi')).key);
	expect(await Promise.all(keys)).toEqual(['a', 'b']);
});

test('without a credential, all items belong together', async () => {
	const { ctx } = context({ items: 3 });
	expect(await itemsByAccount(ctx)).toEqual([{ ctx, items: [0, 1, 2] }]);
});
