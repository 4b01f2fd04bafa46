/**
 * The registry: the only list of providers, and the only file that imports across them. A new
 * provider is its folder, its credential, and one entry here.
 */
import type { Inbox } from '../core/inbox';
import type { Endpoint, SmsAccount, SmsProvider } from '../core/provider';
import type { WebhookWire } from '../core/webhook';
import type { RequestContext } from '../n8n/request';
import type { Registration } from '../n8n/webhook-registration';
import { clickSendRules } from './ClickSend/automationRules';
import { type ClickSendAuthentication, connectClickSend } from './ClickSend/client';
import { sms } from './ClickSend/channel';
import { clickSendInbox } from './ClickSend/inbound';
import { clickSend, clickSendAccount, endpointsOf } from './ClickSend/send';
import { clickSendWebhook } from './ClickSend/webhook';
import { connectSmsMobile, type SmsMobileAuthentication } from './SmsMobileApi/client';
import { smsMobileInbox } from './SmsMobileApi/inbound';
import { SMSMOBILE_ENDPOINTS, smsMobileAccount, smsMobileApi } from './SmsMobileApi/send';
import { smsMobileV1Webhook, smsMobileV2Webhook } from './SmsMobileApi/webhook';
import { connectGoToneSms } from './GoToneSms/client';
import { GOTONE_ENDPOINTS, goToneSms, goToneSmsAccount } from './GoToneSms/send';
import { connectSubmail, connectSubmailInbox } from './Submail/client';
import { SUBMAIL_ENDPOINTS } from './Submail/endpoints';
import { submailInbox } from './Submail/inbound';
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

/** How an account's received messages can be polled. */
export interface RegisteredInbox {
	/** Messages are acknowledged one by one, so that nothing is lost when n8n is killed. */
	readonly hasMarks: boolean;
	/** Whether the provider keeps messages only where a rule says so, and the rule can be created. */
	readonly hasRule: boolean;
	/** Fields of the credential that tell accounts apart; none of them secret. */
	readonly identity: readonly string[];
	/**
	 * Opens the inbox of the credential of that type. Rejects with NodeOperationError if there is none.
	 *
	 * @param createsRule whether to create the rule where it is missing
	 */
	open(ctx: RequestContext, authentication: string, createsRule: boolean): Promise<Inbox>;
}

export interface RegisteredProvider {
	readonly provider: SmsProvider;
	/** Everything that its account may call, for docs/operations.md. */
	readonly endpoints: readonly Endpoint[];
	/** Opens the account of the credential of that type. Rejects with NodeOperationError if there is none. */
	connect(ctx: RequestContext, authentication: string, timeoutMs?: number): Promise<SmsAccount>;
	/** Absent where the provider's API lists no received messages. */
	readonly inbox?: RegisteredInbox;
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
		inbox: {
			hasMarks: true,
			hasRule: true,
			identity: ['username', 'connectionId', 'baseUrl'],
			open: async (ctx, authentication, createsRule) =>
				clickSendInbox(
					await connectClickSend(ctx, authentication as ClickSendAuthentication),
					createsRule,
				),
		},
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
		inbox: {
			hasMarks: false,
			hasRule: false,
			identity: ['clientId', 'baseUrl'],
			open: async (ctx, authentication) =>
				smsMobileInbox(await connectSmsMobile(ctx, authentication as SmsMobileAuthentication)),
		},
		webhooks: { wires: { v1: smsMobileV1Webhook, v2: smsMobileV2Webhook } },
	},
	{
		provider: submail,
		endpoints: SUBMAIL_ENDPOINTS,
		connect: async (ctx, _authentication, timeoutMs) =>
			submailAccount(await connectSubmail(ctx, timeoutMs)),
		inbox: {
			hasMarks: false,
			hasRule: false,
			identity: ['appId', 'appType', 'baseUrl'],
			open: async (ctx) => submailInbox(await connectSubmailInbox(ctx)),
		},
		webhooks: { wires: { default: subHook } },
	},
];

/** Those that call us, by name. */
export const WEBHOOK_PROVIDERS: readonly WebhookProvider[] = PROVIDERS.filter(
	(registered): registered is WebhookProvider => registered.webhooks !== undefined,
);

/** As an object in an expression, for the canvas: parameters have the ids. */
export const NAMES_BY_ID = JSON.stringify(
	Object.fromEntries(PROVIDERS.map(({ provider: { id, displayName } }) => [id, displayName])),
);
