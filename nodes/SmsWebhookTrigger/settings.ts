/** Reads and checks the user's settings. */
import { NodeOperationError } from 'n8n-workflow';
import { maskText } from '../../core/message';
import type { Filter } from '../../core/receiving/filter';
import { secretProblem } from '../../core/receiving/proof';
import type { WebhookKind, WebhookSecret, WebhookWire } from '../../core/receiving/webhook';
import { errorNode } from '../../n8n/errors';
import { readInboundFilter } from '../../n8n/receiving/fields';
import { isZone } from '../../n8n/parameters/time';
import { readRunParams } from '../../n8n/parameters/read';
import { SIMPLIFY_FIELD } from '../../n8n/parameters/fields';
import type { ManagedRules, WebhookVariant } from '../../n8n/registration';
import { readAuthentication } from '../authentication';
import { readProvider } from '../choices';
import { eventsField, FILTERS, MEDIA_OPTIONS, verifyField, zoneField } from './fields';
import { CALLING, type CallingProvider } from './providers';
import type { TriggerContext } from './state';
import { accountTokens, type TokenAccount } from './token';

/** The credential with the secret to check signed calls with. */
const SECRET_TYPE = 'smsWebhookApi';

/** The account at which the node registers its webhooks by itself. */
export type ManagedAccount = TokenAccount & ManagedRules;

export interface Settings {
	readonly registered: CallingProvider;
	readonly wire: WebhookWire;
	/** Description of the field Time Zone, if calls have times without one. */
	readonly localTimes?: string;
	readonly hasMedia?: true;
	/** Absent where users set up webhooks by hand. */
	readonly account?: ManagedAccount;
	/** Whether calls carry the secret as a token in the URL, because the provider does not sign them. */
	readonly hasUrlToken: boolean;
}

/** What the user wants of a genuine call. */
export interface Wishes {
	readonly kinds: readonly WebhookKind[];
	readonly simplify: boolean;
	readonly isWanted: Filter;
	/** The IANA time zone of times that come without one. */
	readonly zone?: string;
	/** Whether the files of messages are downloaded. */
	readonly downloadsMedia: boolean;
}

const refuse = (ctx: TriggerContext, message: string, description: string) =>
	new NodeOperationError(errorNode(ctx), message, { description });

function variantOf(
	ctx: TriggerContext,
	{ provider, webhooks: { chooser, variants } }: CallingProvider,
): WebhookVariant {
	const chosen = chooser && readRunParams(ctx, [chooser])[chooser.name];
	const variant = variants[chosen ?? 'default'];
	if (variant) return variant;
	throw refuse(
		ctx,
		`${provider.displayName} has no webhooks of this kind`,
		`Choose ${chooser?.displayName ?? 'Provider'} from the list.`,
	);
}

function accountOf(
	ctx: TriggerContext,
	{ provider, webhooks: { rules } }: CallingProvider,
): ManagedAccount | undefined {
	return rules && { ...rules, authentication: readAuthentication(ctx, provider) };
}

/**
 * The account at which the node registers its webhooks, whatever the other settings.
 *
 * @throws NodeOperationError that says what to choose
 */
export const readAccount = (ctx: TriggerContext): ManagedAccount | undefined =>
	accountOf(ctx, readProvider(ctx, CALLING));

/** @throws NodeOperationError that says what to change if a setting is missing or unusable */
export function readSettings(ctx: TriggerContext): Settings {
	const registered = readProvider(ctx, CALLING);
	const { wire, unsigned, localTimes, hasMedia } = variantOf(ctx, registered);
	const { verifySignature = true } = readRunParams(
		ctx,
		unsigned === undefined ? [] : [verifyField(unsigned)],
	);
	return {
		registered,
		wire,
		localTimes,
		hasMedia,
		account: accountOf(ctx, registered),
		hasUrlToken: wire.secret === 'token' || !verifySignature,
	};
}

/** @throws NodeOperationError if it is not a time zone */
function readZone(ctx: TriggerContext, localTimes: string | undefined): string | undefined {
	if (localTimes === undefined) return undefined;
	const zone = readRunParams(ctx, [zoneField(localTimes)]).timeZone.trim();
	if (zone === '' || isZone(zone)) return zone || undefined;
	throw refuse(
		ctx,
		`Time Zone "${maskText(zone)}" is not a valid time zone`,
		'Use a name such as Europe/Paris, or leave it empty.',
	);
}

/** @throws NodeOperationError that says what to change if a setting is missing or unusable */
export function readWishes(ctx: TriggerContext, { wire, localTimes, hasMedia }: Settings): Wishes {
	const { events, simplify, filters } = readRunParams(ctx, [
		eventsField(wire),
		...SIMPLIFY_FIELD,
		FILTERS,
	]);
	const { options } = readRunParams(ctx, [MEDIA_OPTIONS]);
	return {
		downloadsMedia: hasMedia === true && options.downloadMedia === true,
		kinds: events,
		simplify,
		isWanted: readInboundFilter(ctx, filters).filter,
		zone: readZone(ctx, localTimes),
	};
}

/**
 * The secret that calls must prove they know.
 *
 * @throws NodeOperationError if the credential is missing or not filled in, or its secret is too short
 */
export async function readSecret(
	ctx: TriggerContext,
	{ registered, wire, account, hasUrlToken }: Settings,
): Promise<WebhookSecret> {
	if (wire.secret === 'account' && account) {
		return { username: '', accepted: await accountTokens(ctx, account) };
	}
	if (!ctx.getNode().credentials?.[SECRET_TYPE]) {
		if (hasUrlToken) {
			throw refuse(
				ctx,
				`${registered.provider.displayName} does not sign its calls, and there is no credential with a token for the webhook URL`,
				'Choose or create an SMS Webhook API credential with at least 16 random characters as Secret, and append ?token= and the secret to the URL.',
			);
		}
		throw refuse(
			ctx,
			`${registered.provider.displayName} signs its calls, but there is no credential to verify them with`,
			'Choose or create an SMS Webhook API credential with the secret of the webhook.',
		);
	}
	const { username, secret } = await ctx.getCredentials(SECRET_TYPE);
	const name = String(username ?? '').trim();
	const key = String(secret ?? '').trim();
	const needsName = wire.username !== undefined && !hasUrlToken;
	if (key === '' || (needsName && name === '')) {
		throw refuse(
			ctx,
			'The SMS Webhook API credential is not filled in',
			needsName
				? `Enter ${wire.username} as Username, and its secret.`
				: 'Enter the secret of the webhook.',
		);
	}
	const problem = secretProblem(key, hasUrlToken);
	if (problem) throw refuse(ctx, `SMS Webhook API credential: ${problem[0]}`, problem[1]);
	return { username: name, accepted: [key] };
}
