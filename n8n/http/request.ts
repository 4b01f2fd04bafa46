/**
 * The HTTP port, built on n8n's own client. It never throws, and it states what a thrown error does
 * not: whether the request may have reached the provider.
 */
import { type IExecuteFunctions, type IHttpRequestOptions, NodeOperationError } from 'n8n-workflow';
import { addressProblem, baseAddress } from '../../core/addresses';
import type { FailureClass } from '../../core/outcome';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { excessOf, MOST_VALUES, parseJson } from '../../core/values';
import { errorNode } from '../errors';
import { exchange, type FullResponse, LARGEST_ANSWER_TEXT } from './exchange';

/** The part of n8n's contexts that the port uses; execute, poll and load-options contexts all have it. */
export type RequestContext = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'> &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>> & {
		readonly helpers: Pick<
			IExecuteFunctions['helpers'],
			'httpRequestWithAuthentication' | 'refreshOAuth2Token'
		>;
	};

export interface Connection {
	readonly credentialType: string;
	/** Scheme, host and path in front of every request path; from the credential. */
	readonly baseUrl: string;
	/** The label of the credential's field with the address; default: Base URL. */
	readonly label?: string;
	/** Milliseconds, if the user chose one. */
	readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const LONGEST_BRIEF_MS = 5_000;

// No part of the request was sent: there was no address, no connection or no trusted TLS session.
const NEVER_SENT: Readonly<Record<string, readonly [FailureClass, string]>> = {
	ECONNREFUSED: ['providerDown', 'refused the connection'],
	EHOSTUNREACH: ['providerDown', 'cannot be reached'],
	ENETUNREACH: ['providerDown', 'cannot be reached: this machine has no route to it'],
	ENETDOWN: ['providerDown', 'cannot be reached: the network of this machine is down'],
	ENOTFOUND: ['providerDown', 'cannot be resolved to an address'],
	EAI_AGAIN: ['providerDown', 'cannot be resolved to an address right now'],
	ERR_INVALID_URL: ['configuration', 'is not a valid address'],
	ERR_SSL_WRONG_VERSION_NUMBER: ['configuration', 'does not support TLS at this address'],
};
const TLS_TRUST =
	/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/;
const BLOCKED_BY_N8N = /^SsrfBlocked/;

interface ErrorLike {
	readonly name?: unknown;
	readonly code?: unknown;
	/** Set on n8n's own errors: in n8n 2.8 they have the code of the cause here, and no `cause`. */
	readonly httpCode?: unknown;
	readonly syscall?: unknown;
	readonly cause?: unknown;
	/** Set on an AggregateError: one error per address that was tried. */
	readonly errors?: unknown;
}

const LINKS_READ = 12;

/** The error, its causes and aggregated errors, outermost first; bounded, as chains can be circular. */
function chain(error: unknown): ErrorLike[] {
	const links: ErrorLike[] = [];
	const queue = [error];
	while (queue.length > 0 && links.length < LINKS_READ) {
		const link = queue.shift();
		if (typeof link !== 'object' || link === null) continue;
		const { cause, errors } = link as ErrorLike;
		links.push(link);
		queue.push(cause, ...(Array.isArray(errors) ? (errors as unknown[]) : []));
	}
	return links;
}

const HINT_ADDRESS = 'Check the Base URL of the credential, and whether the service is up.';

const HINT_UNKNOWN =
	'The request may have been carried out. Check at the provider before repeating it.';

/** Classifies a thrown request error. Reads only codes, because error texts may contain secrets. */
export function classifyError(error: unknown, host: string, timeoutMs: number): ApiOutcome {
	const links = chain(error);
	const codes = [...links.map(({ code }) => code), ...links.map(({ httpCode }) => httpCode)].filter(
		(code) => typeof code === 'string',
	);
	const notSent = (kind: FailureClass, code: string, what: string): ApiOutcome => ({
		kind: 'notSent',
		reason: { class: kind, code, message: `${host} ${what}`, hint: HINT_ADDRESS },
	});
	const unknown = (code: string, message: string): ApiOutcome => ({
		kind: 'unknown',
		reason: {
			class: 'unknownOutcome',
			code,
			message,
			hint: HINT_UNKNOWN,
		},
	});

	for (const code of codes) {
		const known = Object.hasOwn(NEVER_SENT, code) ? NEVER_SENT[code] : undefined;
		if (known) return notSent(known[0], code, known[1]);
		if (TLS_TRUST.test(code)) {
			return notSent('configuration', code, 'presented a certificate that is not trusted');
		}
	}
	const blocked = links.find(({ name }) => typeof name === 'string' && BLOCKED_BY_N8N.test(name));
	if (blocked) {
		return notSent('configuration', 'BLOCKED', 'is an address that this n8n does not allow');
	}
	if (links.some(({ syscall, code }) => syscall === 'connect' && code === 'ETIMEDOUT')) {
		return notSent('providerDown', 'ETIMEDOUT', 'did not accept the connection in time');
	}
	if (codes.includes('ERR_CANCELED')) {
		return unknown('CANCELLED', `The execution was cancelled while ${host} was answering`);
	}
	if (codes.includes('ECONNABORTED') || codes.includes('ETIMEDOUT')) {
		return unknown('TIMEOUT', `${host} did not answer within ${timeoutMs / 1000} s`);
	}
	if (codes.includes('ANSWER_TOO_LARGE')) {
		return unknown(
			'ANSWER_TOO_LARGE',
			`${host} sent an answer of more than ${LARGEST_ANSWER_TEXT}, which is not read`,
		);
	}
	const code = codes[0] ?? 'NO_ANSWER';
	return unknown(code, `The connection to ${host} broke before it answered`);
}

/** The body as sent, and its content type; credentials that sign the body see exactly these characters. */
export function encodeBody({ body, form }: ApiRequest): { type?: string; content?: string } {
	if (form) {
		const fields = Object.entries(form).filter((field): field is [string, string] => {
			return field[1] !== undefined;
		});
		return {
			type: 'application/x-www-form-urlencoded',
			content: new URLSearchParams(fields).toString(),
		};
	}
	return body ? { type: 'application/json', content: JSON.stringify(body) } : {};
}

function timeoutOf({ timeoutMs, brief }: ApiRequest, chosenMs: number | undefined): number {
	const usual = chosenMs ?? timeoutMs ?? DEFAULT_TIMEOUT_MS;
	return brief ? Math.min(LONGEST_BRIEF_MS, Math.ceil(usual / 4)) : usual;
}

/** Headers with lower-case names and texts as values. */
export function lowerCaseHeaders(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, value]) => [
			name.toLowerCase(),
			String(value),
		]),
	);
}

