/** What the user has chosen, checked. */
import { NodeOperationError } from 'n8n-workflow';
import { type Filter, readFilter, type WrittenFilter } from '../../core/filter';
import { isObject } from '../../core/values';
import type { WebhookKind, WebhookSecret, WebhookWire } from '../../core/webhook';
import { errorNode } from '../../n8n/errors';
import type { ManagedRules, WebhookVariant } from '../../n8n/registration';
import { authenticationParameter } from '../authentication';
import { SECRET_TYPE } from './fields';
import { CALLING, type CallingProvider } from './providers';
import { accountTokens, type TokenAccount, type TriggerContext } from './token';

/** The account at which the node registers its webhooks by itself. */
export type ManagedAccount = TokenAccount & ManagedRules;

export interface Settings {
	readonly registered: CallingProvider;
	readonly wire: WebhookWire;
	/** Absent where users set webhooks up by hand. */
	readonly account?: ManagedAccount;
	/** Whether calls have to be signed, where the wire leaves it to the user. */
	readonly isSigned: boolean;
	readonly kinds: readonly WebhookKind[];
	readonly simplify: boolean;
	readonly isWanted: Filter;
}

const refuse = (ctx: TriggerContext, message: string, description: string) =>
	new NodeOperationError(errorNode(ctx), message, { description });

/** @throws NodeOperationError where there is no such provider */
function providerOf(ctx: TriggerContext): CallingProvider {
	const id = ctx.getNodeParameter('provider', '');
	const registered = CALLING.find(({ provider }) => provider.id === id);
	if (registered) return registered;
	throw refuse(ctx, 'Provider is not one of the choices', 'Choose a provider from the list.');
}

function variantOf(
	ctx: TriggerContext,
	{ provider, webhooks: { chooser, variants } }: CallingProvider,
): WebhookVariant {
	const value = chooser ? String(ctx.getNodeParameter(chooser.name, '')) : 'default';
	const variant = Object.hasOwn(variants, value) ? variants[value] : undefined;
	if (variant) return variant;
	throw refuse(
		ctx,
		`${provider.displayName} has no such webhooks`,
		`Choose ${chooser?.displayName ?? 'the provider'} from its list.`,
	);
}

function accountOf(
	ctx: TriggerContext,
	{ provider, webhooks: { rules } }: CallingProvider,
): ManagedAccount | undefined {
	const [{ value }] = provider.authentications;
	const authentication = String(ctx.getNodeParameter(authenticationParameter(provider.id), value));
	return rules && { ...rules, authentication };
}

/**
 * The account at which the node registers its webhooks, whatever the other settings.
 *
 * @throws NodeOperationError where there is no such provider
 */
export const readAccount = (ctx: TriggerContext): ManagedAccount | undefined =>
	accountOf(ctx, providerOf(ctx));

/**
 * @throws NodeOperationError that says what to change, where something is missing or cannot be used
 */
export function readSettings(ctx: TriggerContext): Settings {
	const registered = providerOf(ctx);
	const { wire, unsigned } = variantOf(ctx, registered);
	const events = ctx.getNodeParameter('events', [...wire.kinds]) as unknown;
	const kinds = wire.kinds.filter((kind) => Array.isArray(events) && events.includes(kind));
	if (kinds.length === 0) {
		throw refuse(ctx, 'No event is chosen', 'Choose at least one under Events.');
	}
	const written: unknown = ctx.getNodeParameter('filters', {});
	const isWanted = readFilter(isObject(written) ? (written as WrittenFilter) : {});
	if ('unusable' in isWanted) {
		throw refuse(
			ctx,
			`Pattern is not a regular expression that can be used: ${isWanted.unusable}`,
			'Correct Pattern under Filters. Look-arounds and back-references are not supported.',
		);
	}
	return {
		registered,
		wire,
		account: accountOf(ctx, registered),
		isSigned: unsigned === undefined || ctx.getNodeParameter('verifySignature', true) !== false,
		kinds,
		simplify: ctx.getNodeParameter('simplify', true) !== false,
		isWanted,
	};
}

/**
 * What calls have to prove; `undefined` where the user has chosen that they need not.
 *
 * @throws NodeOperationError where the credential is missing or not filled in
 */
export async function readSecret(
	ctx: TriggerContext,
	{ registered, wire, account, isSigned }: Settings,
): Promise<WebhookSecret | undefined> {
	if (wire.secret === 'account' && account) {
		return { username: '', accepted: await accountTokens(ctx, account) };
	}
	if (!isSigned) return undefined;
	if (!ctx.getNode().credentials?.[SECRET_TYPE]) {
		if (wire.secret === 'optional') return undefined;
		throw refuse(
			ctx,
			`${registered.provider.displayName} signs its calls, and there is no credential to check them with`,
			'Choose or create a credential SMS Webhook API with the secret of the webhook.',
		);
	}
	const { username, secret } = await ctx.getCredentials(SECRET_TYPE);
	const name = String(username ?? '').trim();
	const key = String(secret ?? '').trim();
	if (key === '' || (wire.username !== undefined && name === '')) {
		throw refuse(
			ctx,
			'The credential SMS Webhook API is not filled in',
			wire.username === undefined
				? 'Enter the secret of the webhook.'
				: `Enter ${wire.username} as Username, and its secret.`,
		);
	}
	return { username: name, accepted: [key] };
}
