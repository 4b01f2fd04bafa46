import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { notFound, success } from './envelope.mts';

/** Only scheduled messages can be cancelled (docs/providers/clicksend.md §7). */
export function cancelRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const { phones } = account.world;

	app.put<{ Params: { message_id: string } }>('/v3/sms/:message_id/cancel', ({ params }) => {
		const known = account.sent.sms.get(params.message_id);
		if (!known || !phones.cancel(params.message_id)) throw notFound('Message record not found.');
		return success('Scheduled sms message has been cancelled.', null);
	});

	// The answer has an empty list where that for an SMS has null (OpenAPI).
	app.put<{ Params: { message_id: string } }>('/v3/voice/:message_id/cancel', ({ params }) => {
		const known = account.sent.voice.get(params.message_id);
		if (!known || !phones.cancel(params.message_id)) throw notFound('Message record not found.');
		return success('Voice have been cancelled.', []);
	});

	app.put('/v3/sms/cancel-all', ({ body }) => {
		const only = textOf(fieldsOf(body).custom_string);
		const cancelled = account.sent.sms
			.list()
			.filter(
				({ row }) => (only === '' || row.custom_string === only) && phones.cancel(row.message_id),
			);
		const { length: count } = cancelled;
		return success(`${count} sms messages have been cancelled.`, { count });
	});
}
