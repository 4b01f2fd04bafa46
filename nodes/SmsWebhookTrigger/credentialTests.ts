import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SHORTEST_SECRET } from '../../core/receiving/proof';

/** There is no server to test the secret against, so this only checks its format. */
export async function smsWebhookApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const secret = String(credential.data?.secret ?? '');
	const problem =
		(secret.trim() === '' && 'Secret is empty. Copy it from the provider’s console.') ||
		(secret.trim().length < SHORTEST_SECRET &&
			`Secret has fewer than ${SHORTEST_SECRET} characters: copy all of it, or choose a longer one.`) ||
		(/^\s|\s$/.test(secret) && 'Secret begins or ends with a space. Remove it.') ||
		(secret.startsWith('http') && 'Secret is a URL. Copy the secret, not the URL.');
	return problem
		? { status: 'Error', message: problem }
		: {
				status: 'OK',
				message: 'Filled in. The first webhook call will show whether it is the right one.',
			};
}
