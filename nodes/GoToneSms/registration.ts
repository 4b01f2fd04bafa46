import type { Registration } from '../../n8n/registration';
import { connectGoToneSms } from './client';
import { GOTONE_ENDPOINTS, goToneSms, goToneSmsAccount } from './send';

/**
 * No inbox and no webhooks: its API lists no received messages, and calls nobody
 * (docs/providers/gotone.md §5).
 */
export const goToneRegistration: Registration = {
	provider: goToneSms,
	endpoints: GOTONE_ENDPOINTS,
	connect: async (ctx, _authentication, timeoutMs) =>
		goToneSmsAccount(await connectGoToneSms(ctx, timeoutMs)),
};
