import { type FastifyInstance } from 'fastify';
import { type SmsMobileAccount } from './account.mts';
import { badRequest } from './errors.mts';
import { type Params, paramsOf } from './params.mts';
import { type ReceivedRow } from './shapes.mts';

/** Observed in two formats (docs/providers/smsmobileapi.md §4). */
function timesOf({ settings }: SmsMobileAccount['world'], at: number) {
	if (settings.smsMobileTimeReceived === 'absent') return {};
	const iso = new Date(at).toISOString();
	const digits = iso.replace(/\D/g, '');
	return {
		date: iso.slice(0, 10),
		hour: iso.slice(11, 19),
		time_received: settings.smsMobileTimeReceived === 'digits' ? digits : String(at),
	};
}

function receivedRow(account: SmsMobileAccount, row: ReceivedRow) {
	return {
		id: row.id,
		sIdentifiantPhone: row.device.sid,
		timestamp_unix: Math.floor(row.at / 1000),
		message: row.message,
		number: row.number,
		guid: row.guid,
		alias: null,
		...timesOf(account.world, row.at),
	};
}

function listReceived(account: SmsMobileAccount, params: Params, hasAccount: boolean) {
	const { after_timestamp_unix: after = '', sIdentifiantPhone: sid = '', onlyunread = '' } = params;
	if (after !== '' && !/^\d+$/.test(after)) {
		throw badRequest('invalid_parameter', 'after_timestamp_unix must be a Unix timestamp.');
	}
	if (onlyunread !== '' && onlyunread !== 'yes') {
		throw badRequest('invalid_parameter', 'onlyunread must be yes.');
	}
	const rows = (hasAccount ? account.received : []).filter(
		(row) =>
			!row.whatsApp &&
			(after === '' || row.at > Number(after) * 1000) &&
			(sid === '' || row.device.sid === sid) &&
			(onlyunread === '' || !row.read),
	);
	const { smsMobileUnreadMarks: marks } = account.world.settings;
	if (onlyunread === 'yes' && marks) for (const row of rows) row.read = true;
	return { result: { error: '0', sms: rows.map((row) => receivedRow(account, row)) } };
}

export const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** YYYY-MM-DD is an assumption ([unsure], docs/providers/smsmobileapi.md §4). */
export function readDay(params: Params, name: string): string {
	const day = params[name] ?? '';
	if (day !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
		throw badRequest('invalid_parameter', `${name} must be YYYY-MM-DD.`);
	}
	return day;
}

/** Deletes by GUID, by day, or by period including both ends (docs/providers/smsmobileapi.md §4). */
function remove(account: SmsMobileAccount, params: Params) {
	const { guid_message: guid = '' } = params;
	const first = readDay(params, 'date_start');
	const last = readDay(params, 'date_end') || first;
	if (guid === '' && first === '') {
		throw badRequest('missing_parameter', 'guid_message or date_start is missing.');
	}
	const deleted = account.forget((of, at) =>
		guid === '' ? dayOf(at) >= first && dayOf(at) <= last : of === guid,
	);
	return { result: { error: 0, deleted } };
}

/** The messages that the phones received, in the server's log (docs/providers/smsmobileapi.md §4). */
export function receivedRoutes(app: FastifyInstance, account: SmsMobileAccount): void {
	app.get('/getsms/', (request) =>
		listReceived(account, paramsOf(request, account.world), request.smsMobileKey === 'good'),
	);
	app.get('/deletesms/', (request) => remove(account, paramsOf(request, account.world)));
}
