/**
 * The HTTP port, built on n8n's own client. It never throws, and it states what a thrown error does
 * not: whether the request may have reached the provider. Each request and its answer is bounded in time
 * and size, whatever the server does. n8n's clients bound neither: their timeout is the time of silence,
 * and they read an answer of any size into memory.
 */
import { type IExecuteFunctions, type IHttpRequestOptions, NodeOperationError } from 'n8n-workflow';
import { addressProblem, baseAddress } from '../../core/addresses';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { excessOf, MOST_VALUES, parseJson } from '../../core/values';
import { errorNode } from '../errors';
import { Multipart } from './multipart';
import { classifyError, HINT_UNKNOWN } from './request-errors';

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

/** The largest answer that is read, in bytes after decompression; `request-errors.ts` says it as text. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** The longest time that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** An answer as n8n's clients return it. */
export interface FullResponse {
	readonly statusCode: number;
	readonly headers: unknown;
	/** A stream if one was requested; text or a value from other clients. */
	readonly body: unknown;
}

export interface Exchange {
	/** Time of the whole request, until the last byte of the answer, in milliseconds. */
	readonly timeoutMs: number;
	/** Cancels the request, with the execution. */
	readonly cancel?: AbortSignal;
}

/** The part of Node's streams that is needed here. */
interface Stream {
	on(event: 'data', listener: (chunk: Uint8Array) => void): void;
	on(event: 'error', listener: (error: unknown) => void): void;
	on(event: 'end' | 'close', listener: () => void): void;
	destroy(): void;
}

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && 'destroy' in body && 'pipe' in body;

/** An error with one of the codes that `classifyError` knows. */
const failedWith = (code: string): Error => Object.assign(new Error(code), { code });

const bytesOf = async (stream: Stream, signal: AbortSignal): Promise<Buffer> =>
	await new Promise((resolve, reject) => {
		// A client that ignores the signal would go on.
		signal.addEventListener('abort', () => stream.destroy());
		const chunks: Uint8Array[] = [];
		let size = 0;
		stream.on('data', (chunk) => {
			size += chunk.length;
			if (size <= LARGEST_ANSWER) {
				chunks.push(chunk);
				return;
			}
			chunks.length = 0;
			reject(failedWith('ANSWER_TOO_LARGE'));
			stream.destroy();
		});
		stream.on('end', () => resolve(Buffer.concat(chunks)));
		stream.on('error', reject);
		stream.on('close', () => reject(failedWith('ERR_STREAM_PREMATURE_CLOSE')));
	});

/**
 * Makes a request through one of n8n's clients and reads the answer.
 *
 * @param start starts the request; the signal ends it. A client that ignores the signal goes on in the
 *              background, but is not waited for.
 * @throws the client's error, or one with the code `ETIMEDOUT` (nothing more was read after the
 *         timeout), `ERR_CANCELED`, `ANSWER_TOO_LARGE` or `ERR_STREAM_PREMATURE_CLOSE`
 */
export async function exchangeBytes(
	{ timeoutMs, cancel }: Exchange,
	start: (signal: AbortSignal) => Promise<unknown>,
): Promise<FullResponse & { readonly body: Buffer }> {
	const request = new AbortController();
	const deadline = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), LONGEST_MS));
	let stop: (code: string) => void = () => undefined;
	const stopped = new Promise<never>((_resolve, reject) => {
		stop = (code) => {
			reject(failedWith(code));
			request.abort();
		};
	});
	const late = () => stop('ETIMEDOUT');
	const cancelled = () => stop('ERR_CANCELED');
	deadline.addEventListener('abort', late);
	cancel?.addEventListener('abort', cancelled);
	if (cancel?.aborted) cancelled();

	const read = async () => {
		const response = (await start(request.signal)) as FullResponse;
		const { body } = response;
		if (!isStream(body)) {
			const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
			return { ...response, body: Buffer.from(text) };
		}
		const bytes = bytesOf(body, request.signal);
		// An answer that came too late: nobody waits for it.
		if (request.signal.aborted) body.destroy();
		return { ...response, body: await bytes };
	};
	try {
		return await Promise.race([read(), stopped]);
	} finally {
		deadline.removeEventListener('abort', late);
		cancel?.removeEventListener('abort', cancelled);
	}
}

/** {@link exchangeBytes}, with the answer as text. */
export async function exchange(
	bounds: Exchange,
	start: (signal: AbortSignal) => Promise<unknown>,
): Promise<FullResponse & { readonly body: string }> {
	const { body, ...response } = await exchangeBytes(bounds, start);
	return { ...response, body: body.toString('utf8').replace(/^\uFEFF/, '') };
}

/**
 * The body as sent, and its content type; credentials that sign the body see exactly these characters.
 * With files, the credential encodes it (n8n/http/multipart.ts).
 */
export function encodeBody({ body, form, files }: ApiRequest): {
	type?: string;
	content?: string | Multipart;
} {
	if (form) {
		const fields = Object.entries(form).filter((field): field is [string, string] => {
			return field[1] !== undefined;
		});
		if (files) return { content: new Multipart(Object.fromEntries(fields), files) };
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
