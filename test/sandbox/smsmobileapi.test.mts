/** SMSMobileAPI in the sandbox: authentication and sends. */
import { SmsMobileCustomer } from '../support/smsmobileapi.mts';
import { useSandbox } from './harness.mts';

const sandbox = useSandbox();
const customer = new SmsMobileCustomer(sandbox);
const hello = { recipients: '+61411111111', message: 'Hello' };

const send = (form: Record<string, string> = {}) =>
	customer.post('/sendsms/', { ...hello, ...form });

describe('authentication', () => {
	test('takes a key in the form or the query of a POST, or in the query of a GET', async () => {
		expect(await send()).toMatchObject({ status: 200, body: { result: { error: 0 } } });
		expect(await customer.get('/sendsms/', hello)).toMatchObject({ status: 200 });
		expect(sandbox().messages()).toHaveLength(2);
		// As the provider's quick start and Odoo module send it: docs/providers/smsmobileapi.md §3.
		const inQuery = await customer.raw('/sendsms/?apikey=smsmobile-key', {
			method: 'POST',
			body: new URLSearchParams(hello),
		});
		expect(inQuery).toMatchObject({ status: 200, body: { result: { error: 0 } } });
		const none = await customer.raw('/sendsms/', {
			method: 'POST',
			body: new URLSearchParams(hello),
		});
		expect(none).toMatchObject({ status: 400, body: { error: 'missing_apikey' } });
	});

	test.each([
		['message', { error: 'invalid_apikey', message: 'The API key is not valid.' }],
		['success', { success: false, error: 'invalid_apikey' }],
	] as const)('refuses a wrong key with an error like "%s"', async (smsMobileErrors, body) => {
		sandbox().configure({ smsMobileErrors });
		expect(await customer.post('/sendsms/', hello, { apikey: 'wrong' })).toMatchObject({
			status: 403,
			body,
		});
		expect(await customer.get('/gateway/mobile/list/', {}, { apikey: 'wrong' })).toMatchObject({
			status: 403,
		});
		expect(sandbox().messages()).toEqual([]);
	});

	test('refuses a missing key and an expired one', async () => {
		expect(await customer.post('/sendsms/', hello, {})).toMatchObject({
			status: 400,
			body: { error: 'missing_apikey' },
		});
		expect(await customer.get('/getsms/', {}, { apikey: 'smsmobile-expired' })).toMatchObject({
			status: 403,
			body: { error: 'api_expired' },
		});
	});

	test('may refuse with numbers as error codes', async () => {
		sandbox().configure({ smsMobileErrorCodes: 'number' });
		const wrong = await customer.get('/gateway/mobile/list/', {}, { apikey: 'wrong' });
		expect(wrong.body).toMatchObject({ error: 403 });
		expect((await send({ recipients: '+6140' })).body).toMatchObject({ result: { error: 2 } });
	});

	test('returns an empty inbox for an unknown key', async () => {
		expect(await customer.get('/getsms/', {}, { apikey: 'junk' })).toMatchObject({
			status: 200,
			body: { result: { error: '0', sms: [] } },
		});
	});

	test('takes a token until it expires', async () => {
		sandbox().configure({ smsMobileTokenMs: 300 });
		const { body } = await customer.token();
		expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 1 });
		const auth = { token: String((body as { access_token: unknown }).access_token) };
		expect(await customer.post('/sendsms/', hello, auth)).toMatchObject({ status: 200 });
		await new Promise((resolve) => setTimeout(resolve, 350));
		expect(await customer.post('/sendsms/', hello, auth)).toMatchObject({ status: 401 });
		sandbox().configure({ smsMobileTokenExpired: 403 });
		expect(await customer.post('/sendsms/', hello, auth)).toMatchObject({ status: 403 });
		expect(await customer.get('/getsms/', {}, { token: 'made-up.token' })).toMatchObject({
			status: 403,
		});
		expect(sandbox().messages()).toHaveLength(1);
	});

	test('takes a token after a reset, and the token may be the only field', async () => {
		sandbox().configure({ smsMobileTokenFields: 'accessToken' });
		const { body } = await customer.token();
		expect(Object.keys(body as object)).toEqual(['access_token']);
		sandbox().reset();
		const auth = { token: String((body as { access_token: unknown }).access_token) };
		expect(await customer.get('/gateway/mobile/list/', {}, auth)).toMatchObject({ status: 200 });
	});

	test.each([200, 400, 401, 403] as const)('refuses a wrong secret with %i', async (status) => {
		sandbox().configure({ smsMobileTokenRefused: status });
		expect(await customer.token('wrong')).toMatchObject({
			status,
			body: { error: 'invalid_client' },
		});
	});

	test('issues tokens only for client credentials in a form', async () => {
		const query = 'grant_type=client_credentials&client_id=sandbox-client';
		const inQuery = await customer.raw(`/oauth2/token?${query}&client_secret=sandbox-secret`, {
			method: 'POST',
		});
		expect(inQuery.status).toBe(400);
		expect((await customer.post('/oauth2/token', { grant_type: 'password' }, {})).status).toBe(400);
	});
});

