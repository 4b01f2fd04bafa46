import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SmsMobileApi } from '../../credentials/SmsMobileApi.credentials';
import { problemOf, testCredential } from '../../n8n/credential-test';
import { readAnswer } from './client';

/** Asks for the devices: received messages would be an empty list for a wrong key (facts: §3). */
export async function smsMobileApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this.helpers, new SmsMobileApi(), credential.data, {
		baseUrl: (data) => String(data.baseUrl ?? ''),
		ask: async (api) => await api.request({ method: 'GET', path: '/gateway/mobile/list/' }),
		judge(outcome) {
			const answer = readAnswer(outcome);
			return answer.ok ? undefined : problemOf(answer.failure);
		},
	});
}