/** The outcome of a request that was answered. */
export function answered(
	{ statusCode, headers, body: text }: FullResponse & { readonly body: string },
	host: string,
): ApiOutcome {
	const body = parseJson(text);
	if (body === undefined && excessOf(text) === 'many') {
		return {
			kind: 'unknown',
			reason: {
				class: 'unknownOutcome',
				code: 'ANSWER_TOO_LARGE',
				message: `${host} sent an answer with more than ${MOST_VALUES.toLocaleString('en')} values, which is not read`,
				hint: HINT_UNKNOWN,
			},
		};
	}
	return { kind: 'response', status: statusCode, headers: lowerCaseHeaders(headers), text, body };
}

/**
 * The context with a cancel signal of our own. n8n's client takes the signal from the context, and
 * replaces the one of the options.
 */
const cancelledBy = (ctx: RequestContext, signal: AbortSignal): IExecuteFunctions =>
	Object.create(ctx, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;

/**
 * @throws NodeOperationError if the base URL is not a valid URL, before anything is sent
 */
export function createApi(ctx: RequestContext, connection: Connection): Api {
	const base = checkBaseUrl(ctx, connection);
	return {
		async request(request: ApiRequest): Promise<ApiOutcome> {
			const timeout = timeoutOf(request, connection.timeoutMs);
			const { type, content } = encodeBody(request);
			const query = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
			const options: IHttpRequestOptions = {
				method: request.method,
				url: baseAddress(base.href) + request.path,
				headers: {
					accept: 'application/json',
					...(type && { 'content-type': type }),
				},
				...(query.length > 0 && { qs: Object.fromEntries(query) }),
				...(content !== undefined && { body: content }),
				// As a stream, so that it is read up to a bound, and we see the original text.
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// n8n's core would send the credential to the new host, and turn a POST into a GET.
				disableFollowRedirect: true,
				timeout,
			};
			try {
				const cancel = ctx.getExecutionCancelSignal?.();
				const response = await exchange({ timeoutMs: timeout, cancel }, (abortSignal) =>
					ctx.helpers.httpRequestWithAuthentication.call(
						cancelledBy(ctx, abortSignal),
						connection.credentialType,
						{ ...options, abortSignal },
						// n8n would put a token of any other type into the URL, which gets logged.
						{ oauth2: { tokenType: 'Bearer' } },
					),
				);
				return answered(response, base.host);
			} catch (error) {
				return classifyError(error, base.host, timeout);
			}
		},
	};
}

function checkBaseUrl(ctx: RequestContext, { baseUrl, label = 'Base URL' }: Connection): URL {
	const problem = addressProblem(baseUrl.trim());
	if (problem === undefined) return new URL(baseUrl.trim());
	throw new NodeOperationError(errorNode(ctx), `The ${label} of the credential is not valid`, {
		description: `${problem} Open the credential and correct it, or restore its default.`,
	});
}
