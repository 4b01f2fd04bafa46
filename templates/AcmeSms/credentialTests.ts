import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { AcmeSmsApi } from '../AcmeSmsApi.credentials';
import { isObject } from '../../core/values';
import { problemOf, testCredential } from '../../n8n/credential-test';
import { readAnswer } from './client';

/** Asks for the account: each key may read its own, and nothing is sent. */
export async function acmeSmsApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this.helpers, new AcmeSmsApi(), credential.data, {
		baseUrl: ({ baseUrl }) => String(baseUrl ?? ''),
		ask: async (api) => await api.request({ method: 'GET', path: '/v1/account' }),
		judge(outcome) {
			const answer = readAnswer(outcome);
			if (!answer.ok) return problemOf(answer.failure);
			return isObject(answer.data) && 'balance' in answer.data
				? undefined
				: 'The server’s answer is not an account of Acme SMS. Check the Base URL.';
		},
	});
}
