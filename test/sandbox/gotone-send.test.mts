import { failed, GoToneClient, token } from './gotone-harness.mts';
import { useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new GoToneClient(sandbox);

const two = '61411111111,61422222222';
const rowsOf = (data: unknown) => data as Record<string, unknown>[];
const arrived = () =>
	sandbox()
		.messages()
		.map(({ to, text }) => `${to} ${text}`);

describe('one recipient', () => {
	it('returns one row that contains the token of the caller', async () => {
		const { status, body } = await client.send();
		expect([status, body.message]).toEqual([200, 'Your message was successfully delivered']);
		expect(body.data).toMatchObject({
			uid: expect.stringMatching(/^[0-9a-f]{13}$/) as string,
			to: '61411111111',
			from: 'Sandbox',
			message: 'Hi',
			status: 'Delivered',
			cost: '1',
			sms_count: 1,
			sms_type: 'plain',
			api_key: token,
		});
		expect(arrived()).toEqual(['+61411111111 Hi']);
	});

	it('has + ( ) - and white space removed, and on v3 leading zeros', async () => {
		expect((await client.send({ recipient: '+61 (411) 111-111' })).body.status).toBe('success');
		expect((await client.send({ recipient: '0061411111111' })).body.status).toBe('success');
		const http = new GoToneClient(sandbox, 'http');
		expect(await http.send({ recipient: '0061411111111' })).toEqual(
			failed(403, /is a invalid phone number$/),
		);
	});

	it('has the status in another field in newer versions', async () => {
		sandbox().configure({ gotoneStatusField: 'customer_status' });
		const { body } = await client.send();
		expect(body.data).toMatchObject({ customer_status: 'Delivered' });
		expect(body.data).not.toHaveProperty('status');
	});

	it('is an error with 403 for any other status of the gateway, although there is a report', async () => {
		sandbox().configure({ gotoneGateway: 'Queued|77' });
		expect(await client.send()).toEqual(failed(403, 'Queued|77'));
		expect(arrived()).toHaveLength(1);
		const { body } = await client.call('GET', '/sms');
		expect(body.data).toMatchObject({ total: 2, data: [{ status: 'Queued|77' }, {}] });
		sandbox().configure({ gotoneGateway: 'Delivered|77' });
		expect((await client.send()).body.status).toBe('success');
	});

	it('is sent at once despite a scheduled time, unless a setting says otherwise', async () => {
		const schedule_time = '2035-06-01 12:00';
		expect((await client.send({ schedule_time })).body.message).toContain('delivered');
		sandbox().configure({ gotoneSingleSchedule: 'kept' });
		await client.send({ schedule_time });
		expect(
			sandbox()
				.messages()
				.map(({ state, scheduledAt }) => [state, scheduledAt]),
		).toEqual([
			['sent', undefined],
			['scheduled', '2035-06-01T06:00:00.000Z'],
		]);
	});
});

describe('several recipients', () => {
	it('have a row each, and the message "scheduled" even when sent at once', async () => {
		const { body } = await client.send({ recipient: two });
		expect(body).toMatchObject({
			status: 'success',
			message: 'Message is scheduled successfully.',
			data: [{ to: '61411111111', sms_count: 1 }, { to: '61422222222' }],
		});
		expect(rowsOf(body.data)[0]).not.toHaveProperty('api_key');
		expect(arrived()).toHaveLength(2);
	});

	it('are counted once each', async () => {
		const { body } = await client.send({ recipient: `${two},+61 411 111 111` });
		expect(body.data).toHaveLength(2);
	});

	it.each([
		['named' as const, '6140 is a invalid phone number'],
		['silent' as const, 'Message is scheduled successfully.'],
	])('have the invalid numbers left out, which are %s', async (gotoneBadNumbers, message) => {
		sandbox().configure({ gotoneBadNumbers });
		const { status, body } = await client.send({ recipient: `6140,${two}` });
		expect([status, body.status, body.message]).toEqual([200, 'success', message]);
		expect(rowsOf(body.data).map(({ to }) => to)).toEqual(two.split(','));
		expect(arrived()).toHaveLength(2);
	});

	it('with a scheduled time in the zone of the account have no rows, and wait', async () => {
		const schedule_time = '2035-01-15 07:30';
		sandbox().configure({ gotoneTimezone: 'America/New_York' });
		expect((await client.send({ recipient: two, schedule_time })).body).toEqual({
			status: 'success',
			message: 'Message is scheduled successfully.',
			data: null,
		});
		expect(sandbox().messages()).toMatchObject([
			{ state: 'scheduled', scheduledAt: '2035-01-15T12:30:00.000Z' },
			{ state: 'scheduled' },
		]);
	});

	it('are limited to 100', async () => {
		const numbers = (count: number) =>
			Array.from({ length: count }, (_, n) => `614${String(n).padStart(8, '0')}`).join(',');
		expect((await client.send({ recipient: numbers(100) })).body.data).toHaveLength(100);
		expect(await client.send({ recipient: numbers(101) })).toEqual(
			failed(403, 'You cannot send more than 100 SMS in a single request.'),
		);
	});

	it('can be shuffled, dropped and given other statuses by a fault', async () => {
		sandbox().fault({
			kind: 'rows',
			rows: { shuffle: true, status: 'Failed', to: '+61411111111' },
		});
		const { body } = await client.send({ recipient: two });
		expect(rowsOf(body.data).map(({ to, status }) => [to, status])).toEqual([
			['61422222222', 'Delivered'],
			['61411111111', 'Failed'],
		]);
		expect(arrived()).toHaveLength(1);
		sandbox().fault({ kind: 'rows', rows: { drop: 1 } });
		expect((await client.send({ recipient: two })).body.data).toHaveLength(1);
		expect(arrived()).toHaveLength(3);
	});
});

describe('refused sends', () => {
	it.each([
		[{ recipient: '' }, 200, 'The recipient field is required.'],
		[{ sender_id: '' }, 200, 'The sender id field is required.'],
		[{ message: '' }, 200, 'The message field is required.'],
		[{ schedule_time: '2035-06-01T12:00:00Z' }, 200, /schedule time does not match/],
		[{ schedule_time: '2035-02-30 12:00' }, 200, /schedule time does not match/],
		[{ type: 'fax' }, 403, /^Please insert valid sms type/],
		[{ type: 'voice', language: 'en-gb' }, 403, 'Language and gender parameters are required'],
		[{ type: 'mms' }, 403, 'media_url parameter is required'],
		[{ type: 'mms', media_url: 'picture.jpg' }, 403, 'Valid media url is required.'],
		[{ sender_id: 'TwelveLetter' }, 403, /^Originator TwelveLetter is not authorized/],
		[{ recipient: '6140' }, 403, '6140 is a invalid phone number'],
	])('%j', async (change, status, message) => {
		expect(await client.send(change)).toEqual(failed(status, message));
		expect(arrived()).toEqual([]);
	});

	it('by sender, country, blacklist and balance of the account', async () => {
		sandbox().configure({ gotoneSenders: ['Mine'] });
		expect(await client.send()).toEqual(failed(403, /^Originator Sandbox is not authorized/));
		sandbox().configure({ gotoneSenders: '*', gotoneCountries: ['US'] });
		expect(await client.send()).toEqual(failed(403, /region indicated .* 61411111111$/));
		sandbox().configure({ gotoneCountries: '*', gotoneBlacklist: ['61411111111'] });
		expect(await client.send()).toEqual(failed(403, 'Number contains in the blacklist'));
		sandbox().configure({ gotoneBlacklist: [], gotoneBalance: 1 });
		expect(await client.send({ recipient: two })).toEqual(
			failed(403, /not enough balance .*You have 1 of the 2/),
		);
		await client.send();
		expect((await client.call('GET', '/balance')).body.data).toMatchObject({
			remaining_balance: '₱0',
		});
	});
});

describe('types', () => {
	const typeOf = async (change: object) => {
		const { body } = await client.send(change);
		return (body.data as Record<string, unknown> | undefined)?.sms_type;
	};

	it('voice and MMS are accepted with all their fields', async () => {
		expect(await typeOf({ type: 'voice', language: 'en-gb', gender: 'female' })).toBe('voice');
		expect(await typeOf({ type: 'mms', media_url: 'https://example.com/1.jpg' })).toBe('mms');
	});

	it('a text outside GSM becomes a unicode message, whatever type was requested', async () => {
		const message = '服务器宕机';
		const voice = { type: 'voice', language: 'zh-cn', gender: 'male', message };
		expect(await typeOf({ message })).toBe('unicode');
		expect(await typeOf(voice)).toBe('unicode');
		sandbox().configure({ gotoneUnicodeOverride: false });
		expect(await typeOf(voice)).toBe('voice');
	});

	it('the type is required, unless a setting says otherwise', async () => {
		expect(await client.send({ type: '' })).toEqual(failed(200, 'The type field is required.'));
		sandbox().configure({ gotoneType: 'optional' });
		// As other instances document it: docs/providers/gotone.md §5, SMS.
		const query = '?recipient=61411111111&sender_id=Sandbox&message=test';
		const http = new GoToneClient(sandbox, 'http');
		expect((await http.call('GET', `/sms/send${query}`)).body.data).toMatchObject({
			sms_type: 'plain',
		});
		expect(await typeOf({ type: '', message: '服务器' })).toBe('unicode');
	});

	it('an MMS needs a text, unless a setting says otherwise', async () => {
		const mms = { type: 'mms', media_url: 'https://example.com/1.jpg', message: '' };
		expect(await client.send(mms)).toEqual(failed(200, 'The message field is required.'));
		sandbox().configure({ gotoneMmsText: 'optional' });
		expect(await typeOf(mms)).toBe('mms');
	});
});
