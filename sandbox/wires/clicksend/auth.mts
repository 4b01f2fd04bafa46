import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ClickSendAccount } from './account.mts';
import { failure, statusFailure } from './envelope.mts';

declare module 'fastify' {
	interface FastifyRequest {
		/** How much the user of this request may spend at ClickSend. */
		clickSendCredit: number;
	}
}

const testKey = 'D83DED51-9E35-4D42-9BB9-0E34B7CA85AE';

/** The users that the wire knows; the test users are ClickSend's own (docs/providers/clicksend.md §2). */
export const users: Readonly<Record<string, string>> = {
	sandbox: 'sandbox-key',
	nocredit: testKey,
	notactive: testKey,
	banned: testKey,
};

function userOf(header = ''): string | undefined {
	const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header)?.[1];
	if (!encoded) return undefined;
	const decoded = Buffer.from(encoded, 'base64').toString();
	const colon = decoded.indexOf(':');
	const user = decoded.slice(0, Math.max(colon, 0));
	const known = Object.hasOwn(users, user) && users[user] === decoded.slice(colon + 1);
	return known ? user : undefined;
}

/** HTTP Basic (docs/providers/clicksend.md §2). Sends the refusal itself; undefined lets the request pass. */
export function authenticate(
	request: FastifyRequest,
	reply: FastifyReply,
	account: ClickSendAccount,
): FastifyReply | undefined {
	const { settings } = account.world;
	const user = userOf(request.headers.authorization);
	if (!user) return reply.code(401).send(statusFailure(401));
	request.clickSendCredit = user === 'nocredit' ? 0 : settings.balance;
	if (user !== 'notactive' && user !== 'banned') return undefined;
	const status = settings.inactiveAccountStatus;
	const code = user === 'banned' ? 'FORBIDDEN' : 'ACCOUNT_NOT_ACTIVATED';
	const message = user === 'banned' ? 'Account is banned.' : 'Account is not activated.';
	return reply.code(status).send(failure(status, code, message));
}
