import { type FastifyRequest } from 'fastify';
import { type World } from '../../world.mts';
import { token } from './account.mts';
import { Problem } from './envelope.mts';
import { inputOf } from './input.mts';

export type ApiPath = 'v3' | 'http';

/**
 * `/api/v3` requires the token as Bearer; `/api/http` as the parameter `api_token`. A setting makes
 * `/api/http` accept Bearer as well (docs/providers/gotone.md §1: the documentation shows it, the
 * software does not).
 */
export function authenticate(request: FastifyRequest, apiPath: ApiPath, world: World): void {
	const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	if (apiPath === 'v3') {
		if (bearer !== token) throw new Problem('unauthenticated', 'Unauthenticated.');
		return;
	}
	if (inputOf(request).api_token === token) return;
	if (world.settings.gotoneHttpBearer && bearer === token) return;
	throw new Problem('credentials', 'These credentials do not match our records.');
}
