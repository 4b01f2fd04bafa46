/** Registers and removes webhooks at the provider when the workflow is activated or deactivated. */
import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import { isPrivateUrl } from '../../core/addresses';
import { errorNode, inOneSentence, toError } from '../../n8n/errors';
import { settle } from '../../core/values';
import { forgetMemoryOf } from '../../n8n/receiving/webhook-memory';
import type { WantedRule, WebhookRules } from '../../n8n/receiving/webhook-rules';
import {
	type ManagedAccount,
	readAccount,
	readSecret,
	readSettings,
	readWishes,
	type Settings,
	type Wishes,
} from './settings';
import { leftoversOf, rememberLeftovers, rememberSalt, stateOf } from './state';
import { currentToken, isAddressOf, testUrlsOf, withToken } from './token';

const urlOf = (ctx: IHookFunctions): string => ctx.getNodeWebhookUrl('default') ?? '';

/** A provider cannot call a private URL, unless it is on a private address itself (a test server). */
async function refusePrivateUrl(
	ctx: IHookFunctions,
	{ registered }: Settings,
	{ authentication }: ManagedAccount,
): Promise<void> {
	if (!isPrivateUrl(urlOf(ctx))) return;
	const { baseUrl } = await ctx.getCredentials(authentication);
	if (isPrivateUrl(String(baseUrl ?? '').trim())) return;
	throw new NodeOperationError(
		errorNode(ctx),
		`${registered.provider.displayName} cannot call this n8n: its webhook URL is a private address`,
		{
			description:
				'Set WEBHOOK_URL of n8n to an address that can be reached from the internet, and restart n8n.',
		},
	);
}

/**
 * Recognises the addresses of this node. Production also cleans up what is left over: rules that a
 * failed deactivation left, and those of a test that n8n did not live to end.
 */
function ours(ctx: IHookFunctions): (address: string) => boolean {
	const url = urlOf(ctx);
	if (ctx.getMode() === 'manual') return isAddressOf([url]);
	const isOurs = isAddressOf([url, ...testUrlsOf(url, ctx.getNode().webhookId)]);
	const leftovers = leftoversOf(ctx);
	return (address) => isOurs(address) || leftovers.includes(address);
}

async function wantedRule(
	ctx: IHookFunctions,
	kinds: Wishes['kinds'],
	account: ManagedAccount,
): Promise<WantedRule> {
	return {
		address: withToken(urlOf(ctx), await currentToken(ctx, account)),
		isOurs: ours(ctx),
		kinds,
		name: `n8n ${ctx.getWorkflow().name ?? ''}`.trim().slice(0, 60),
	};
}

/** Stores the registered token, so that calls stay valid after the account's key has changed. */
async function rememberToken(ctx: IHookFunctions, account: ManagedAccount): Promise<void> {
	const token = await currentToken(ctx, account);
	stateOf(ctx).data.token = token;
}

/** @param problem why rules could not be removed */
const warn = (ctx: IHookFunctions, problem: string): void =>
	ctx.logger.warn(
		`${ctx.getNode().name}: the webhook could not be removed at the provider. ${problem}`,
	);

interface Managed {
	readonly account: ManagedAccount;
	readonly rules: WebhookRules;
	readonly wanted: WantedRule;
}

/** What the workflow needs at the provider; `undefined` where webhooks are set up by hand. */
async function prepare(ctx: IHookFunctions): Promise<Managed | undefined> {
	const settings = readSettings(ctx);
	const { kinds } = readWishes(ctx, settings);
	// Also where nothing is registered: what a renamed node has seen has to follow it.
	rememberSalt(ctx);
	// Says at once what the calls would be refused for.
	await readSecret(ctx, settings);
	const { account } = settings;
	if (!account) return undefined;
	const rules = await account.connect(ctx, account.authentication);
	await refusePrivateUrl(ctx, settings, account);
	return { account, rules, wanted: await wantedRule(ctx, kinds, account) };
}

async function find(ctx: IHookFunctions): Promise<boolean> {
	const managed = await prepare(ctx);
	// Set up by hand: there is nothing to find, and nothing to create.
	if (!managed) return true;
	const found = await managed.rules.exists(managed.wanted);
	if (!found.ok) throw toError(ctx, found.failure, found);
	if (!found.value) return false;
	await rememberToken(ctx, managed.account);
	rememberLeftovers(ctx, []);
	return true;
}

async function create(ctx: IHookFunctions): Promise<boolean> {
	const managed = await prepare(ctx);
	if (!managed) return true;
	const created = await managed.rules.create(managed.wanted);
	if (!created.ok) throw toError(ctx, created.failure, created);
	await rememberToken(ctx, managed.account);
	// A workflow must not stay off because of a rule that it no longer needs.
	if (created.value) warn(ctx, created.value.message);
	else rememberLeftovers(ctx, []);
	return true;
}

async function whole<T>(work: Promise<T>): Promise<T> {
	const done = await settle(work);
	if (!done.ok) throw inOneSentence(done.error);
	return done.value;
}

/** @throws NodeOperationError where the settings cannot work, NodeApiError where the provider refuses */
export const isRegistered = async (ctx: IHookFunctions): Promise<boolean> => await whole(find(ctx));

/** @throws NodeOperationError where the settings cannot work, NodeApiError where the provider refuses */
export const register = async (ctx: IHookFunctions): Promise<boolean> => await whole(create(ctx));

async function removeOurs(ctx: IHookFunctions): Promise<string | undefined> {
	const account = readAccount(ctx);
	if (!account) return undefined;
	const rules = await account.connect(ctx, account.authentication);
	const removed = await rules.remove(ours(ctx));
	return removed.ok ? undefined : removed.failure.message;
}

/** Never blocks deactivating: n8n's log reports what could not be removed, the next activation does. */
export async function unregister(ctx: IHookFunctions): Promise<boolean> {
	const { data, place } = stateOf(ctx);
	// The end of a test in the editor must not affect production.
	if (ctx.getMode() !== 'manual') forgetMemoryOf(ctx.getWorkflow().id ?? '', place);
	const done = await settle(removeOurs(ctx));
	const problem = done.ok ? done.value : done.error.message;
	if (problem === undefined) {
		rememberLeftovers(ctx, []);
		return true;
	}
	const { token } = data;
	const registered = typeof token === 'string' ? [withToken(urlOf(ctx), token)] : [];
	rememberLeftovers(ctx, [...leftoversOf(ctx), ...registered]);
	warn(ctx, problem);
	return false;
}
