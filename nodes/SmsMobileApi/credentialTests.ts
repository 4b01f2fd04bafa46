import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SmsMobileApi } from '../../credentials/SmsMobileApi.credentials';
import type { ApiOutcome } from '../../core/provider';
import { testCredential } from '../../n8n/credential-test';
import { readAnswer } from './client';

/** Failure and way out in one line, which is all that n8n shows. */
function judge(outcome: ApiOutcome): string | undefined {
	const answer = readAnswer(outcome);
	if (answer.ok) return undefined;
	const { message, hint } = answer.failure;
	// "It may have been done" is for sends; a test sends nothing.
	if (answer.failure.class === 'unknownOutcome') return `${message}. Check the Base URL.`;
	return hint ? `${message}. ${hint}` : message;
}

/** Asks for the devices: received messages would be an empty list for a wrong key (facts: §3). */
export async function smsMobileApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(
		this.helpers,
		new SmsMobileApi(),
		credential.data,
		({ baseUrl }) =>
			`${String(baseUrl ?? '')
				.trim()
				.replace(/\/+$/, '')}/gateway/mobile/list/`,
		judge,
	);
}