describe('sending', () => {
	test('answers as documented, and the text arrives at the phone', async () => {
		const { body } = await send();
		expect(body).toMatchObject({
			result: { error: 0, sent: '1', note: 'sent by mobile', send_with_whatsapp: '0' },
		});
		const { id } = (body as { result: { id: string } }).result;
		expect(id).toMatch(/^[0-9a-f]{40}$/);
		expect(sandbox().messages()).toMatchObject([
			{ id, provider: 'smsMobileApi', to: '+61411111111', from: '+61448000222', text: 'Hello' },
		]);
		sandbox().configure({ smsMobileSendAnswer: 'success' });
		expect((await send()).body).toEqual({ success: true, message: 'SMS sent successfully' });
	});

	test.each(['0411111111', '61411111111', '12345', '+61411111111'])('to %s', async (recipients) => {
		await send({ recipients });
		expect(sandbox().messages()).toMatchObject([{ to: recipients }]);
	});

	test('accepts 00, and a plus that was not encoded as the blank that it decodes to', async () => {
		await send({ recipients: '0061411111111' });
		expect(sandbox().messages()).toMatchObject([{ to: '+61411111111' }]);
		// curl -d of the provider's command line tool: docs/providers/smsmobileapi.md §3.
		const raw = await customer.raw('/sendsms/', {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'recipients=+61411111111&message=Hello&apikey=smsmobile-key&sendsms=1&sendwa=0&from=ssh',
		});
		expect(raw).toMatchObject({ status: 200, body: { result: { error: 0 } } });
		expect(sandbox().messages()[1]).toMatchObject({ to: '61411111111' });
	});

	test('joins query and form, as the official collection sends by WhatsApp', async () => {
		const sent = await customer.raw('/sendsms/?waonly=yes', {
			method: 'POST',
			body: new URLSearchParams({ apikey: 'smsmobile-key', ...hello }),
		});
		expect(sent).toMatchObject({ body: { result: { send_with_whatsapp: '1' } } });
		expect(sandbox().messages()).toMatchObject([{ channel: 'whatsapp', text: 'Hello' }]);
		// The form stands above the query.
		await customer.raw('/sendsms/?message=Query', {
			method: 'POST',
			body: new URLSearchParams({ apikey: 'smsmobile-key', ...hello, message: 'Form' }),
		});
		expect(sandbox().messages()[1]).toMatchObject({ text: 'Form' });
	});

	test('SIM, short links and WhatsApp media', async () => {
		const form = {
			message: 'See https://example.com/a/long/path now',
			sendwa: '1',
			port: '2',
			shorturl: '1',
			url_media: 'https://example.com/1.png',
		};
		expect((await send(form)).body).toMatchObject({ result: { port: '2' } });
		const [sms, whatsApp] = sandbox().messages();
		expect(sms?.text).toMatch(/^See https:\/\/smsm\.example\/[0-9a-f]{8} now$/);
		expect(sms).not.toHaveProperty('mediaUrl');
		expect(whatsApp).toMatchObject({ mediaUrl: 'https://example.com/1.png' });
		expect(await send({ url_media: 'http://example.com/1.png' })).toMatchObject({ status: 400 });
	});

	test('refuses several recipients in one call', async () => {
		const { status, body } = await send({ recipients: '+61411111111,+61422222222' });
		expect({ status, body }).toMatchObject({ status: 200, body: { result: { sent: '0' } } });
		expect(sandbox().messages()).toEqual([]);
	});

	test.each([
		[{}, ['sms']],
		[{ sendsms: '1' }, ['sms']],
		[{ sendwa: '1' }, ['sms', 'whatsapp']],
		[{ sendsms: '0', sendwa: '1' }, ['whatsapp']],
		[{ waonly: 'yes' }, ['whatsapp']],
	])('%j sends by %j', async (form, channels) => {
		await send(form);
		expect(
			sandbox()
				.messages()
				.map(({ channel = 'sms' }) => channel),
		).toEqual(channels);
	});

	test('refuses a message without a channel', async () => {
		expect((await send({ sendsms: '0' })).body).toMatchObject({ result: { error: 'no_channel' } });
		expect(sandbox().messages()).toEqual([]);
	});

	test('waits for a scheduled time', async () => {
		const seconds = Math.floor(Date.now() / 1000) + 3600;
		await send({ schedule_timestamp: String(seconds) });
		expect(sandbox().messages()).toMatchObject([
			{ state: 'scheduled', scheduledAt: new Date(seconds * 1000).toISOString() },
		]);
		await send({ schedule_timestamp: '1000000000' });
		expect(sandbox().messages()[1]).toMatchObject({ state: 'sent' });
	});

	test.each<Record<string, string>>([
		{ recipients: '' },
		{ message: '' },
		{ schedule_timestamp: 'tomorrow' },
		{ schedule_timestamp: String(Date.now()) },
		{ waonly: '1' },
		{ sendwa: 'yes' },
		{ port: '3' },
		{ sIdentifiant: 'nobody' },
	])('%j is a 400', async (form) => {
		expect(await send(form)).toMatchObject({ status: 400 });
		expect(sandbox().messages()).toEqual([]);
	});

	test('ignores a JSON body, unless a setting says otherwise', async () => {
		const json = async () =>
			await customer.raw('/sendsms/', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ ...hello, apikey: 'smsmobile-key' }),
			});
		expect(await json()).toMatchObject({ status: 400 });
		expect(sandbox().messages()).toEqual([]);
		sandbox().configure({ smsMobileJson: 'read' });
		expect(await json()).toMatchObject({ status: 200 });
		expect(sandbox().messages()).toHaveLength(1);
	});

	test('redirects or serves a path without its slash', async () => {
		const redirected = await customer.post('/sendsms', hello);
		expect(redirected).toMatchObject({ status: 301, location: '/smsmobileapi/sendsms/' });
		expect(sandbox().messages()).toEqual([]);
		sandbox().configure({ smsMobileUnslashed: 'serve' });
		expect(await customer.post('/sendsms', hello)).toMatchObject({ status: 200 });
		expect(await customer.get('/log/sent/sms')).toMatchObject({ status: 200 });
		expect(await customer.get('/getsms', {}, { apikey: 'junk' })).toMatchObject({ status: 200 });
		expect(sandbox().messages()).toHaveLength(1);
	});

	test('answers an unknown path with 404', async () => {
		expect(await customer.get('/nothing/')).toMatchObject({ status: 404, body: /Not Found/ });
	});

	test('uses its own error body for a fault', async () => {
		sandbox().fault({ wire: 'smsmobileapi', kind: 'status', status: 500 });
		sandbox().configure({ smsMobileErrors: 'success' });
		expect(await send()).toMatchObject({
			status: 500,
			body: { success: false, error: 'server_error', detail: 'Something went wrong.' },
		});
	});
});

