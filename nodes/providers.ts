/**
 * The registry: the only list of providers, and the only file that imports across them. A new
 * provider is its folder, its credential, and one entry here.
 */
import type { Endpoint, SmsAccount, SmsProvider } from '../core/provider';
import type { WebhookWire } from '../core/webhook';
import type { RequestContext } from '../n8n/request';
import type { Registration } from '../n8n/webhook-registration';
import { clickSendRules } from './ClickSend/automationRules';
import { type ClickSendAuthentication, connectClickSend } from './ClickSend/client';
import { sms } from './ClickSend/channel';
import { clickSend, clickSendAccount, endpointsOf } from './ClickSend/send';
import { clickSendWebhook } from './ClickSend/webhook';
import { connectSmsMobile, type SmsMobileAuthentication } from './SmsMobileApi/client';
import { SMSMOBILE_ENDPOINTS, smsMobileAccount, smsMobileApi } from './SmsMobileApi/send';
import { smsMobileV1Webhook, smsMobileV2Webhook } from './SmsMobileApi/webhook';
import { connectGoToneSms } from './GoToneSms/client';
import { GOTONE_ENDPOINTS, goToneSms, goToneSmsAccount } from './GoToneSms/send';
import { connectSubmail } from './Submail/client';
import { SUBMAIL_ENDPOINTS } from './Submail/endpoints';
import { submail, submailAccount } from './Submail/send';
import { subHook } from './Submail/webhook';
import { connectEngageLab } from './EngageLabSms/client';
import { ENGAGELAB_ENDPOINTS, engageLabAccount, engageLabSms } from './EngageLabSms/send';
import { smsHook } from './EngageLabSms/smsHook';
import { engageLabWebhook } from './EngageLabSms/webhook';

/** How a provider calls us. */
export interface Webhooks {
	/** `default` where there is one; otherwise by the value of the parameter that chooses. */
	readonly wires: Readonly<Record<string, WebhookWire>>;
	/** Opens its registrations, where it has an API for them. Rejects like `connect` of the provider. */
	connect?(ctx: RequestContext, authentication: string): Promise<Registration>;
}

export interface RegisteredProvider {
	readonly provider: SmsProvider;
	/** Everything that its account may call, for docs/operations.md. */
	readonly endpoints: readonly Endpoint[];
	/** Opens the account of the credential of that type. Rejects with NodeOperationError if there is none. */
	connect(ctx: RequestContext, authentication: string, timeoutMs?: number): Promise<SmsAccount>;
	readonly webhooks?: Webhooks;
}

export type WebhookProvider = RegisteredProvider & { readonly webhooks: Webhooks };

/** By name, as the editor lists them. */
export const PROVIDERS: readonly RegisteredProvider[] = [
	{
		provider: clickSend,
		endpoints: endpointsOf(sms),
		connect: async (ctx, authentication, timeoutMs) =>
			clickSendAccount(
				await connectClickSend(ctx, authentication as ClickSendAuthentication, timeoutMs),
			),
		webhooks: {
			wires: { default: clickSendWebhook },
			connect: async (ctx, authentication) =>
				clickSendRules(await connectClickSend(ctx, authentication as ClickSendAuthentication)),
		},
	},
	{
		provider: engageLabSms,
		endpoints: ENGAGELAB_ENDPOINTS,
		connect: async (ctx, _authentication, timeoutMs) =>
			engageLabAccount(await connectEngageLab(ctx, timeoutMs)),
		webhooks: { wires: { current: engageLabWebhook, legacy: smsHook } },
	},
	{
		provider: goToneSms,
		endpoints: GOTONE_ENDPOINTS,
		connect: async (ctx, _authentication, timeoutMs) =>
			goToneSmsAccount(await connectGoToneSms(ctx, timeoutMs)),
	},
	{
		provider: smsMobileApi,
		endpoints: SMSMOBILE_ENDPOINTS,
		connect: async (ctx, authentication, timeoutMs) =>
			smsMobileAccount(
				await connectSmsMobile(ctx, authentication as SmsMobileAuthentication, timeoutMs),
			),
		webhooks: { wires: { v1: smsMobileV1Webhook, v2: smsMobileV2Webhook } },
	},
	{
		provider: submail,
		endpoints: SUBMAIL_ENDPOINTS,
		connect: async (ctx, _authentication, timeoutMs) =>
			submailAccount(await connectSubmail(ctx, timeoutMs)),
		webhooks: { wires: { default: subHook } },
	},
];

/** Those that call us, by name. */
export const WEBHOOK_PROVIDERS: readonly WebhookProvider[] = PROVIDERS.filter(
	(registered): registered is WebhookProvider => registered.webhooks !== undefined,
);
