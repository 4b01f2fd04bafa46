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
import type { Failure } from '../core/outcome';
import type { Api, ApiOutcome, ApiRequest } from '../core/provider';
import { parseJson } from '../core/values';
import { classifyError, encodeBody } from './request';

const TIMEOUT_MS = 15_000;

interface LegacyResponse {
	readonly statusCode: number;
	readonly headers: Record<string, string>;
	readonly body: unknown;
}

function optionsOf(request: ApiRequest, baseUrl: string): IHttpRequestOptions {
	const { type, content } = encodeBody(request);
	const query = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
	return {
		method: request.method,
		url: baseUrl.replace(/\/+$/, '') + request.path,
		headers: { accept: 'application/json', ...(type && { 'content-type': type }) },
		...(query.length > 0 && { qs: Object.fromEntries(query) }),
		...(content !== undefined && { body: content }),
	};
}

/** A port to the account of a credential that is being tested, with the outcomes of the usual one. */
function openForTest(
	helpers: ICredentialTestFunctions['helpers'],
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject,
	baseUrl: string,
): Api {
	const { authenticate } = credential;
	return {
		async request(request): Promise<ApiOutcome> {
			const plain = optionsOf(request, baseUrl);
			const { url, qs, headers, body } =
				typeof authenticate === 'function' ? await authenticate(data, plain) : plain;
			try {
				const response = (await helpers.request({
					method: request.method,
					uri: url,
					...(qs && { qs }),
					headers,
					...(body !== undefined && { body }),
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
				return classifyError(error, new URL(url).host, TIMEOUT_MS);
			}
		},
	};
}

export interface CredentialTest {
	/** Scheme, host and path in front of every request, from the credential's data. */
	baseUrl(data: ICredentialDataDecryptedObject): string;
	/** What to ask the account. */
	ask(api: Api, data: ICredentialDataDecryptedObject): Promise<ApiOutcome>;
	/** What is wrong with the answer in a sentence, or `undefined` if nothing is. */
	judge(outcome: ApiOutcome): string | undefined;
}

/** The verdict on a credential, as n8n shows it: in one line. */
export async function testCredential(
	helpers: ICredentialTestFunctions['helpers'],
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject | undefined,
	{ baseUrl, ask, judge }: CredentialTest,
): Promise<INodeCredentialTestResult> {
	const address = data ? baseUrl(data).trim() : '';
	if (!data || !URL.canParse(address) || !/^https?:/.test(address)) {
		return { status: 'Error', message: 'The Base URL is not valid: it has to start with https://' };
	}
	const problem = judge(await ask(openForTest(helpers, credential, data, address), data));
	return problem === undefined
		? { status: 'OK', message: 'Connection successful' }
		: { status: 'Error', message: problem };
}

/** Failure and way out in one line, which is all that n8n shows. */
export function problemOf({ message, hint, class: kind }: Failure): string {
	// "It may have been sent" is for sends; a test sends nothing.
	if (kind === 'unknownOutcome') return `${message}. Check the Base URL.`;
	return hint ? `${message}. ${hint}` : message;
}
