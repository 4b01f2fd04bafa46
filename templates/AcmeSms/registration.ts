import type { Registration } from '../../n8n/registration';
import { connectAcme } from './client';
import { ACME_ENDPOINTS, acmeAccount, acmeSms } from './send';

/** Acme only sends: `inbox` and `webhooks` would make it appear in the triggers. */
export const acmeRegistration: Registration = {
	provider: acmeSms,
	endpoints: ACME_ENDPOINTS,
	connect: async (ctx, timeoutMs) => acmeAccount(await connectAcme(ctx, timeoutMs)),
};
