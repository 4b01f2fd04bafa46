/** SMSMobileAPI in the sandbox: its log, received messages, and the phones of the account. */
import { SmsMobileCustomer } from '../support/smsmobileapi.mts';
import { useSandbox } from './harness.mts';

const sandbox = useSandbox();
const customer = new SmsMobileCustomer(sandbox);

type Row = Record<string, unknown>;

async function send(to: string, message = 'Hello'): Promise<string> {
	const { body } = await customer.post('/sendsms/', { recipients: to, message });
	return (body as { result: { id: string } }).result.id;
}

async function rows(path: string, query: Record<string, string> = {}): Promise<Row[]> {
	const { body } = await customer.get(path, query);
	return (body as { result: { sms: Row[] } }).result.sms;
}
const sent = (query: Record<string, string> = {}) => rows('/log/sent/sms/', query);
const received = (query: Record<string, string> = {}) => rows('/getsms/', query);

describe('the log', () => {
	test('is listed newest first, by GUID, by keyword, before a GUID or a time', async () => {
		const first = await send('+61411111111', 'One');
		const second = await send('+61422222222', 'Two');
		expect((await sent()).map(({ guid }) => guid)).toEqual([second, first]);
		expect(await sent({ guid_message: first })).toMatchObject([
			{ guid: first, send_from_mobile: '1', send_from_mobile_erreur: '', error_api: '0' },
		]);
		expect(await sent({ keyword: '+61422' })).toMatchObject([{ guid: second }]);
		expect(await sent({ keyword: 'One' })).toMatchObject([{ guid: first }]);
		expect(await sent({ before: second })).toMatchObject([{ guid: first }]);
		expect(await sent({ before: '1000000000' })).toEqual([]);
		expect(await sent({ before: '4000000000' })).toHaveLength(2);
	});

	test('shows what the phone could not send', async () => {
		const guid = await send('+61411111111');
		await send('+61422222222');
		sandbox().carrier(guid, 'undelivered', 'NO_SERVICE');
		expect(await sent({ error_mobile: '1' })).toMatchObject([
			{ guid, send_from_mobile: '0', send_from_mobile_erreur: 'NO_SERVICE' },
		]);
		expect(await sent({ error_api: '1' })).toEqual([]);
	});

	test('returns an error when there is no row, with or without a list', async () => {
		const missing = { guid_message: 'f'.repeat(40) };
		expect((await customer.get('/log/sent/sms/', missing)).body).toEqual({
			result: { error: 'no message found', sms: [] },
		});
		sandbox().configure({ smsMobileMissingRow: 'errorOnly', smsMobileErrorCodes: 'number' });
		expect((await customer.get('/log/sent/sms/', missing)).body).toEqual({ result: { error: 1 } });
	});

	test('has the GUID in a field that may vary, and has pages', async () => {
		const guids = [await send('+61411111111'), await send('+61422222222')];
		sandbox().configure({ smsMobileGuidField: 'guid_message', smsMobileLogPage: 1 });
		const [row] = await sent();
		expect(row?.guid_message).toBe(guids[1]);
		expect(await sent({ before: guids[1] ?? '' })).toMatchObject([{ guid_message: guids[0] }]);
		sandbox().configure({ smsMobileGuidField: 'id' });
		expect(await sent()).toMatchObject([{ id: guids[1] }]);
	});

	test('sends a message in error again, but no other', async () => {
		const guid = await send('+61411111111');
		const resend = async (of: string) =>
			((await customer.get('/resend/', { guid: of })).body as { result: Row }).result;
		expect(await resend(guid)).toMatchObject({ error: 'not_in_error' });
		sandbox().carrier(guid, 'undelivered');
		expect(await resend(guid)).toMatchObject({ error: 0 });
		expect(await resend(guid)).toMatchObject({ error: 'not_in_error' });
		expect(await resend('nothing')).toMatchObject({ error: 'unknown_guid' });
		expect(sandbox().messages()).toHaveLength(2);
		expect(await customer.get('/resend/')).toMatchObject({ status: 400 });
	});
});

