/** Checks shared by several providers that a call comes from the provider. */
import { sameText } from '../digests';
import { type Verdict, type WebhookCall, type WebhookSecret, wrong } from './webhook';

/** Longer than any token, in characters. */
const LONGEST_TOKEN = 1_000;
const NO_TOKEN: Verdict = { genuine: false, reason: 'wrong token' };

/** Accepts a call whose URL has one of the known tokens, for providers that do not sign calls. */
export function tokenVerdict({ query }: WebhookCall, secret: WebhookSecret): Verdict {
	const { token } = query;
	if (typeof token !== 'string' || token === '') return NO_TOKEN;
	if (token.length > LONGEST_TOKEN) return NO_TOKEN;
	const matching = secret.accepted.filter((expected) => sameText(token, expected));
	return matching.length > 0 ? { genuine: true } : wrong('token');
}

/** Seconds by which a sender's clock may differ from ours. */
const WINDOW_S = 300;

/** Whether a time in Unix seconds is within the window around the time of the call. */
export const isFresh = (seconds: number, { at }: WebhookCall): boolean =>
	Math.abs(seconds - at / 1000) <= WINDOW_S;
