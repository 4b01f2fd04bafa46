import { type FastifyInstance } from 'fastify';
import { textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { type Channel, type History, type HistoryRow } from './channel.mts';
import { badRequest, success } from './envelope.mts';
import { pageOf, type Query } from './paging.mts';
import { searched } from './search.mts';

function between(rows: HistoryRow[], query: Query): HistoryRow[] {
	const bound = (name: string, fallback: number) => {
		const text = query[name] ?? '';
		if (text === '') return fallback;
		if (!/^\d+$/.test(text)) throw badRequest(`The ${name} must be a Unix timestamp.`);
		return Number(text);
	};
	const from = bound('date_from', 0);
	const to = bound('date_to', Infinity);
	return rows.filter(({ date }) => Number(date) >= from && Number(date) <= to);
}

function sorted(rows: HistoryRow[], query: Query, { sortable }: History): HistoryRow[] {
	if (!sortable) return rows;
	const [name = '', direction = 'asc'] = (query.order_by ?? 'date:asc').split(':');
	const field = Object.hasOwn(sortable, name) ? sortable[name] : undefined;
	if (!field || !['asc', 'desc'].includes(direction)) {
		throw badRequest('The order_by is invalid.');
	}
	const inOrder = rows.toSorted((a, b) => {
		const [x, y] = [a[field], b[field]];
		return typeof x === 'number' ? x - Number(y) : textOf(x).localeCompare(textOf(y));
	});
	return direction === 'asc' ? inOrder : inOrder.reverse();
}

/** GET /v3/sms/history, and those of MMS and voice (docs/providers/clicksend.md §7, §12). */
export function historyRoutes(
	app: FastifyInstance,
	account: ClickSendAccount,
	{ name, history }: Channel,
): void {
	const { world } = account;
	const path = `/v3/${name}/history`;
	app.get<{ Querystring: Query }>(path, ({ query }) => {
		const visible = Date.now() - world.settings.historyLagMs;
		world.phones.releaseDue();
		const rows = account.sent[name]
			.list()
			.filter(({ acceptedAt }) => acceptedAt <= visible)
			.map((sent) => history.row(sent, world.phones.find(sent.row.message_id)));
		const found = sorted(
			between(history.searchable ? searched(rows, query, history.searchable) : rows, query),
			query,
			history,
		);
		return success(history.message, pageOf(found, query, path));
	});
}
