/** Keeps keys and tokens that a provider echoes out of everything that a node returns. */
import type { ApiOutcome } from '../core/provider';
import { parseJson } from './request';

const SECRET_FIELD = /^(api_?key|password|_?api_?token)$/i;

/** The value without the fields that hold keys, at any depth. */
export function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !SECRET_FIELD.test(name))
			.map(([name, inner]) => [name, withoutSecrets(inner)]),
	);
}

/** An answer in which these texts cannot be read, wherever they stood. */
export function redacted(outcome: ApiOutcome, secrets: readonly string[]): ApiOutcome {
	if (outcome.kind !== 'response') return outcome;
	const found = secrets.filter((secret) => secret !== '' && outcome.text.includes(secret));
	if (found.length === 0) return outcome;
	const text = found.reduce((left, secret) => left.replaceAll(secret, '***'), outcome.text);
	return { ...outcome, text, body: parseJson(text) };
}
