import { type FastifyInstance } from 'fastify';
import { type SmsMobileAccount } from './account.mts';
import { badRequest } from './errors.mts';
import { type Params, paramsOf } from './params.mts';
import { dayOf, readDay } from './received.mts';
import { type ReceivedRow } from './shapes.mts';

const windowMs = 15 * 60_000;

/** The fields of a row are not published ([unsure], docs/providers/smsmobileapi.md §4): those of an SMS. */
const row = ({ id, guid, number, message, at }: ReceivedRow) => ({
	id,
	guid,
	number,
	message,
	message_type: 'text',
	timestamp_unix: Math.floor(at / 1000),
});

function list(account: SmsMobileAccount, params: Params) {
	const { before = '', message_type: type = '' } = params;
	if (before !== '' && !/^\d+$/.test(before)) {
		throw badRequest('invalid_parameter', 'before must be a number.');
	}
	if (!['', 'text', 'audio'].includes(type)) {
		throw badRequest('invalid_parameter', 'message_type must be text or audio.');
	}
	const day = readDay(params, 'date');
	const rows = account.received
		.toReversed()
		// The sandbox has no voice messages.
		.filter((one) => one.whatsApp && account.isSynchronised(one) && type !== 'audio')
		.filter(({ at }) => before === '' || at < Number(before) * 1000)
		.filter(({ at }) => day === '' || dayOf(at) === day)
		.map(row);
	return account.world.settings.smsMobileWhatsAppList === 'messages'
		? { success: true, messages: rows }
		: { result: { error: '0', wa: rows } };
}

function activate(account: SmsMobileAccount, { statut = 'x' }: Params) {
	if (!['0', '1', 'x'].includes(statut)) {
		throw badRequest('invalid_parameter', 'statut must be 0, 1 or x.');
	}
	account.readsWhatsApp = statut === 'x' ? !account.readsWhatsApp : statut === '1';
	return { result: { error: '0', statut: account.readsWhatsApp ? '1' : '0' } };
}

/** New messages are read only after retrieval was activated and synchronisation was asked for. */
function synchronise(account: SmsMobileAccount) {
	const now = Date.now();
	if (!account.readsWhatsApp) return { error: '1', messages: 'Retrieval is not active' };
	account.synchronise();
	const end = new Date(now + windowMs);
	return {
		error: '0',
		messages: 'Synchronization requested',
		expire_at: end.toISOString().replace('T', ' ').slice(0, 19),
		expire_at_unix: String(Math.floor(end.getTime() / 1000)),
	};
}

/** Received WhatsApp messages (docs/providers/smsmobileapi.md §4). */
export function whatsAppRoutes(app: FastifyInstance, account: SmsMobileAccount): void {
	app.get('/getwa/', (request) => list(account, paramsOf(request, account.world)));
	app.get('/getwa/active/', (request) => activate(account, paramsOf(request, account.world)));
	app.get('/getwa/synchronisation/', () => synchronise(account));
}
