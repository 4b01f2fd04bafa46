import { type FastifyInstance } from 'fastify';
import { type SmsMobileAccount } from './account.mts';
import { badRequest, resultError } from './errors.mts';
import { type Params, paramsOf } from './params.mts';
import { deliver } from './send.mts';
import { type SentRow } from './shapes.mts';

/**
 * A row of the log: users have seen three of its fields, the others are [unsure]
 * (docs/providers/smsmobileapi.md §4).
 */
function logRow(account: SmsMobileAccount, row: SentRow) {
	const arrival = account.arrivalOf(row);
	const failed = arrival?.state === 'undelivered';
	const isPending = arrival?.state === 'scheduled' || arrival?.state === 'queued';
	return {
		[account.world.settings.smsMobileGuidField]: row.guid,
		number: row.to,
		message: row.message,
		timestamp_unix: Math.floor(row.sentAt / 1000),
		send_with_whatsapp: row.whatsApp ? '1' : '0',
		error_api: '0',
		send_from_mobile: failed || isPending ? '0' : '1',
		send_from_mobile_erreur: failed ? (arrival.errorCode ?? 'GENERIC_FAILURE') : '',
	};
}

/** Rows sent before a Unix timestamp, or before a message's GUID (docs/providers/smsmobileapi.md §4). */
function olderThan(rows: SentRow[], before: string): SentRow[] {
	if (before === '') return rows;
	if (/^\d{1,10}$/.test(before)) return rows.filter(({ sentAt }) => sentAt < Number(before) * 1000);
	const position = rows.findIndex(({ guid }) => guid === before);
	return position < 0 ? [] : rows.slice(position + 1);
}

function listSent(account: SmsMobileAccount, params: Params) {
	const { settings } = account.world;
	const { guid_message: guid = '', before = '', keyword = '' } = params;
	const failed = (row: SentRow) => account.arrivalOf(row)?.state === 'undelivered';
	const rows = olderThan(account.sent.toReversed(), before)
		.filter((row) => guid === '' || row.guid === guid)
		.filter(({ to, message }) => keyword === '' || `${to}\n${message}`.includes(keyword))
		.filter((row) => params.error_mobile !== '1' || failed(row))
		// Refused requests are not logged here, so no row has an API error.
		.filter(() => params.error_api !== '1')
		.slice(0, settings.smsMobileLogPage)
		.map((row) => logRow(account, row));
	if (rows.length > 0) return { result: { error: 0, sms: rows } };
	// Without rows the answer is an error, not an empty list (observed,
	// docs/providers/smsmobileapi.md §4).
	const error = resultError(account.world, 'no message found', 1);
	return { result: { error, ...(settings.smsMobileMissingRow === 'list' && { sms: [] }) } };
}

function resend(account: SmsMobileAccount, { guid = '' }: Params) {
	if (guid === '') throw badRequest('missing_guid', 'guid is missing.');
	const row = account.sent.find((one) => one.guid === guid);
	// Only a message with an error status is sent again (docs/providers/smsmobileapi.md §4).
	if (!row || account.arrivalOf(row)?.state !== 'undelivered') {
		const text = row ? 'not_in_error' : 'unknown_guid';
		return { result: { error: resultError(account.world, text, row ? 5 : 4), guid } };
	}
	deliver(account, row);
	return { result: { error: 0, guid } };
}

/** The log of messages sent through the API (docs/providers/smsmobileapi.md §4). */
export function logRoutes(app: FastifyInstance, account: SmsMobileAccount): void {
	app.get('/log/sent/sms/', (request) => listSent(account, paramsOf(request, account.world)));
	app.get('/resend/', (request) => resend(account, paramsOf(request, account.world)));
}
