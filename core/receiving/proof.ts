/** Checks shared by several providers that a call comes from the provider. */
import { sameText } from '../digests';
import { type Verdict, type WebhookCall, type WebhookSecret, wrong } from './webhook';

/** Longer than any token, in characters. */
const LONGEST_TOKEN = 1_000;
const NO_TOKEN: Verdict = { genuine: false, reason: 'wrong token' };

/**
 * Accepts a call whose URL has one of the known tokens, for providers that do not sign calls. The path
 * alone proves nothing: it is part of the workflow, and everyone who imports the workflow has it.
 */
export function tokenVerdict({ query }: WebhookCall, secret: WebhookSecret | undefined): Verdict {
	const { token } = query;
	if (!secret || typeof token !== 'string' || token === '') return NO_TOKEN;
	if (token.length > LONGEST_TOKEN) return NO_TOKEN;
	const matching = secret.accepted.filter((expected) => sameText(token, expected));
	return matching.length > 0 ? { genuine: true } : wrong('token');
}

/** Seconds by which a sender's clock may differ from ours. */
const WINDOW_S = 300;

/** Whether a time in Unix seconds is within the window around the time of the call. */
export const isFresh = (seconds: number, { at }: WebhookCall): boolean =>
	Math.abs(seconds - at / 1000) <= WINDOW_S;

/** The shortest secret of a provider, in characters: shorter ones are not whole, or can be tried out. */
export const SHORTEST_SECRET = 8;
/** The shortest token in a URL, which the user chooses, and which is all that a caller has to know. */
const SHORTEST_TOKEN = 16;

/** What is wrong with a secret, and what to do about it; `undefined` if it can be used. */
export function secretProblem(
	secret: string,
	isInUrl: boolean,
): readonly [problem: string, hint: string] | undefined {
	const shortest = isInUrl ? SHORTEST_TOKEN : SHORTEST_SECRET;
	if (secret.length < shortest) {
		return [
			`Secret has fewer than ${shortest} characters`,
			isInUrl
				? `Choose at least ${shortest} random letters and digits.`
				: 'Copy all of it, or choose a longer one at the provider.',
		];
	}
	if (/^https?:\/\//i.test(secret)) {
		return ['Secret is a URL', 'Enter the secret, key or token of the webhook, not its address.'];
	}
	return undefined;
}
