import { AcmeSmsApi } from '../AcmeSmsApi.credentials';
import { isObject } from '../../core/values';
import { credentialTest } from '../../n8n/http/credential-test';
import { readAnswer } from './client';

/** Requests the account: every key may read its own account, and nothing is sent. */
export const acmeSmsApiTest = credentialTest(new AcmeSmsApi(), {
	baseUrl: ({ baseUrl }) => String(baseUrl ?? ''),
	request: { method: 'GET', path: '/v1/account' },
	read: readAnswer,
	check: (body) =>
		isObject(body) && 'balance' in body
			? undefined
			: 'The server’s answer is not an Acme SMS account. Check the Base URL.',
});
