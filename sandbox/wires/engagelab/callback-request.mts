import { createHmac, randomInt } from 'node:crypto';
import { type HookSpec } from '../../hook-spec.mts';
import { type World } from '../../world.mts';

export type CallbackHook = Extract<HookSpec, { kind: 'engageLab' }>;

/** `X-CALLBACK-ID` signs a time, a nonce and the name, not the body (docs/providers/engagelab.md §4). */
export function callbackId(
	{ username, secret }: { username: string; secret: string },
	timestamp: string,
	nonce: string,
): string {
	const signature = createHmac('sha256', secret)
		.update(timestamp + nonce + username)
		.digest('hex');
	return `timestamp=${timestamp};nonce=${nonce};username=${username};signature=${signature}`;
}

/** Twelve digits, as in the example. */
const newNonce = () => String(randomInt(1e11, 1e12));

function headersOf(world: World, { username = '', secret, authorization }: CallbackHook) {
	const seconds = Math.floor((Date.now() + world.settings.webhookClockSkewMs) / 1000);
	return {
		'Content-Type': 'application/json',
		...(secret !== undefined && {
			'X-CALLBACK-ID': callbackId({ username, secret }, String(seconds), newNonce()),
		}),
		...(authorization !== undefined && { Authorization: authorization }),
	};
}

/** One callback request. */
export const callbackPush = (world: World, hook: CallbackHook, event: string, body: string) => ({
	wire: 'engagelab',
	event,
	method: 'POST' as const,
	url: hook.url,
	headers: headersOf(world, hook),
	secretHeaders: ['authorization'],
	body,
	success: [200],
});

/**
 * Verifies a callback URL before it is saved: makes one call without rows, which must be answered
 * with 200 in time (docs/providers/engagelab.md §4). That it has the same headers as other calls is
 * [unsure].
 *
 * @throws Error that says why the URL is not saved
 */
export async function verifyCallback(world: World, hook: CallbackHook): Promise<void> {
	const { engageLabVerification: body } = world.settings;
	const answer = await world.webhooks.once(callbackPush(world, hook, 'verification', body));
	if ('status' in answer && answer.status === 200) return;
	const reason = 'status' in answer ? `The answer was ${answer.status}.` : answer.error;
	throw new Error(`The callback URL was not saved: its verification needs a 200. ${reason}`);
}
