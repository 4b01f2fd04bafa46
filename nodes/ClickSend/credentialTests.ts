import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { ClickSendApi } from '../../credentials/ClickSendApi.credentials';
import { MatonApi } from '../../credentials/MatonApi.credentials';
import type { ApiOutcome } from '../../core/provider';
import { problemOf, testCredential } from '../../n8n/credential-test';
import { readAnswer } from './client';
import { matonFailure } from './errors';

const ACCOUNT = { method: 'GET', path: '/v3/account' } as const;

function judge(outcome: ApiOutcome): string | undefined {
	const answer = readAnswer(outcome);
	return answer.ok ? undefined : problemOf(answer.failure);
}

export async function clickSendApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this.helpers, new ClickSendApi(), credential.data, {
		baseUrl: (data) => String(data.baseUrl ?? ''),
		ask: async (api) => await api.request(ACCOUNT),
		judge,
	});
}

export async function matonApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this.helpers, new MatonApi(), credential.data, {
		baseUrl: (data) => String(data.baseUrl ?? ''),
		ask: async (api) => await api.request({ ...ACCOUNT, path: `/clicksend${ACCOUNT.path}` }),
		judge: (outcome) => judge(matonFailure(outcome)),
	});
}
