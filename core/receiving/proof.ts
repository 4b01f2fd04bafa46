/** What proves that a call is the provider's, where it is the same for several of them. */
import { sameText } from '../digests';
import type { Verdict, WebhookCall, WebhookSecret } from './webhook';

const NO_TOKEN: Verdict = { genuine: false, reason: 'wrong token' };

/** Whether the URL has one of the tokens that are known: for providers that sign nothing. */
export function tokenVerdict({ query }: WebhookCall, secret: WebhookSecret): Verdict {
	const { token } = query;
	if (typeof token !== 'string' || token === '') return NO_TOKEN;
	const matching = secret.accepted.filter((expected) => sameText(token, expected));
	return matching.length > 0 ? { genuine: true } : NO_TOKEN;
}

/** Seconds by which a sender's clock may differ from ours. */
const WINDOW_S = 300;

/** Whether Unix seconds are of now, give or take the window. */
export const isFresh = (seconds: number, { at }: WebhookCall): boolean =>
	Math.abs(seconds - at / 1000) <= WINDOW_S;
