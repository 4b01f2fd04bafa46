/**
 * Credential tests that say what is wrong. n8n's declarative test answers a dead host with a bare
 * "ECONNREFUSED" and takes any HTTP 200 for a success, so ours are functions. n8n gives those no
 * other HTTP helper than `request`.
 */
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	ICredentialType,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { ApiOutcome } from '../core/provider';
import { classifyError, parseJson } from './request';

const TIMEOUT_MS = 15_000;

interface LegacyResponse {
	readonly statusCode: number;
	readonly headers: Record<string, string>;
	readonly body: unknown;
}

/** One authenticated GET, with the outcome that the port would give. */
async function get(
	helpers: ICredentialTestFunctions['helpers'],
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject,
	url: URL,
): Promise<ApiOutcome> {
	const options: IHttpRequestOptions = { method: 'GET', url: url.href, headers: {} };
	const { authenticate } = credential;
	const { headers, qs } =
		typeof authenticate === 'function' ? await authenticate(data, options) : options;
	try {
		const response = (await helpers.request({
			method: 'GET',
			uri: url.href,
			headers: { accept: 'application/json', ...headers },
			...(qs && { qs }),
			json: false,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		})) as LegacyResponse;
		const text =
			typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? '');
		return {
			kind: 'response',
			status: response.statusCode,
			headers: response.headers,
			text,
			body: parseJson(text),
		};
	} catch (error) {
		return classifyError(error, url.host, TIMEOUT_MS);
	}
}

/**
 * @param url   what to ask for, from the credential's data
 * @param judge what is wrong with the answer in a sentence, or `undefined` if nothing is
 */
export async function testCredential(
	helpers: ICredentialTestFunctions['helpers'],
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject | undefined,
	url: (data: ICredentialDataDecryptedObject) => string,
	judge: (outcome: ApiOutcome) => string | undefined,
): Promise<INodeCredentialTestResult> {
	const address = data ? url(data) : '';
	if (!data || !URL.canParse(address) || !/^https?:/.test(address)) {
		return { status: 'Error', message: 'The Base URL is not valid: it has to start with https://' };
	}
	const problem = judge(await get(helpers, credential, data, new URL(address)));
	return problem === undefined
		? { status: 'OK', message: 'Connection successful' }
		: { status: 'Error', message: problem };
}
