import { type FastifyInstance } from 'fastify';
import { type MessageState, type PhoneMessage } from '../../types.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, success } from './envelope.mts';
import { pageOf, type Query } from './paging.mts';
import { type SentRow } from './shapes.mts';

type HistoryRow = Record<string, string | number | boolean | null | undefined>;

/** A row that just went out is `Completed` without a code (observed, facts: clicksend §7). */
const statuses: Record<MessageState, readonly [status: string, code: string | null, text: string]> =
	{
		queued: ['Queued', '200', 'Success: Message queued'],
		scheduled: ['Scheduled', '200', 'Success: Message scheduled'],
		sent: ['Completed', null, ''],
		delivered: ['Sent', '201', 'Success: Message received on handset.'],
		undelivered: ['Failed', '301', 'Error: Delivery failed'],
		cancelled: ['Cancelled', '301', 'Message cancelled'],
	};

/** History writes some fields differently from the send answer (facts: clicksend §5). */
function historyRow({ row }: SentRow, message: PhoneMessage | undefined): HistoryRow {
	const [status, code, text] = statuses[message?.state ?? 'sent'];
	return {
		...row,
		schedule: String(row.schedule),
		message_price: Number(row.message_price ?? 0).toFixed(6),
		custom_string: row.custom_string || null,
		status,
		status_code: code,
		status_text: text || null,
		error_code: message?.errorCode ?? null,
		error_text: message?.errorCode ? 'Not delivered' : null,
		first_name: null,
		last_name: null,
		_api_username: 'sandbox',
	};
}

const searchable = ['status', 'to', 'from', 'subaccount_id', 'message_id'];

/** `q=field:value,field2:value2`; an unencoded `+` arrives as a space and finds nothing. */
function search(rows: HistoryRow[], query: Query): HistoryRow[] {
	if (!query.q) return rows;
	const wanted = query.q.split(',').map((pair) => {
		const [field = '', ...rest] = pair.split(':');
		if (!searchable.includes(field))
			throw badRequest(`The history cannot be searched by ${field}.`);
		return { field, value: rest.join(':').toLowerCase() };
	});
	const fits =
		(row: HistoryRow) =>
		({ field, value }: (typeof wanted)[number]) =>
			value === '' || String(row[field] ?? '').toLowerCase() === value;
	const any = query.operator?.toUpperCase() === 'OR';
	return rows.filter((row) => (any ? wanted.some(fits(row)) : wanted.every(fits(row))));
}

function between(rows: HistoryRow[], query: Query): HistoryRow[] {
	const bound = (name: string, standard: number) => {
		const text = query[name] ?? '';
		if (text === '') return standard;
		if (!/^\d+$/.test(text)) throw badRequest(`The ${name} must be a Unix timestamp.`);
		return Number(text);
	};
	const from = bound('date_from', 0);
	const to = bound('date_to', Infinity);
	return rows.filter(({ date }) => Number(date) >= from && Number(date) <= to);
}

const sortFields: Record<string, string> = {
	date: 'date',
	username: '_api_username',
	from: 'from',
	to: 'to',
	status: 'status',
	body: 'body',
};

function sorted(rows: HistoryRow[], query: Query): HistoryRow[] {
	const [name = '', direction = 'asc'] = (query.order_by ?? 'date:asc').split(':');
	const field = Object.hasOwn(sortFields, name) ? sortFields[name] : undefined;
	if (!field || !['asc', 'desc'].includes(direction)) {
		throw badRequest('The order_by is invalid.');
	}
	const inOrder = rows.toSorted((a, b) => {
		const [x, y] = [a[field] ?? '', b[field] ?? ''];
		return typeof x === 'number' ? x - Number(y) : String(x).localeCompare(String(y));
	});
	return direction === 'asc' ? inOrder : inOrder.reverse();
}

/** GET /v3/sms/history (facts: clicksend §7). */
export function historyRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const { world } = account;
	app.get<{ Querystring: Query }>('/v3/sms/history', ({ query }) => {
		const visible = Date.now() - world.settings.historyLagMs;
		world.phones.releaseDue();
		const rows = [...account.sent.values()]
			.filter(({ acceptedAt }) => acceptedAt <= visible)
			.map((sent) => historyRow(sent, world.phones.find(sent.row.message_id)));
		const found = sorted(between(search(rows, query), query), query);
		return success('Here are your data.', pageOf(found, query, '/v3/sms/history'));
	});
}
