import { SmsMobileApi } from '../../credentials/SmsMobileApi.credentials';
import { credentialTest } from '../../n8n/http/credential-test';
import { readAnswer } from './client';

/**
 * Asks for the devices: received messages would be an empty list for a wrong key
 * (docs/providers/smsmobileapi.md §3).
 */
export const smsMobileApiTest = credentialTest(new SmsMobileApi(), {
	request: { method: 'GET', path: '/gateway/mobile/list/' },
	read: readAnswer,
});
