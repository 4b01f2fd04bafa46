import type { Registration, WebhookRegistration } from '../../n8n/registration';
import { PROVIDERS } from '../providers';

/** A provider that calls us. */
export type CallingProvider = Registration & { readonly webhooks: WebhookRegistration };

const isCalling = (one: Registration): one is CallingProvider => one.webhooks !== undefined;

/** Sorted by name, as the editor lists them. */
export const CALLING: readonly CallingProvider[] = PROVIDERS.filter(isCalling);

/** Those whose webhooks the node registers by itself. */
export const MANAGED: readonly CallingProvider[] = CALLING.filter(
	({ webhooks }) => webhooks.rules !== undefined,
);
