/**
 * Credential tests that say what is wrong. n8n's declarative test reports a dead host as a bare
 * "ECONNREFUSED" and takes any HTTP 200 for a success, so ours are functions. `request` is the only
 * HTTP helper that n8n gives them.
 */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ICredentialType,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { addressProblem, baseAddress } from '../../core/addresses';
import type { Failure } from '../../core/outcome';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import type { Answer } from '../operations/operation';
import { answered, encodeBody, exchange } from './request';
import { classifyError } from './request-errors';

const TIMEOUT_MS = 15_000;

function optionsOf(request: ApiRequest, baseUrl: string): IHttpRequestOptions {
	const { type, content } = encodeBody(request);
	const query = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
	return {
		method: request.method,
		url: baseAddress(baseUrl) + request.path,
		headers: { accept: 'application/json', ...(type && { 'content-type': type }) },
		...(query.length > 0 && { qs: Object.fromEntries(query) }),
		...(content !== undefined && { body: content }),
	};
}

/** Opens a port to the account of the credential under test, with the same outcomes as the usual port. */
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
				const response = await exchange({ timeoutMs: TIMEOUT_MS }, () =>
					helpers.request({
						method: request.method,
						uri: url,
						...(qs && { qs }),
						headers,
						...(body !== undefined && { body }),
						json: false,
						simple: false,
						useStream: true,
						resolveWithFullResponse: true,
						// Without it, this helper follows redirects of GET requests.
						followRedirect: false,
						timeout: TIMEOUT_MS,
					}),
				);
				return answered(response, new URL(url).host);
			} catch (error) {
				return classifyError(error, new URL(url).host, TIMEOUT_MS);
			}
		},
	};
}

/** A credential test: its request, and how it judges the answer. */
export interface CredentialTest {
	/** A request that every account may make and that sends nothing. */
	readonly request: ApiRequest;
	/** Judges the answer by the provider's own rules. */
	read(outcome: ApiOutcome): Answer;
	/** Scheme, host and path in front of the request path; default: the field Base URL. */
	baseUrl?(data: ICredentialDataDecryptedObject): string;
	/** Wraps the port in the form that the provider's requests need. */
	open?(api: Api, data: ICredentialDataDecryptedObject): Api;
	/** What is wrong with the body of a successful answer, because another server may answer with 200 too. */
	check?(body: unknown, data: ICredentialDataDecryptedObject): string | undefined;
}

/** A node's method that tests a credential; the result is one line, because n8n shows only one. */
export type CredentialTestMethod = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

const error = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** Turns a test into a node's method. */
export function credentialTest(
	type: ICredentialType,
	{ request, read, baseUrl, open, check }: CredentialTest,
): CredentialTestMethod {
	return async function (this, { data }) {
		const address = data ? (baseUrl?.(data) ?? String(data.baseUrl ?? '')).trim() : '';
		const invalid = addressProblem(address);
		if (!data || invalid !== undefined) {
			return error(`The Base URL is not valid. ${invalid ?? ''}`);
		}
		const port = openForTest(this.helpers, type, data, address);
		const outcome = await (open?.(port, data) ?? port).request(request);
		const answer = read(outcome);
		if (!answer.ok) return error(problemOf(answer.failure));
		const problem = outcome.kind === 'response' ? check?.(outcome.body, data) : undefined;
		return problem === undefined
			? { status: 'OK', message: 'Connection successful' }
			: error(problem);
	};
}

/** Failure and hint in one line, which is all that n8n shows. */
export function problemOf({ message, hint, class: kind }: Failure): string {
	// The usual hint is about repeating a request, while a test only reads.
	if (kind === 'unknownOutcome') return `${message}. Check the Base URL.`;
	return hint ? `${message}. ${hint}` : message;
}
