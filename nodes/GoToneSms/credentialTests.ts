import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { GoToneSmsApi } from '../../credentials/GoToneSmsApi.credentials';
import type { ApiOutcome } from '../../core/provider';
import { testCredential } from '../../n8n/credential-test';
import { apiAddress, readAnswer } from './client';
import { isObject } from './errors';

/** Failure and way out in one line, which is all that n8n shows. */
function judge(outcome: ApiOutcome): string | undefined {
	const answer = readAnswer(outcome);
	if (answer.ok) {
		return isObject(answer.data)
			? undefined
			: 'The server’s answer has no profile in it. Check the Base URL.';
	}
	const { message, hint } = answer.failure;
	// "It may have been done" is for what changes something; a test does not.
	if (answer.failure.class === 'unknownOutcome') return `${message}. Check the Base URL.`;
	return hint ? `${message}. ${hint}` : message;
}

/** The profile: every account may read its own (facts: gotone §5). */
export async function goToneSmsApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(
		this.helpers,
		new GoToneSmsApi(),
		credential.data,
		({ baseUrl, apiPath }) => `${apiAddress(baseUrl, apiPath)}/me`,
		judge,
	);
}
