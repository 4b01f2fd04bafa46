import { type FastifyRequest } from 'fastify';
import { type World } from '../../world.mts';
import { badRequest, Refusal } from './errors.mts';
import { paramsOf } from './params.mts';
import { type Tokens } from './tokens.mts';

/** The known keys; `smsmobile-expired` is the key of an expired account. */
const keys: Readonly<Record<string, 'good' | 'expired'>> = {
	'smsmobile-key': 'good',
	'smsmobile-expired': 'expired',
};

function checkToken(token: string, world: World, tokens: Tokens): void {
	if (tokens.isGood(token)) return;
	const status = world.settings.smsMobileTokenExpired;
	throw new Refusal(status, 'invalid_token', 'The access token is invalid or has expired.');
}

/**
 * Bearer token or API key (docs/providers/smsmobileapi.md §2). With an `unknown` key the list of
 * received messages is empty instead of an error (observed, docs/providers/smsmobileapi.md §3).
 *
 * @throws Refusal for a missing or expired key and an invalid token
 */
export function authenticate(
	request: FastifyRequest,
	world: World,
	tokens: Tokens,
): 'good' | 'unknown' {
	const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	if (bearer !== undefined) {
		checkToken(bearer, world, tokens);
		return 'good';
	}
	// From the query of a POST too, as some of the provider's clients have it.
	const { apikey: key = '' } = paramsOf(request, world);
	if (key === '') {
		throw badRequest('missing_apikey', 'The parameter apikey is missing.');
	}
	const state = Object.hasOwn(keys, key) ? keys[key] : undefined;
	if (state === 'expired') throw new Refusal(403, 'api_expired', 'The API key has expired.');
	return state ?? 'unknown';
}
