import { SmsMobileApi } from '../../credentials/SmsMobileApi.credentials';
import { credentialTest } from '../../n8n/http/credential-test';
import { addressOf, readAnswer } from './client';

/**
 * Requests the devices: with a wrong key, the list of received messages would just be empty
 * (docs/providers/smsmobileapi.md §3).
 */
export const smsMobileApiTest = credentialTest(new SmsMobileApi(), {
	baseUrl: addressOf,
	request: { method: 'GET', path: '/gateway/mobile/list/' },
	read: readAnswer,
});
