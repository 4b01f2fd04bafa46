import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { EngageLabSmsApi } from '../../credentials/EngageLabSmsApi.credentials';
import type { ApiOutcome } from '../../core/provider';
import { testCredential } from '../../n8n/credential-test';
import { baseUrlOf, readAnswer } from './client';
import { type Generation, generationOf } from './generations';

/** Failure and way out in one line, which is all that n8n shows. */
function judge(outcome: ApiOutcome, generation: Generation): string | undefined {
	const answer = readAnswer(outcome);
	if (answer.ok) {
		if (outcome.kind === 'response' && generation.isList(outcome.body)) return undefined;
		return `The server at the Base URL is not EngageLab’s ${generation.name} generation. Check Base URL and Generation.`;
	}
	const { message, hint } = answer.failure;
	// "It may have been done" is for changes; a test changes nothing.
	if (answer.failure.class === 'unknownOutcome') return `${message}. Check the Base URL.`;
	return hint ? `${message}. ${hint}` : message;
}

/** Lists the signs, which both generations can, and which sends nothing. */
export async function engageLabSmsApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const generation = generationOf(credential.data?.generation);
	const request = generation.toWire({ method: 'GET', path: '/signs' });
	return await testCredential(
		this.helpers,
		new EngageLabSmsApi(),
		credential.data,
		(data) => `${baseUrlOf(data)}${'path' in request ? request.path : ''}`,
		(outcome) => judge(outcome, generation),
	);
}
