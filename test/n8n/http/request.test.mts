import { type IExecuteFunctions, type IHttpRequestOptions, type INode } from 'n8n-workflow';
import { parseJson } from '../../../core/values';
import { createApi, type RequestContext } from '../../../n8n/http/request';
import { classifyError } from '../../../n8n/http/request-errors';

const HOST = 'rest.example.com';
const classify = (error: unknown) => classifyError(error, HOST, 30_000);

/** An error as Node and Axios throw it, with the codes that classify it. */
function failed(fields: object, cause?: unknown): Error {
	return Object.assign(new Error('secret-token in a text'), fields, cause ? { cause } : {});
}

/** A chain of causes, outermost first. */
const chained = (...links: object[]): Error =>
	[...links].reverse().reduce<Error | undefined>((cause, link) => failed(link, cause), undefined) ??
	failed({});

describe('classifyError', () => {
	const notSent: Array<[code: string, kind: string]> = [
		['ECONNREFUSED', 'providerDown'],
		['EHOSTUNREACH', 'providerDown'],
		['ENETUNREACH', 'providerDown'],
		['ENETDOWN', 'providerDown'],
		['ENOTFOUND', 'providerDown'],
		['EAI_AGAIN', 'providerDown'],
		['ERR_INVALID_URL', 'configuration'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'configuration'],
		['CERT_HAS_EXPIRED', 'configuration'],
		['CERT_NOT_YET_VALID', 'configuration'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'configuration'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'configuration'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'configuration'],
		['UNABLE_TO_GET_ISSUER_CERT', 'configuration'],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'configuration'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'configuration'],
	];

	it.each(notSent)('%s: nothing was sent (%s)', (code, kind) => {
		const outcome = classify(failed({ code }));
		expect(outcome).toMatchObject({ kind: 'notSent', reason: { class: kind, code } });
		// Also if n8n and Axios wrapped it.
		expect(classify(chained({}, { name: 'AxiosError' }, { code }))).toEqual(outcome);
		expect(classify({ code })).toEqual(outcome);
	});

	const unknown: Array<[code: string, told: string]> = [
		['ECONNRESET', 'ECONNRESET'],
		['EPIPE', 'EPIPE'],
		['ECONNABORTED', 'TIMEOUT'],
		['ETIMEDOUT', 'TIMEOUT'],
		['ERR_CANCELED', 'CANCELLED'],
		['ANSWER_TOO_LARGE', 'ANSWER_TOO_LARGE'],
		['ERR_BAD_RESPONSE', 'ERR_BAD_RESPONSE'],
		['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_PREMATURE_CLOSE'],
		['HPE_INVALID_CONSTANT', 'HPE_INVALID_CONSTANT'],
		['X_CERT_HAS_EXPIRED', 'X_CERT_HAS_EXPIRED'],
		['SOMETHING_NEW', 'SOMETHING_NEW'],
	];

	it.each(unknown)('%s: outcome unknown (%s)', (code, told) => {
		const outcome = classify(failed({ code }));
		expect(outcome).toMatchObject({
			kind: 'unknown',
			reason: { class: 'unknownOutcome', code: told },
		});
		expect(classify(chained({}, { code }))).toEqual(outcome);
	});

	it.each([...notSent, ...unknown])(
		'%s: recognised from an n8n version that keeps no cause',
		(code) => {
			// NodeApiError of n8n 2.8 around an Axios error.
			const bare = failed({ name: 'NodeApiError', httpCode: code, cause: undefined });
			expect(classify(bare)).toEqual(classify(failed({ code })));
		},
	);

	it('prefers the more specific codes of causes to that of n8n’s own error', () => {
		expect(classify(chained({ httpCode: '502' }, { code: 'ERR_BAD_RESPONSE' }))).toMatchObject({
			reason: { code: 'ERR_BAD_RESPONSE' },
		});
	});

	it('distinguishes a connection that was not accepted from a missing answer', () => {
		const timeout = { code: 'ETIMEDOUT', syscall: 'connect' };
		const expected = {
			kind: 'notSent',
			reason: { class: 'providerDown', code: 'ETIMEDOUT' },
		};
		expect(classify(failed(timeout))).toMatchObject(expected);
		expect(classify(chained({ code: 'ETIMEDOUT' }, timeout))).toMatchObject(expected);
		expect(classify(failed({ ...timeout, syscall: 'read' }))).toMatchObject({ kind: 'unknown' });
		// Two different links are not one match.
		expect(classify(chained({ code: 'ETIMEDOUT' }, { syscall: 'connect' }))).toMatchObject({
			kind: 'unknown',
		});
	});

	it('recognises n8n’s SSRF guard by its name', () => {
		const expected = {
			kind: 'notSent',
			reason: { class: 'configuration', code: 'BLOCKED' },
		};
		expect(classify(failed({ name: 'SsrfBlockedIpError' }))).toMatchObject(expected);
		expect(classify(chained({ code: 'ERR_X' }, { name: 'SsrfBlockedHostError' }))).toMatchObject(
			expected,
		);
		expect(classify(failed({ name: 'NotSsrfBlocked' }))).toMatchObject({ kind: 'unknown' });
	});

	it('prefers proof that nothing was sent, wherever it is in the chain', () => {
		expect(classify(chained({ code: 'ERR_NETWORK' }, { code: 'ECONNREFUSED' }))).toMatchObject({
			kind: 'notSent',
		});
		expect(classify(chained({ code: 'ECONNABORTED' }, { code: 'ENOTFOUND' }))).toMatchObject({
			kind: 'notSent',
		});
		expect(classify(chained({ code: 'ERR_CANCELED' }, { code: 'ECONNRESET' }))).toMatchObject({
			kind: 'unknown',
			reason: { code: 'CANCELLED' },
		});
	});

	it('looks twelve links deep, and ends if a chain is circular', () => {
		const link = (count: number) => [...Array<object>(count).fill({}), { code: 'ECONNREFUSED' }];
		expect(classify(chained(...link(11)))).toMatchObject({ kind: 'notSent' });
		expect(classify(chained(...link(12)))).toMatchObject({ kind: 'unknown' });
		const snake = failed({ code: 'ECONNRESET' });
		snake.cause = failed({}, snake);
		expect(classify(snake)).toMatchObject({ kind: 'unknown', reason: { code: 'ECONNRESET' } });
	});

	it.each([undefined, null, 'ECONNREFUSED', 42, {}, { code: 7 }, { cause: 'ENOTFOUND' }, []])(
		'treats %j as a broken connection',
		(error) => {
			expect(classify(error)).toEqual({
				kind: 'unknown',
				reason: {
					class: 'unknownOutcome',
					code: 'NO_ANSWER',
					message: `The connection to ${HOST} broke before it answered`,
					hint: 'The request may have been carried out. Check at the provider before repeating it.',
				},
			});
		},
	);

	it('names the host and the timeout, and never includes the error’s text', () => {
		for (const [code] of [...notSent, ...unknown]) {
			const outcome = classify(failed({ code }));
			expect(JSON.stringify(outcome)).not.toContain('secret-token');
			expect(JSON.stringify(outcome)).toContain(HOST);
		}
		expect(classifyError(failed({ code: 'ETIMEDOUT' }), HOST, 1500)).toMatchObject({
			reason: { message: `${HOST} did not answer within 1.5 s` },
		});
	});
});