describe('received messages', () => {
	const reply = (text: string, to = '+61448000222') =>
		sandbox().reply({ from: '+61411111111', to, text });

	test('are replies to a phone of the account, or to a message that it sent', async () => {
		reply('Yes');
		reply('Elsewhere', '+61499999999');
		expect(await received()).toMatchObject([
			{
				number: '+61411111111',
				message: 'Yes',
				sIdentifiantPhone: 'a1b2c3d4e5f60718',
				alias: null,
			},
		]);
		await send('+61411111111');
		reply('Answer', '');
		expect((await received()).map(({ message }) => message)).toEqual(['Yes', 'Answer']);
	});

	test('are filtered by time and by phone', async () => {
		reply('Yes', '+61448000333');
		expect(await received({ after_timestamp_unix: '4000000000' })).toEqual([]);
		expect(await received({ after_timestamp_unix: '1000000000' })).toHaveLength(1);
		expect(await received({ sIdentifiantPhone: '0f1e2d3c4b5a6978' })).toHaveLength(1);
		expect(await received({ sIdentifiantPhone: 'a1b2c3d4e5f60718' })).toEqual([]);
		expect(await customer.get('/getsms/', { onlyunread: '1' })).toMatchObject({ status: 400 });
	});

	test('are marked as read when the unread ones are listed, by a setting', async () => {
		reply('Yes');
		const unread = () => received({ onlyunread: 'yes' });
		expect([await unread(), await unread()]).toMatchObject([[{}], [{}]]);
		sandbox().configure({ smsMobileUnreadMarks: true });
		await received();
		expect([await unread(), await unread()]).toMatchObject([[{}], []]);
		expect(await received()).toHaveLength(1);
	});

	test('have their times in the observed formats', async () => {
		reply('Yes');
		expect((await received())[0]).not.toHaveProperty('time_received');
		sandbox().configure({ smsMobileTimeReceived: 'milliseconds' });
		expect((await received())[0]?.time_received).toMatch(/^\d{13}$/);
		sandbox().configure({ smsMobileTimeReceived: 'digits' });
		expect((await received())[0]?.time_received).toMatch(/^20\d{15}$/);
	});
});

describe('deleting from the log', () => {
	const today = new Date().toISOString().slice(0, 10);
	const remove = (query: Record<string, string>) => customer.get('/deletesms/', query);

	test('by GUID, by day, by period', async () => {
		const guid = await send('+61411111111');
		await send('+61422222222');
		sandbox().reply({ from: '+61411111111', to: '+61448000222', text: 'Yes' });
		expect(await remove({ guid_message: guid })).toMatchObject({ status: 200 });
		expect(await sent()).toHaveLength(1);
		await remove({ date_start: '2020-01-01' });
		await remove({ date_start: '2020-01-01', date_end: '2020-12-31' });
		expect(await sent()).toHaveLength(1);
		await remove({ date_start: '2020-01-01', date_end: today });
		expect([await sent(), await received()]).toEqual([[], []]);
		await send('+61411111111');
		await remove({ date_start: today });
		expect(await sent()).toEqual([]);
		// The phones keep their copies.
		expect(sandbox().messages()).toHaveLength(3);
	});

	test.each<Record<string, string>>([{}, { date_end: '2026-01-01' }, { date_start: '01/02/2026' }])(
		'%j is a 400',
		async (query) => {
			expect(await remove(query)).toMatchObject({ status: 400 });
		},
	);
});

test('the phones of the account are listed and filtered', async () => {
	const { body } = await customer.get('/gateway/mobile/list/');
	expect(body).toMatchObject({ success: true, connected_now: 1, items: [{}, {}] });
	const found = await customer.get('/gateway/mobile/list/', { search: 'spare' });
	expect(found.body).toMatchObject({ items: [{ sid: '0f1e2d3c4b5a6978' }] });
	const one = await customer.get('/gateway/mobile/list/', { sid: 'a1b2c3d4e5f60718' });
	expect(one.body).toMatchObject({ items: [{ name: 'Pixel on the desk' }] });
});
