import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, success } from './envelope.mts';
import { userId } from './shapes.mts';

/** The first bytes of jpg, gif, png and bmp. */
const pictures = ['ffd8ff', '47494638', '89504e47', '424d'];
/** Files expire 10 minutes after they were uploaded (OpenAPI: uploads). */
const keptSeconds = 600;

/**
 * POST /v3/uploads: the file in base64. `convert` is in the query or in the body. The answer is that of
 * ClickSend's Power Automate connector (docs/providers/clicksend.md §12).
 */
export function uploadRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	app.post<{ Querystring: { convert?: string } }>('/v3/uploads', ({ query, body }) => {
		const { content, convert } = fieldsOf(body);
		const target = query.convert ?? textOf(convert);
		if (target === '') throw badRequest('The convert is required.', 'MISSING_REQUIRED_FIELDS');
		const start = Buffer.from(textOf(content), 'base64').subarray(0, 4).toString('hex');
		if (target === 'mms' && !pictures.some((one) => start.startsWith(one))) {
			throw badRequest('The file cannot be converted.', 'INVALID_MEDIA_FILE');
		}
		const upload_id = account.nextId();
		const file_name = `${upload_id}.${start.startsWith('47494638') ? 'gif' : 'jpg'}`;
		const date_added = Math.floor(Date.now() / 1000);
		return success('Your file has been uploaded.', {
			upload_id,
			file_name,
			date_added,
			date_delete: date_added + keptSeconds,
			user_id: userId,
			_url: `https://clicksend-api-downloads.s3.ap-southeast-2.amazonaws.com/_private/${file_name}`,
		});
	});
}