describe('what else the phones receive', () => {
	const desk = '+61448000222';

	test('missed calls, newest first, by page, day and search', async () => {
		const times = ['2026-01-01T10:00:00Z', '2026-01-02T10:00:00Z', '2026-01-03T10:00:00Z'];
		times.forEach((at, n) =>
			sandbox().call({ from: `+6141111111${n}`, to: desk, at, ...(n === 1 && { name: 'Ada' }) }),
		);
		const list = async (query: Record<string, string> = {}) => {
			const { body } = await customer.get('/call/missed/list/', query);
			return (body as { data: { number: string }[] }).data.map(({ number }) => number.at(-1));
		};
		expect((await customer.get('/call/missed/list/')).body).toMatchObject({
			success: true,
			offset: 0,
			limit: 100,
			count: 3,
			data: [{ number: '+61411111112', call_datetime_utc: '2026-01-03 10:00:00' }, {}, {}],
		});
		expect(await list({ offset: '1', limit: '1' })).toEqual(['1']);
		expect(await list({ search: 'ada' })).toEqual(['1']);
		expect(await list({ date_start: '2026-01-02', date_end: '2026-01-02' })).toEqual(['1']);
		expect(await customer.get('/call/missed/list/', { limit: '501' })).toMatchObject({
			status: 400,
		});
	});

	test('WhatsApp messages, after activation and synchronisation, and not among the SMS', async () => {
		const from = '+61411111111';
		sandbox().reply({ from, to: desk, text: 'By WhatsApp', channel: 'whatsapp' });
		sandbox().reply({ from, to: desk, text: 'By SMS' });
		const list = async (query: Record<string, string> = {}) =>
			((await customer.get('/getwa/', query)).body as { result: { wa: object[] } }).result.wa;
		expect((await customer.get('/getwa/synchronisation/')).body).toMatchObject({ error: '1' });
		expect(await list()).toEqual([]);
		await customer.get('/getwa/active/', { statut: '1' });
		const window = await customer.get('/getwa/synchronisation/');
		expect(window.body).toMatchObject({
			error: '0',
			expire_at_unix: expect.stringMatching(/^\d{10}$/) as string,
		});
		expect(await list()).toMatchObject([{ message: 'By WhatsApp', number: from }]);
		expect(await list({ message_type: 'audio' })).toEqual([]);
		expect(await list({ date: '2020-01-01' })).toEqual([]);
		expect((await customer.get('/getsms/')).body).toMatchObject({
			result: { sms: [{ message: 'By SMS' }] },
		});
	});

	test.each([{ from: '', to: desk }, { from: '+1' }, 'call'])('%j is not a call', (call) => {
		expect(() => sandbox().call(call as never)).toThrow('A call needs from and to.');
	});
});