describe('parseJson', () => {
	it.each([
		['{"a":1}', { a: 1 }],
		['[1]', [1]],
		['null', null],
		['', undefined],
		['<html>', undefined],
		['{"a":1', undefined],
	])('%j', (text, expected) => {
		expect(parseJson(text)).toEqual(expected);
	});
});

describe('createApi', () => {
	const NODE: INode = {
		id: '1',
		name: 'Node',
		type: 'test',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};

	function context(answer: () => unknown, signal?: AbortSignal) {
		const requests: Array<[type: string, options: IHttpRequestOptions]> = [];
		const ctx: RequestContext = {
			getNode: () => NODE,
			getCredentials: async () => await Promise.reject(new Error('Not asked for')),
			...(signal && { getExecutionCancelSignal: () => signal }),
			helpers: {
				async httpRequestWithAuthentication(type, options) {
					requests.push([type, options]);
					return await Promise.resolve(answer());
				},
				refreshOAuth2Token: async () => await Promise.reject(new Error('Not asked for')),
			},
		};
		return { ctx, requests };
	}

	const connection = { credentialType: 'testApi', baseUrl: ' https://rest.example.com/base// ' };
	const respond = (body: unknown, statusCode = 200) => ({
		statusCode,
		headers: { 'Content-Type': 'application/json', 'Retry-After': 5 },
		body,
	});

	it('passes a request on as it must be sent', async () => {
		const { signal } = new AbortController();
		const { ctx, requests } = context(() => respond('{"ok":true}'), signal);
		const outcome = await createApi(ctx, connection).request({
			method: 'POST',
			path: '/v3/send',
			query: { page: 0, q: '', none: undefined },
			body: { n: 1 },
		});
		expect(outcome).toEqual({
			kind: 'response',
			status: 200,
			headers: { 'content-type': 'application/json', 'retry-after': '5' },
			text: '{"ok":true}',
			body: { ok: true },
		});
		expect(requests).toEqual([
			[
				'testApi',
				{
					method: 'POST',
					url: 'https://rest.example.com/base/v3/send',
					headers: { accept: 'application/json', 'content-type': 'application/json' },
					qs: { page: 0, q: '' },
					body: '{"n":1}',
					encoding: 'stream',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					timeout: 30_000,
					// Of this request: it also ends with the timeout.
					abortSignal: expect.any(AbortSignal) as AbortSignal,
				},
			],
		]);
	});

	it('gives n8n its own signal, which is aborted with the execution', async () => {
		const execution = new AbortController();
		const seen: Array<AbortSignal | undefined> = [];
		const { ctx } = context(() => respond('{}'), execution.signal);
		ctx.helpers.httpRequestWithAuthentication = async function (this, _type, options) {
			// n8n replaces the signal of the options by that of the context.
			seen.push(
				options.abortSignal as AbortSignal,
				(this as IExecuteFunctions).getExecutionCancelSignal(),
			);
			execution.abort();
			return await new Promise(() => undefined);
		};
		const outcome = await createApi(ctx, connection).request({ method: 'GET', path: '/' });
		expect(outcome).toMatchObject({ kind: 'unknown', reason: { code: 'CANCELLED' } });
		expect(seen[0]).toBe(seen[1]);
		expect(seen[0]).not.toBe(execution.signal);
		expect(seen[0]?.aborted).toBe(true);
	});

	it('omits what a request does not have', async () => {
		const { ctx, requests } = context(() => respond(''));
		await createApi(ctx, connection).request({ method: 'GET', path: '/', query: { a: undefined } });
		expect(Object.keys(requests[0]?.[1] ?? {})).not.toEqual(expect.arrayContaining(['qs']));
		expect(requests[0]?.[1]).not.toHaveProperty('body');
		expect(requests[0]?.[1].headers).toEqual({ accept: 'application/json' });
	});

	it.each([
		[undefined, undefined, 30_000],
		[undefined, 120_000, 120_000],
		[5000, 120_000, 5000],
		[5000, undefined, 5000],
	])('user %s, request %s: waits %d ms', async (users, requests, expected) => {
		const fake = context(() => respond(''));
		const api = createApi(fake.ctx, { ...connection, timeoutMs: users });
		await api.request({ method: 'GET', path: '/', timeoutMs: requests });
		expect(fake.requests[0]?.[1].timeout).toBe(expected);
	});

	it.each([
		['not json', 'not json', undefined],
		['', '', undefined],
		[undefined, '""', ''],
		[{ a: 1 }, '{"a":1}', { a: 1 }],
	])('accepts the body %j as text', async (body, text, parsed) => {
		const { ctx } = context(() => respond(body, 503));
		expect(await createApi(ctx, connection).request({ method: 'GET', path: '/' })).toMatchObject({
			kind: 'response',
			status: 503,
			text,
			body: parsed,
		});
	});

	it('never throws: an error is an outcome', async () => {
		const { ctx } = context(() => {
			throw failed({ code: 'ECONNREFUSED' });
		});
		expect(await createApi(ctx, connection).request({ method: 'GET', path: '/' })).toMatchObject({
			kind: 'notSent',
			reason: { message: 'rest.example.com refused the connection' },
		});
	});

	it.each([
		'',
		'rest.example.com',
		'ftp://rest.example.com',
		'https://',
		'https://user:pass@rest.example.com',
		'https://rest.example.com?x=1',
		'https://rest.example.com#x',
		'javascript:alert(1)',
	])('refuses the base URL %j', (baseUrl) => {
		const { ctx, requests } = context(() => respond(''));
		expect(() => createApi(ctx, { ...connection, baseUrl })).toThrow(
			'The Base URL of the credential is not valid',
		);
		expect(requests).toEqual([]);
	});
});
