import { type FastifyInstance } from 'fastify';
import { fieldsOf, isWholeNumber } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { type Kept } from './mailbox.mts';
import { pageOf, type Query } from './paging.mts';

interface One {
	Params: { message_id: string };
}

/** A row as the wire returns it: without its `read` flag. */
const shown = (row: Kept): Partial<Kept> => ({ ...row, read: undefined });

const unread = (rows: Kept[], query: Query, path: string) =>
	pageOf(rows.filter(({ read }) => !read).map(shown), query, path);

/** Marks the rows before `date_before`, or all of them (docs/providers/clicksend.md §8, §9). */
function markRead(rows: Kept[], body: unknown): void {
	const before = fieldsOf(body).date_before ?? Infinity;
	if (before !== Infinity && !isWholeNumber(before)) {
		throw badRequest('The date_before must be a Unix timestamp.');
	}
	for (const row of rows) if (row.timestamp < before) row.read = true;
}

/** Rows to poll: only unread ones, and listing does not mark them (docs/providers/clicksend.md §8, §9). */
export function polledRoutes(app: FastifyInstance, { mailbox, world }: ClickSendAccount): void {
	const { receipts, voiceReceipts, inbound } = mailbox;
	const code = (value: unknown) =>
		value === null || world.settings.clickSendReceiptCodes === 'text' ? value : Number(value);
	const receipt = (row: Kept): Kept => ({
		...row,
		status_code: code(row.status_code),
		error_code: code(row.error_code),
	});
	const inOrder = () =>
		world.settings.clickSendInboundOrder === 'oldest' ? inbound : inbound.toReversed();

	app.get<{ Querystring: Query }>('/v3/sms/receipts', ({ query }) =>
		success(
			'Here are your delivery receipts.',
			unread(receipts.map(receipt), query, '/v3/sms/receipts'),
		),
	);

	// Receipts that were marked as read are still found here (OpenAPI).
	app.get<One>('/v3/sms/receipts/:message_id', ({ params }) => {
		const found = receipts.findLast(({ message_id }) => message_id === params.message_id);
		if (!found) throw notFound('Receipt record not found.');
		return success('Your receipt.', shown(receipt(found)));
	});

	// Nothing is documented that marks one as read (docs/providers/clicksend.md §8).
	app.get<{ Querystring: Query }>('/v3/voice/receipts', ({ query }) => {
		const rows = voiceReceipts.map((row) => ({ ...row, timestamp: String(row.timestamp) }));
		const listed = rows.map((row) => ({ ...row, read: undefined }));
		return success('Here are your delivery receipts.', pageOf(listed, query, '/v3/voice/receipts'));
	});

	app.put('/v3/sms/receipts-read', ({ body }) => {
		markRead(receipts, body);
		return success('Receipts have been marked as read.', null);
	});

	app.get<{ Querystring: Query }>('/v3/sms/inbound', ({ query }) =>
		success('Here are your data.', unread(inOrder(), query, '/v3/sms/inbound')),
	);

	app.put('/v3/sms/inbound-read', ({ body }) => {
		markRead(inbound, body);
		return success('Inbound messages have been marked as read.', null);
	});

	app.put<One>('/v3/sms/inbound-read/:message_id', ({ params }) => {
		const rows = mailbox.inboundOf(params.message_id);
		for (const row of rows) row.read = true;
		return success('Receipt have been marked as read.', rows.length);
	});
}
