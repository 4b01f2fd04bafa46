import type { Registration } from '../../n8n/registration';
import { goToneCalls } from './calls';
import { SEND_AT_NOTE } from './notes';
import { GOTONE_ENDPOINTS, goToneSms, openGoToneSms } from './send';
import { STATUS_ENDPOINTS } from './status';

/**
 * No inbox and no webhooks: the API neither lists received messages nor sends callbacks
 * (docs/providers/gotone.md §5).
 */
export const goToneRegistration: Registration = {
	provider: goToneSms,
	endpoints: GOTONE_ENDPOINTS,
	statusEndpoints: STATUS_ENDPOINTS,
	connect: openGoToneSms,
	calls: goToneCalls,
	notes: { sendAt: SEND_AT_NOTE },
};
