/** Providers that cannot be used because of their credential: the others send, and the user is told. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../core/outcome';
import type { SmsAccount, SmsProvider } from '../../core/provider';
import { causeOf, shielded, toError } from '../errors';
import { NO_CREDENTIAL } from '../http/credential';

/** Why a provider cannot be used. */
export function closedBy(error: Error, { displayName }: SmsProvider): Failure {
	const { code, message, hint } = causeOf(error);
	return code === NO_CREDENTIAL
		? {
				class: 'auth',
				code,
				message: `${displayName} has no credential`,
				hint: 'Choose one at the top of the node, or remove it from Providers.',
			}
		: {
				class: 'auth',
				code: code ?? 'CREDENTIAL',
				message: `${displayName}: ${message}`,
				hint: [hint, `Or remove ${displayName} from Providers.`].filter(Boolean).join(' '),
			};
}

/** An account that takes no message; every message passes it over. */
export const closedAccount = (failure: Failure): SmsAccount => ({
	prepare: (messages) => messages.map(() => ({ parameter: 'Providers', failure })),
	group: () => [],
	send: async () => [],
});

/** The error of a run in which no provider can be used; with one provider, it has no credential. */
export function noneLeft(ctx: IExecuteFunctions, failures: readonly Failure[]): Error {
	const [first] = failures;
	const isOne = failures.length === 1;
	const message = failures.map((failure) => failure.message).join('; ');
	const hints = isOne
		? 'Choose one at the top of the node.'
		: [...new Set(failures.map(({ hint }) => hint))].filter(Boolean).join(' ');
	return toError(ctx, {
		class: 'configuration',
		code: first?.code,
		message: isOne ? message : `No provider can send: ${message}`,
		hint: hints,
	});
}

/** Tells the user once per run which providers were passed over. */
export function hintClosed(ctx: IExecuteFunctions, failures: readonly Failure[]): void {
	const told = failures.map(({ code, message, hint = '' }) =>
		code === NO_CREDENTIAL
			? `${message}: ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`
			: `${message}. ${hint}`,
	);
	for (const message of new Set(told)) {
		ctx.addExecutionHints({
			message: `${shielded(message)} The other providers were used.`,
			location: 'outputPane',
			type: 'warning',
		});
	}
}
