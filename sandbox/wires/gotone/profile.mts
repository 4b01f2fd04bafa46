import { type FastifyInstance } from 'fastify';
import { type GoToneAccount, token } from './account.mts';
import { success } from './envelope.mts';

/**
 * The profile, with the token in clear, and the balance as a formatted text
 * (docs/providers/gotone.md §5).
 */
export function profileRoutes(app: FastifyInstance, account: GoToneAccount): void {
	app.get('/me', () =>
		success({
			uid: '6065ec0a1b2c3',
			api_token: token,
			first_name: 'Sandbox',
			last_name: 'Account',
			email: 'sandbox@example.com',
			locale: 'en',
			timezone: account.world.settings.gotoneTimezone,
			last_access_at: '2026-11-22T09:00:00.000000Z',
		}),
	);

	app.get('/balance', () =>
		success({
			remaining_balance: `₱${account.world.settings.gotoneBalance}`,
			expired_on: '29th Jan 27, 19:24',
		}),
	);
}
