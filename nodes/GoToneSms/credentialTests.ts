import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { GoToneSmsApi } from '../../credentials/GoToneSmsApi.credentials';
import { isObject } from '../../core/values';
import { problemOf, testCredential } from '../../n8n/credential-test';
import { apiAddress, readAnswer } from './client';

/** Asks for the profile: every account may read its own (facts: gotone §5). */
export async function goToneSmsApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this.helpers, new GoToneSmsApi(), credential.data, {
		baseUrl: ({ baseUrl, apiPath }) => apiAddress(baseUrl, apiPath),
		ask: async (api) => await api.request({ method: 'GET', path: '/me' }),
		judge(outcome) {
			const answer = readAnswer(outcome);
			if (!answer.ok) return problemOf(answer.failure);
			return isObject(answer.data)
				? undefined
				: 'The server’s answer has no profile in it. Check the Base URL.';
		},
	});
}
