import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type FastifyInstance } from 'fastify';
import { fieldsOf } from '../../values.mts';
import { type World } from '../../world.mts';

export const client = { id: 'sandbox-client', secret: 'sandbox-secret' } as const;

/** Access tokens that contain their expiry, so that a reset of the sandbox does not revoke them. */
export class Tokens {
	readonly #key = randomBytes(32);

	issue(lifetimeMs: number): string {
		const payload = `${Date.now() + lifetimeMs}-${randomUUID()}`;
		return `${payload}.${this.#sign(payload)}`;
	}

	isGood(token: string): boolean {
		const dot = token.lastIndexOf('.');
		const payload = token.slice(0, dot);
		const [given, right] = [Buffer.from(token.slice(dot + 1)), Buffer.from(this.#sign(payload))];
		const ours = given.length === right.length && timingSafeEqual(given, right);
		return ours && Number(payload.split('-')[0]) > Date.now();
	}

	#sign(payload: string): string {
		return createHmac('sha256', this.#key).update(payload).digest('hex');
	}
}

/** POST /oauth2/token (docs/providers/smsmobileapi.md §2.2): only client credentials in a form. */
export function tokenRoutes(app: FastifyInstance, world: World, tokens: Tokens): void {
	app.post('/oauth2/token', ({ headers, body }, reply) => {
		const isForm = headers['content-type']?.includes('application/x-www-form-urlencoded');
		const { grant_type, client_id, client_secret } = fieldsOf(isForm ? body : null);
		const { settings } = world;
		if (grant_type !== 'client_credentials') {
			return reply.code(400).send({ error: 'unsupported_grant_type' });
		}
		if (client_id !== client.id || client_secret !== client.secret) {
			return reply.code(settings.smsMobileTokenRefused).send({ error: 'invalid_client' });
		}
		return {
			access_token: tokens.issue(settings.smsMobileTokenMs),
			...(settings.smsMobileTokenFields === 'all' && {
				token_type: 'Bearer',
				expires_in: Math.ceil(settings.smsMobileTokenMs / 1000),
			}),
		};
	});
}
