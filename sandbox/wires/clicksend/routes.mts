import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ClickSendAccount } from './account.mts';
import { accountRoutes } from './account-routes.mts';
import { automationRoutes } from './automations.mts';
import { campaignRoutes } from './campaigns.mts';
import { cancelRoutes } from './cancel.mts';
import { contactRoutes } from './contacts.mts';
import { failure, Refusal, statusFailure, tooManyAttempts } from './envelope.mts';
import { historyRoutes } from './history.mts';
import { listRoutes } from './lists.mts';
import { mms } from './mms.mts';
import { polledRoutes } from './polled.mts';
import { sendRoutes } from './send.mts';
import { senderRoutes } from './senders.mts';
import { sms } from './sms.mts';
import { statisticsRoutes } from './statistics.mts';
import { templateRoutes } from './templates.mts';
import { uploadRoutes } from './uploads.mts';
import { voice, voiceLanguageRoutes } from './voice.mts';

interface RouteOptions {
	account: ClickSendAccount;
	via?: 'maton';
	/** Sends a refusal itself; undefined lets the request pass. Absent behind Maton's own check. */
	guard?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;
}

/** Observed on /v3/account: per endpoint and address, shown in headers (docs/providers/clicksend.md §4). */
function limitRate(account: ClickSendAccount, request: FastifyRequest, reply: FastifyReply) {
	const { rateLimit } = account.world.settings;
	if (!rateLimit) return undefined;
	const { limit, windowMs } = rateLimit;
	const key = `${request.method} ${request.routeOptions.url ?? request.url} ${request.ip}`;
	const { remaining, resetSeconds } = account.rate.count(key, limit, windowMs);
	reply.header('x-ratelimit-limit', String(limit));
	reply.header('x-ratelimit-remaining', String(Math.max(remaining, 0)));
	if (remaining >= 0) return undefined;
	reply.header('retry-after', String(resetSeconds));
	reply.header('ratelimit-reset', String(resetSeconds));
	return reply.code(429).send(tooManyAttempts);
}

/** Everything ClickSend serves; mounted directly and behind Maton. */
export function clickSendRoutes(app: FastifyInstance, options: RouteOptions): void {
	const { account, guard } = options;
	const patterns: RegExp[] = [];

	app.addHook('onRoute', ({ url }) => {
		patterns.push(new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}$`));
	});

	app.addHook('preValidation', async (request, reply) => {
		request.clickSendCredit = account.world.settings.balance;
		return limitRate(account, request, reply) ?? guard?.(request, reply);
	});

	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof Refusal) {
			return reply.code(error.status).send(failure(error.status, error.code, error.message));
		}
		return reply.code(500).send(statusFailure(500));
	});

	// A wrong method is a 405 with the code NOT_FOUND (docs/providers/clicksend.md §3).
	app.setNotFoundHandler((request, reply) => {
		const path = request.url.split('?')[0] ?? '';
		const status = patterns.some((pattern) => pattern.test(path)) ? 405 : 404;
		return reply.code(status).send(statusFailure(status));
	});

	accountRoutes(app, account);
	for (const channel of [sms, mms, voice]) {
		sendRoutes(app, { account, channel, ...(options.via && { via: options.via }) });
		historyRoutes(app, account, channel);
	}
	voiceLanguageRoutes(app);
	cancelRoutes(app, account);
	templateRoutes(app, account);
	senderRoutes(app);
	listRoutes(app, account);
	contactRoutes(app, account);
	automationRoutes(app, account);
	polledRoutes(app, account);
	campaignRoutes(app, account, options.via);
	uploadRoutes(app, account);
	statisticsRoutes(app, account);
}
