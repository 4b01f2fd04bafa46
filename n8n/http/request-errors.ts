/**
 * What the errors of n8n's HTTP clients say: whether the request may have reached the provider. Reads only
 * codes, because error texts may contain secrets.
 */
import type { FailureClass } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';

/** The largest answer that is read. */
export const LARGEST_ANSWER_TEXT = '16 MiB';

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

export const HINT_UNKNOWN =
	'The request may have been carried out. Check at the provider before repeating it.';

/** Classifies a thrown request error. */
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
