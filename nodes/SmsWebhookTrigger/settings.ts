/** What the user has chosen, checked. */
import { NodeOperationError } from 'n8n-workflow';
import { type Filter, readFilter, type WrittenFilter } from '../../core/filter';
import { isObject } from '../../core/values';
import type { WebhookKind, WebhookSecret, WebhookWire } from '../../core/webhook';
import { errorNode } from '../../n8n/errors';
import { type WebhookProvider, WEBHOOK_PROVIDERS } from '../providers';
import { variantParameter } from './fields';
import { accountTokens, type TriggerContext } from './token';

export const SECRET_TYPE = 'smsWebhookApi';

export interface Settings {
	readonly registered: WebhookProvider;
	readonly wire: WebhookWire;
	readonly kinds: readonly WebhookKind[];
	readonly simplify: boolean;
	readonly isWanted: Filter;
}

const refuse = (ctx: TriggerContext, message: string, description: string) =>
	new NodeOperationError(errorNode(ctx), message, { description });

function wireOf(ctx: TriggerContext, { provider, webhooks }: WebhookProvider): WebhookWire {
	const parameter = variantParameter(provider.id);
	const variant = parameter ? String(ctx.getNodeParameter(parameter, '')) : 'default';
	const wire = Object.hasOwn(webhooks.wires, variant) ? webhooks.wires[variant] : undefined;
	if (wire) return wire;
	throw refuse(
		ctx,
		`${provider.displayName} has no such webhooks`,
		'Choose the version of the webhooks from its list.',
	);
}

/** @throws NodeOperationError where there is no such provider */
export function providerOf(ctx: TriggerContext): WebhookProvider {
	const id = ctx.getNodeParameter('provider', '');
	const registered = WEBHOOK_PROVIDERS.find(({ provider }) => provider.id === id);
	if (registered) return registered;
	throw refuse(ctx, 'Provider is not one of the choices', 'Choose a provider from the list.');
}

/**
 * @throws NodeOperationError that says what to change, where something is missing or cannot be used
 */
export function readSettings(ctx: TriggerContext): Settings {
	const registered = providerOf(ctx);
	const wire = wireOf(ctx, registered);
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
	const simplify = ctx.getNodeParameter('simplify', true) !== false;
	return { registered, wire, kinds, simplify, isWanted };
}

/**
 * What calls have to prove; `undefined` where the user has chosen that they need not.
 *
 * @throws NodeOperationError where the credential is missing or not filled in
 */
export async function readSecret(
	ctx: TriggerContext,
	{ registered, wire }: Settings,
): Promise<WebhookSecret | undefined> {
	if (wire.secret === 'account') {
		return { username: '', accepted: await accountTokens(ctx) };
	}
	// Only EngageLab's callbacks have this parameter: there, signing is the user's choice.
	if (registered.provider.id === 'engageLabSms' && isUnsigned(ctx)) return undefined;
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

const isUnsigned = (ctx: TriggerContext): boolean =>
	ctx.getNodeParameter('engageLabGeneration', 'current') === 'current' &&
	ctx.getNodeParameter('verifySignature', true) === false;
