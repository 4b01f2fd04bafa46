import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { EngageLabSmsApi } from '../../credentials/EngageLabSmsApi.credentials';
import type { ApiOutcome } from '../../core/provider';
import { problemOf, testCredential } from '../../n8n/credential-test';
import { baseUrlOf, readAnswer, translating } from './client';
import { type Generation, generationOf } from './generations';

function judge(outcome: ApiOutcome, generation: Generation): string | undefined {
	const answer = readAnswer(outcome);
	if (!answer.ok) return problemOf(answer.failure);
	if (outcome.kind === 'response' && generation.isList(outcome.body)) return undefined;
	return `The server at the Base URL is not EngageLab’s ${generation.name} generation. Check Base URL and Generation.`;
}

/** Lists the signs, which both generations can, and which sends nothing. */
export async function engageLabSmsApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const generation = generationOf(credential.data?.generation);
	return await testCredential(this.helpers, new EngageLabSmsApi(), credential.data, {
		baseUrl: baseUrlOf,
		ask: async (api) =>
			await translating({ generation, api }).request({ method: 'GET', path: '/signs' }),
		judge: (outcome) => judge(outcome, generation),
	});
}
