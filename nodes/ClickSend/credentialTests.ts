import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { ClickSendApi } from '../../credentials/ClickSendApi.credentials';
import { MatonApi } from '../../credentials/MatonApi.credentials';
import type { ApiOutcome } from '../../core/provider';
import { testCredential } from '../../n8n/credential-test';
import { readAnswer } from './client';
import { matonFailure } from './errors';

/** Failure and way out in one line, which is all that n8n shows. */
function judge(outcome: ApiOutcome): string | undefined {
	const answer = readAnswer(outcome);
	if (answer.ok) return undefined;
	const { message, hint } = answer.failure;
	// "It may have been sent" is for sends; a test sends nothing.
	if (answer.failure.class === 'unknownOutcome') return `${message}. Check the Base URL.`;
	return hint ? `${message}. ${hint}` : message;
}

const base = (value: unknown) =>
	String(value ?? '')
		.trim()
		.replace(/\/+$/, '');

export async function clickSendApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(
		this.helpers,
		new ClickSendApi(),
		credential.data,
		(data) => `${base(data.baseUrl)}/v3/account`,
		judge,
	);
}

export async function matonApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(
		this.helpers,
		new MatonApi(),
		credential.data,
		(data) => `${base(data.baseUrl)}/clicksend/v3/account`,
		(outcome) => judge(matonFailure(outcome)),
	);
}
