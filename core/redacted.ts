/** Removes the secrets of an account from its answers. */
import type { ApiOutcome } from './provider';
import { parseJson } from './values';

/** Redacts these texts wherever they occur in an answer. */
export function redacted(outcome: ApiOutcome, secrets: readonly string[]): ApiOutcome {
	if (outcome.kind !== 'response') return outcome;
	const found = secrets.filter((secret) => secret !== '' && outcome.text.includes(secret));
	if (found.length === 0) return outcome;
	const text = found.reduce((left, secret) => left.replaceAll(secret, '***'), outcome.text);
	return { ...outcome, text, body: parseJson(text) };
}
