/**
 * The registry: the only list of providers, and the only file that imports across them. A new
 * provider is its folder, its credential, and one entry here.
 */
import type { Endpoint, SmsAccount, SmsProvider } from '../core/provider';
import type { RequestContext } from '../n8n/request';
import { type ClickSendAuthentication, connectClickSend } from './ClickSend/client';
import { sms } from './ClickSend/channel';
import { clickSend, clickSendAccount, endpointsOf } from './ClickSend/send';
import { connectSmsMobile, type SmsMobileAuthentication } from './SmsMobileApi/client';
import { SMSMOBILE_ENDPOINTS, smsMobileAccount, smsMobileApi } from './SmsMobileApi/send';
import { connectGoToneSms } from './GoToneSms/client';
import { GOTONE_ENDPOINTS, goToneSms, goToneSmsAccount } from './GoToneSms/send';
import { connectSubmail } from './Submail/client';
import { SUBMAIL_ENDPOINTS } from './Submail/endpoints';
import { submail, submailAccount } from './Submail/send';
import { connectEngageLab } from './EngageLabSms/client';
import { ENGAGELAB_ENDPOINTS, engageLabAccount, engageLabSms } from './EngageLabSms/send';

export interface RegisteredProvider {
	readonly provider: SmsProvider;
	/** Everything that its account may call, for docs/operations.md. */
	readonly endpoints: readonly Endpoint[];
	/** Opens the account of the credential of that type. Rejects with NodeOperationError if there is none. */
	connect(ctx: RequestContext, authentication: string, timeoutMs?: number): Promise<SmsAccount>;
}

/** By name, as the editor lists them. */
export const PROVIDERS: readonly RegisteredProvider[] = [
	{
		provider: clickSend,
		endpoints: endpointsOf(sms),
		connect: async (ctx, authentication, timeoutMs) =>
			clickSendAccount(
				await connectClickSend(ctx, authentication as ClickSendAuthentication, timeoutMs),
			),
	},
	{
		provider: engageLabSms,
		endpoints: ENGAGELAB_ENDPOINTS,
		connect: async (ctx, _authentication, timeoutMs) =>
			engageLabAccount(await connectEngageLab(ctx, timeoutMs)),
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
	},
	{
		provider: submail,
		endpoints: SUBMAIL_ENDPOINTS,
		connect: async (ctx, _authentication, timeoutMs) =>
			submailAccount(await connectSubmail(ctx, timeoutMs)),
	},
];
