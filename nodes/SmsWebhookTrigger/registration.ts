/** What activating and deactivating the workflow does at the provider. */
import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import { isPrivateUrl } from '../../core/private-address';
import { errorNode, inOneSentence, settle, toError } from '../../n8n/errors';
import { forgetMemoryOf } from '../../n8n/webhook-memory';
import type { Registration, Target } from '../../n8n/webhook-registration';
import type { WebhookProvider } from '../providers';
import { providerOf, readSecret, readSettings, type Settings } from './settings';
import { authenticationOf, currentToken, isAddressOf, withToken } from './token';

/** The provider's own registrations, where it has an API for them. */
async function registrationOf(
	ctx: IHookFunctions,
	registered: WebhookProvider,
): Promise<Registration | undefined> {
	return await registered.webhooks.connect?.(ctx, authenticationOf(ctx));
}

const urlOf = (ctx: IHookFunctions): string => ctx.getNodeWebhookUrl('default') ?? '';

/** Where nothing can be registered from outside, unless the provider is just as near (a test server). */
async function refusePrivateUrl(ctx: IHookFunctions, { registered }: Settings): Promise<void> {
	if (!isPrivateUrl(urlOf(ctx))) return;
	const { baseUrl } = await ctx.getCredentials(authenticationOf(ctx));
	if (isPrivateUrl(String(baseUrl ?? '').trim())) return;
	throw new NodeOperationError(
		errorNode(ctx),
		`${registered.provider.displayName} cannot call this n8n: its webhook URL is a private address`,
		{
			description:
				'Set WEBHOOK_URL of n8n to the address at which it can be reached from the internet, and restart it.',
		},
	);
}

/** A wire that proves nothing is protected by its path alone, so the path has to be unguessable. */
function refuseGuessablePath(ctx: IHookFunctions): void {
	if (ctx.getNode().webhookId) return;
	throw new NodeOperationError(errorNode(ctx), 'The webhook URL of this node can be guessed', {
		description:
			'The provider does not sign its calls. Delete the node and add it again to get a secret URL, or choose a credential.',
	});
}

async function targetOf(ctx: IHookFunctions, { kinds }: Settings): Promise<Target> {
	const url = urlOf(ctx);
	return {
		address: withToken(url, await currentToken(ctx)),
		isOurs: isAddressOf(url),
		kinds,
		name: `n8n ${ctx.getWorkflow().name ?? ''}`.trim().slice(0, 60),
	};
}

/** For the time when the account's key is another one. */
async function rememberToken(ctx: IHookFunctions): Promise<void> {
	ctx.getWorkflowStaticData('node').token = await currentToken(ctx);
}

async function checkSettings(ctx: IHookFunctions): Promise<Settings> {
	const settings = readSettings(ctx);
	const secret = await readSecret(ctx, settings);
	if (!secret) refuseGuessablePath(ctx);
	return settings;
}

async function find(ctx: IHookFunctions): Promise<boolean> {
	const settings = await checkSettings(ctx);
	const registration = await registrationOf(ctx, settings.registered);
	// Set up by hand: nothing to find, and nothing to create.
	if (!registration) return true;
	await refusePrivateUrl(ctx, settings);
	const found = await registration.exists(await targetOf(ctx, settings));
	if (!found.ok) throw toError(ctx, found.failure, found);
	if (found.value) await rememberToken(ctx);
	return found.value;
}

async function create(ctx: IHookFunctions): Promise<boolean> {
	const settings = await checkSettings(ctx);
	const registration = await registrationOf(ctx, settings.registered);
	if (!registration) return true;
	await refusePrivateUrl(ctx, settings);
	const created = await registration.create(await targetOf(ctx, settings));
	if (!created.ok) throw toError(ctx, created.failure, created);
	await rememberToken(ctx);
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
	const registration = await registrationOf(ctx, providerOf(ctx));
	if (!registration) return undefined;
	const removed = await registration.remove(isAddressOf(urlOf(ctx)));
	return removed.ok ? undefined : removed.failure.message;
}

/** Never stands in the way of deactivating: what stays behind is told in n8n's log. */
export async function unregister(ctx: IHookFunctions): Promise<boolean> {
	// The end of a test in the editor is none of production.
	if (ctx.getMode() !== 'manual') forgetMemoryOf(ctx.getWorkflow().id ?? '', ctx.getNode().id);
	const done = await settle(removeOurs(ctx));
	const problem = done.ok ? done.value : done.error.message;
	if (problem === undefined) return true;
	ctx.logger.warn(
		`${ctx.getNode().name}: the webhook could not be removed at the provider. ${problem}`,
	);
	return false;
}
