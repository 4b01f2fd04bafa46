import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SubmailApi } from '../../credentials/SubmailApi.credentials';
import { isObject } from '../../core/values';
import { problemOf, testCredential } from '../../n8n/credential-test';
import { openSubmail, readAnswer } from './client';
import { NOT_SUBMAIL } from './errors';

/** Asks for the balance, with the signature that the credential names. */
export async function submailApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this.helpers, new SubmailApi(), credential.data, {
		baseUrl: (data) => String(data.baseUrl ?? ''),
		ask: async (api, data) =>
			await openSubmail(api, data).request({ method: 'POST', path: '/balance/sms.json', form: {} }),
		judge(outcome) {
			const answer = readAnswer(outcome);
			if (!answer.ok) return problemOf(answer.failure);
			// Others answer "success" as well; a balance they have not.
			const isBalance = isObject(answer.data) && answer.data.balance !== undefined;
			return isBalance ? undefined : problemOf(NOT_SUBMAIL);
		},
	});
}
