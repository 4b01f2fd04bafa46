import { GoToneSmsApi } from '../../credentials/GoToneSmsApi.credentials';
import { isObject } from '../../core/values';
import { credentialTest } from '../../n8n/http/credential-test';
import { apiAddress, readAnswer } from './client';

/** Reads the profile: every account may read its own (docs/providers/gotone.md §5). */
export const goToneSmsApiTest = credentialTest(new GoToneSmsApi(), {
	baseUrl: ({ baseUrl, apiPath }) => apiAddress(baseUrl, apiPath),
	request: { method: 'GET', path: '/me' },
	read: readAnswer,
	check: (body) =>
		isObject(body) && isObject(body.data)
			? undefined
			: 'The server’s answer contains no profile. Check the Base URL.',
});
