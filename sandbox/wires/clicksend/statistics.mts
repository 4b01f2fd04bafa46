import { type FastifyInstance } from 'fastify';
import { type ClickSendAccount } from './account.mts';
import { currencyWithLimits, success } from './envelope.mts';
import { type Sent } from './sent.mts';

const daySeconds = 86_400;

const dayOf = (milliseconds: number) => Math.floor(milliseconds / 1000 / daySeconds) * daySeconds;

/** GET /v3/statistics/sms and /voice: totals, and one entry per day with messages (OpenAPI). */
export function statisticsRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const { world, sent, mailbox } = account;
	const isBounced = ({ row }: Sent) => world.phones.find(row.message_id)?.state === 'undelivered';
	const count = (messages: Sent[]) => ({
		count: messages.length,
		price: messages.reduce((sum, { row }) => sum + Number(row.message_price ?? 0), 0),
	});

	for (const channel of ['sms', 'voice'] as const) {
		app.get(`/v3/statistics/${channel}`, () => {
			const messages = sent[channel].list();
			const days = new Set(messages.map(({ acceptedAt }) => dayOf(acceptedAt)));
			const received = (day?: number) => ({
				count: mailbox.inbound.filter(
					({ timestamp }) => day === undefined || dayOf(timestamp * 1000) === day,
				).length,
				price: 0,
			});
			const counts = (some: Sent[], day?: number) => ({
				outbound: count(some),
				...(channel === 'sms' && { inbound: received(day) }),
				bounced: count(some.filter(isBounced)),
			});
			const message = channel === 'sms' ? 'Here are your data.' : 'Here are your statistics.';
			return success(message, {
				total: counts(messages),
				stats: [...days].map((date) => ({
					date,
					...counts(
						messages.filter(({ acceptedAt }) => dayOf(acceptedAt) === date),
						date,
					),
				})),
				_currency: currencyWithLimits,
			});
		});
	}
}
