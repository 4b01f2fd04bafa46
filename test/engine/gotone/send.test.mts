/** GoTone's Message → Send through n8n's engine: the requests, and the result of each message. */
import { type IDataObject, type INode } from 'n8n-workflow';
import { idOf } from '../../support/clicksend.mts';
import { API_PATHS, goTone, GOTONE, reachedOn } from '../../support/gotone.mts';
import { errorOf, number, ON_ERROR, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const JUNE = '2035-06-01T12:00:00+00:00';
const same = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ to: number(n), text: 'Disk full' }));

/** A send of `{{ $json.text }}` to `{{ $json.to }}`. */
const sending = (
	parameters: IDataObject = {},
	options: IDataObject = {},
	settings: Partial<INode> = {},
) =>
	goTone(
		'message',
		'send',
		{
			to: '={{ $json.to }}',
			message: '={{ $json.text }}',
			from: 'Sandbox',
			...parameters,
			options,
		},
		settings,
	);
const run = async (
	items: IDataObject[],
	parameters: IDataObject = {},
	options: IDataObject = {},
	settings: Partial<INode> = ON_ERROR.continue,
) => await suite.engine.run(sending(parameters, options, settings), items);

const sends = () => suite.sandbox.requests({ method: 'POST', path: '/sms/send' });
const bodies = () => sends().map(({ body }) => body as Record<string, string | undefined>);
const arrived = () => suite.sandbox.messages().map(({ to }) => to);
const hints = ({ run: { data } }: Awaited<ReturnType<typeof run>>): string[] =>
	Object.values(data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
const fates = (outcome: Awaited<ReturnType<typeof run>>) =>
	stories(outcome).map((story) => story.outcome);
const failures = ({ outputs }: Awaited<ReturnType<typeof run>>) =>
	(outputs[0] ?? []).map(({ json }) => json.failure as IDataObject | undefined);

describe.each(API_PATHS)('on /api/%s', (apiPath) => {
	reachedOn(suite, apiPath);
	const token = apiPath === 'http' ? { api_token: '1|gotone-sandbox-token' } : {};

	test('Message: Send Plain', async () => {
		const outcome = await run([{ to: '+61411111111', text: 'Größe 5€' }]);
		expect(bodies()).toEqual([
			{
				...token,
				recipient: '61411111111',
				sender_id: 'Sandbox',
				type: 'plain',
				message: 'Größe 5€',
			},
		]);
		expect(outcome.outputs[0]?.map(({ json }) => json)).toEqual([
			{
				to: '+61411111111',
				status: 'queued',
				outcome: 'accepted',
				provider: 'goToneSms',
				messageId: suite.sandbox.messages()[0]?.id,
				encoding: 'GSM-7',
				segments: 1,
				attempts: [expect.objectContaining({ provider: 'goToneSms', outcome: 'accepted' })],
			},
		]);
	});

	test('Message: Send Plain becomes unicode automatically if the text requires it', async () => {
		const [text, to] = ['服务器宕机 🔥', number(1)];
		expect(fates(await run([{ to, text }]))).toEqual(['accepted']);
		expect(bodies()).toMatchObject([{ type: 'unicode', message: text }]);
		expect(suite.sandbox.messages()).toMatchObject([{ text, encoding: 'UCS-2' }]);
	});

	test('Message: Send Voice', async () => {
		const voice = { messageType: 'voice', language: 'en-gb', gender: 'female' };
		expect(fates(await run(same(1), voice))).toEqual(['accepted']);
		expect(bodies()).toMatchObject([{ type: 'voice', language: 'en-gb', gender: 'female' }]);
		expect(bodies()[0]).not.toHaveProperty('media_url');
	});

	test('Message: Send MMS', async () => {
		const mms = { messageType: 'mms', mediaUrl: 'https://example.com/1.jpg' };
		expect(fates(await run(same(1), mms))).toEqual(['accepted']);
		expect(bodies()).toMatchObject([{ type: 'mms', media_url: 'https://example.com/1.jpg' }]);
		expect(bodies()[0]).not.toHaveProperty('language');
	});

	test('Message: Send with schedule_time, in the zone of the account', async () => {
		const outcome = await run(same(2), {}, { sendAt: JUNE });
		// In Asia/Dhaka, the zone in the profile.
		expect(bodies()).toMatchObject([{ schedule_time: '2035-06-01 18:00' }]);
		expect(outcome.outputs[0]?.map(({ json }) => json)).toMatchObject([
			{ status: 'scheduled', scheduledAt: '2035-06-01T12:00:00.000Z', messageId: null },
			{ status: 'scheduled' },
		]);
		expect(suite.sandbox.messages()).toMatchObject([
			{ state: 'scheduled', scheduledAt: '2035-06-01T12:00:00.000Z' },
			{ state: 'scheduled' },
		]);
	});

	test('Message: Send with dlt_template_id', async () => {
		await run(same(1), {}, { dltTemplateId: '1107161234567890123' });
		expect(bodies()).toMatchObject([{ dlt_template_id: '1107161234567890123' }]);
	});

	test('partial success: a recipient without a row is reported, the others are accepted', async () => {
		suite.sandbox.configure({ gotoneBlacklist: [], gotoneCountries: ['AU'] });
		const outcome = await run([...same(2), { to: '+14155550123', text: 'Disk full' }]);
		expect(fates(outcome)).toEqual(['accepted', 'accepted', 'rejected']);
		expect(failures(outcome)[2]).toMatchObject({ class: 'countryBlocked' });
		expect(sends()).toHaveLength(1);
		expect(arrived()).toEqual([number(0), number(1)]);
	});
});

describe('requests', () => {
	test.each([
		[100, [100]],
		[101, [51, 50]],
		[250, [83, 84, 83]],
	])('%i equal texts travel as %j', async (count, sizes) => {
		expect(fates(await run(same(count)))).toEqual(same(count).map(() => 'accepted'));
		const recipients = bodies().map(({ recipient }) => recipient?.split(',').length);
		expect([...recipients].sort()).toEqual([...sizes].sort());
		expect([...new Set(arrived())]).toHaveLength(count);
	});

	test('different texts, senders and templates go in separate requests; results keep their order', async () => {
		const items = [
			{ to: number(1), text: 'A', from: 'One' },
			{ to: number(2), text: 'B', from: 'One' },
			{ to: number(3), text: 'A', from: 'One' },
			{ to: number(4), text: 'A', from: '+61400000000' },
		];
		const outcome = await run(items, { from: '={{ $json.from }}' });
		expect(stories(outcome).map(({ item, to }) => [item, to])).toEqual(
			items.map(({ to }, item) => [item, to]),
		);
		const recipients = bodies().map(({ recipient, sender_id }) => [recipient, sender_id].join(' '));
		expect(recipients.sort()).toEqual([
			'61400000001,61400000003 One',
			'61400000002 One',
			'61400000004 61400000000',
		]);
	});

	test('the same text twice to one number: GoTone would send only one of them', async () => {
		const outcome = await run([...same(2), ...same(1)]);
		expect(fates(outcome)).toEqual(['accepted', 'accepted', 'accepted']);
		const ids = outcome.outputs[0]?.map(({ json }) => json.messageId);
		expect(new Set(ids).size).toBe(3);
		expect(bodies().map(({ recipient }) => recipient)).toEqual([
			'61400000000,61400000001',
			'61400000000',
		]);
	});

	test('rows in any order', async () => {
		suite.sandbox.fault({ kind: 'rows', rows: { shuffle: true } });
		const outcome = await run(same(5));
		const ids = new Map(suite.sandbox.messages().map(({ to, id }) => [to, id]));
		for (const { json } of outcome.outputs[0] ?? []) {
			expect(json.messageId).toBe(ids.get(idOf(json.to)));
		}
	});

	test('raw rows contain neither the token nor the text', async () => {
		for (const items of [same(1), same(2)]) {
			const outcome = await run(items, { simplify: false });
			const raw = outcome.outputs[0]?.[0]?.json.raw as IDataObject;
			expect(raw).toMatchObject({ to: '61400000000', status: 'Delivered' });
			expect(raw).not.toHaveProperty('api_key');
			expect(raw).not.toHaveProperty('message');
		}
	});

	test('newer versions use a different name for the status', async () => {
		suite.sandbox.configure({ gotoneStatusField: 'customer_status' });
		expect(fates(await run(same(1)))).toEqual(['accepted']);
		expect(fates(await run(same(2)))).toEqual(['accepted', 'accepted']);
	});
});

describe('Send At', () => {
	const profiles = () => suite.sandbox.requests({ path: '/me' });

	test('the time zone is requested once, regardless of the number of requests', async () => {
		const items = [...same(2), ...same(2).map((item) => ({ ...item, text: 'Disk empty' }))];
		await run(items, {}, { sendAt: JUNE });
		expect(profiles()).toHaveLength(1);
		expect(sends()).toHaveLength(2);
		suite.sandbox.reset();
		await run(same(2));
		expect(profiles()).toEqual([]);
	});

	test('with Account Time Zone, the profile is not requested', async () => {
		await run(same(2), {}, { sendAt: JUNE, accountTimeZone: 'America/New_York' });
		expect(bodies()).toMatchObject([{ schedule_time: '2035-06-01 08:00' }]);
		expect(profiles()).toEqual([]);
	});

	test('is never earlier than requested: seconds round up to the next minute', async () => {
		const outcome = await run(same(2), {}, { sendAt: '2035-06-01T12:00:01Z' });
		expect(bodies()).toMatchObject([{ schedule_time: '2035-06-01 18:01' }]);
		expect(outcome.outputs[0]?.[0]?.json.scheduledAt).toBe('2035-06-01T12:01:00.000Z');
	});

	test('for one recipient is sent; a hint says what the answer says about the time', async () => {
		const items = [...same(2), { to: number(7), text: 'Only me' }];
		const outcome = await run(items, {}, { sendAt: JUNE });
		expect(outcome.outputs[0]?.map(({ json }) => [json.status, json.scheduledAt])).toEqual([
			['scheduled', '2035-06-01T12:00:00.000Z'],
			['scheduled', '2035-06-01T12:00:00.000Z'],
			['queued', null],
		]);
		expect(hints(outcome)).toEqual([
			expect.stringMatching(/^1 message: GoTone SMS confirmed it as sent, not as scheduled\./),
		]);
		expect(bodies().map(({ schedule_time }) => schedule_time)).toEqual([
			'2035-06-01 18:00',
			'2035-06-01 18:00',
		]);
	});

	test('for one recipient, if the service keeps it: scheduled, and no hint', async () => {
		suite.sandbox.configure({ gotoneSingleSchedule: 'kept' });
		const later = await run(same(1), {}, { sendAt: JUNE });
		expect(later.outputs[0]?.[0]?.json).toMatchObject({
			status: 'scheduled',
			scheduledAt: '2035-06-01T12:00:00.000Z',
		});
		expect(hints(later)).toEqual([]);
	});

	test('says in its description what a single recipient means', () => {
		const { description } = suite.engine.registry.getByNameAndVersion(GOTONE);
		const options = description.properties.find(
			({ name, displayOptions }) =>
				name === 'options' && displayOptions?.show?.operation?.[0] === 'send',
		);
		expect(options?.options?.find(({ name }) => name === 'sendAt')).toMatchObject({
			description: expect.stringContaining('to a single recipient immediately') as string,
		});
	});

	test('for 101 recipients leaves no recipient alone in a request', async () => {
		const outcome = await run(same(101), {}, { sendAt: JUNE });
		expect(fates(outcome)).toEqual(same(101).map(() => 'accepted'));
		expect(suite.sandbox.messages().every(({ state }) => state === 'scheduled')).toBe(true);
	});

	test('that clocks show twice is refused as ambiguous', async () => {
		const options = { sendAt: '2034-11-05T05:30:00Z', accountTimeZone: 'America/New_York' };
		const outcome = await run(same(2), {}, options);
		expect(fates(outcome)).toEqual(['notSent', 'notSent']);
		expect(failures(outcome)[0]?.message).toContain('sets its clocks back');
		expect(sends()).toEqual([]);
	});

	test.each([
		['a profile that cannot be read', { kind: 'status', status: 500 }, 'could not be read'],
		[
			'a profile without a zone',
			{ kind: 'status', status: 200, body: { status: 'success', data: { uid: '1' } } },
			'does not state the time zone',
		],
	] as const)('%s: nothing is sent', async (_name, fault, message) => {
		suite.sandbox.fault({ path: '/me', times: 9, ...fault });
		const outcome = await run(same(2), {}, { sendAt: JUNE, maxRetries: 0 });
		expect(fates(outcome)).toEqual(['notSent', 'notSent']);
		expect(failures(outcome)[0]?.message).toContain(message);
		expect(sends()).toEqual([]);
	});

	test('scheduled numbers that GoTone names as bad are rejected; unnamed ones are unknown', async () => {
		suite.sandbox.configure({ gotoneCountries: ['AU'], gotoneBlacklist: [] });
		const items = [...same(2), { to: '+14155550123', text: 'Disk full' }];
		expect(fates(await run(items, {}, { sendAt: JUNE }))).toEqual([
			'accepted',
			'accepted',
			'rejected',
		]);
		suite.sandbox.configure({ gotoneBlacklist: ['61400000000'] });
		expect(fates(await run(items, {}, { sendAt: JUNE }))).toEqual([
			'unknown',
			'unknown',
			'rejected',
		]);
	});
});

describe('voice and MMS', () => {
	const text = '服务器宕机';
	const VOICE = { messageType: 'voice', language: 'zh-cn', gender: 'male' };
	const MMS = { messageType: 'mms', mediaUrl: 'https://example.com/1.jpg' };

	test.each([VOICE, MMS])(
		'$messageType in any script is sent as what it is',
		async (parameters) => {
			suite.sandbox.configure({ gotoneUnicodeOverride: false });
			const outcome = await run([{ to: number(1), text }], parameters);
			expect(fates(outcome)).toEqual(['accepted']);
			expect(bodies()).toMatchObject([{ type: parameters.messageType, message: text }]);
			expect(hints(outcome)).toEqual([]);
		},
	);

	test.each([
		[VOICE, 'a voice message'],
		[MMS, 'an MMS'],
	])('%j that became a plain text: a hint says so', async (parameters, kind) => {
		const one = await run([{ to: number(1), text }], parameters);
		expect(hints(one)).toEqual([
			`1 message: GoTone SMS sent it as a plain text instead of ${kind}, because it contains a character outside the GSM alphabet.`,
		]);
		// The rows of several do not state the type.
		const two = await run(
			[2, 3].map((n) => ({ to: number(n), text })),
			parameters,
		);
		expect(fates(two)).toEqual(['accepted', 'accepted']);
		expect(hints(two)).toEqual([
			expect.stringMatching(/^2 messages: .* sends such a message as a plain text/),
		]);
	});

	test('an MMS may have no text', async () => {
		suite.sandbox.configure({ gotoneMmsText: 'optional' });
		const outcome = await run([{ to: number(1), text: '' }], MMS);
		expect(fates(outcome)).toEqual(['accepted']);
		expect(bodies()[0]).not.toHaveProperty('message');
		expect(suite.sandbox.messages()).toMatchObject([{ text: '' }]);
	});

	test('where the service requires one, its refusal says what to do; other types need one', async () => {
		const refused = await run([{ to: number(1), text: ' ' }], MMS);
		expect(failures(refused)[0]).toMatchObject({
			message: expect.stringContaining('requires a text') as string,
		});
		for (const parameters of [{}, VOICE]) {
			const empty = await run([{ to: number(2), text: '' }], parameters);
			expect(failures(empty)[0]).toMatchObject({ parameter: 'Message' });
		}
		expect(sends()).toHaveLength(1);
	});
});

describe('reported before sending', () => {
	test.each<[string, IDataObject, IDataObject, RegExp]>([
		['a long name as sender', { from: 'TwelveLetter' }, {}, /a name of up to 11 characters/],
		['a sender with a space', { from: 'My Shop' }, {}, /letters and digits only/],
		['a sender with a dash', { from: 'Acme-24' }, {}, /letters and digits only/],
		['a sender in another script', { from: '商店' }, {}, /letters and digits only/],
		['no sender', { from: '={{ $json.none }}' }, {}, /has no default sender/],
		['an unknown type', { messageType: '={{ "fax" }}' }, {}, /Message Type is not one of/],
		[
			'an unknown language',
			{ messageType: 'voice', language: '={{ "xx" }}' },
			{},
			/Language is not/,
		],
		['an unknown gender', { messageType: 'voice', gender: '={{ "x" }}' }, {}, /Gender is not/],
		[
			'an invalid Media URL',
			{ messageType: 'mms', mediaUrl: '={{ "x" }}' },
			{},
			/not a valid web address/,
		],
		['an invalid time zone', {}, { accountTimeZone: 'Mars/Base' }, /is not a valid time zone/],
	])('%s', async (_name, parameters, options, message) => {
		const outcome = await run(same(1), parameters, options);
		expect(fates(outcome)).toEqual(['notSent']);
		expect(failures(outcome)[0]?.message).toMatch(message);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test.each(['+61 400 000 000', '12345', 'Acme', 'ACME24SMS01'])(
		'not: the sender %s',
		async (from) => {
			expect(fates(await run(same(1), { from }))).toEqual(['accepted']);
		},
	);

	test('an invalid message does not hold back others', async () => {
		const items = [
			{ to: number(1), text: 'x', from: 'TwelveLetter' },
			{ to: number(2), text: 'x', from: 'Me' },
		];
		expect(fates(await run(items, { from: '={{ $json.from }}' }))).toEqual(['notSent', 'accepted']);
	});
});

describe('answers of GoTone', () => {
	const say = (message: string, status: number) =>
		suite.sandbox.fault({ kind: 'status', status, body: { status: 'error', message } });

	test.each([
		['61400000000 is a invalid phone number', 'invalidRecipient'],
		['Number contains in the blacklist', 'optedOut'],
		[
			"Permission to send an SMS has not been enabled for the region indicated by the 'To' number: 61400000000",
			'countryBlocked',
		],
		['Originator Sandbox is not authorized to send this message', 'invalidSender'],
		[
			'There is not enough balance available to send this message.You have 1 of the 2',
			'insufficientCredit',
		],
		['You have exceeded your sending limit.', 'insufficientCredit'],
		['Your message contains spam words.', 'content'],
		[
			'Please insert valid sms type called plain, unicode, voice, mms, viber, OTP and whatsapp.',
			'content',
		],
		['Language and gender parameters are required', 'content'],
		['media_url parameter is required', 'content'],
		['Valid media url is required.', 'content'],
		['You cannot send more than 100 SMS in a single request.', 'content'],
		['The given data was invalid.', 'content'],
		['The recipient field is required.', 'content'],
		['Unauthenticated.', 'auth'],
		['These credentials do not match our records.', 'auth'],
		['Sorry, but you do not have permissions to access this page.', 'auth'],
		['Sorry! This option is not available in demo mode', 'auth'],
	])('"%s" is a refusal, whatever the status', async (message, kind) => {
		for (const status of [200, 403, 404]) {
			say(message, status);
			const outcome = await run(same(1));
			expect(fates(outcome)).toEqual(['rejected']);
			expect(failures(outcome)[0]?.class).toBe(kind);
		}
	});

	test.each([200, 403, 404, 500])('success is success, whatever the status: %i', async (status) => {
		const data = { uid: '61536aa9cab81', to: '61400000000', status: 'Delivered' };
		suite.sandbox.fault({ kind: 'status', status, body: { status: 'success', data } });
		const outcome = await run(same(1));
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({
			outcome: 'accepted',
			messageId: data.uid,
		});
	});

	test.each([
		['Something went wrong. Please try again', 403],
		['Invalid action. Pleas try again.', 403],
		['Failed|Throughput exceeded', 403],
		['', 403],
		['Server Error', 500],
		['Maybe 61400000000 is a invalid phone number, maybe not', 200],
		['SMS Info not found', 404],
	])('"%s" (%i) is not a refusal: the message may be on its way', async (message, status) => {
		say(message, status);
		const outcome = await run(same(1));
		expect(fates(outcome)).toEqual(['unknown']);
		expect(JSON.stringify(outcome.outputs)).not.toContain('Throughput');
	});

	test('too many requests: nothing was sent, and the request is repeated', async () => {
		say('Too Many Attempts.', 200);
		expect(fates(await run(same(2)))).toEqual(['accepted', 'accepted']);
		expect(sends()).toHaveLength(2);
		expect(arrived()).toHaveLength(2);
	});

	test('a refusal of one number among several says nothing about the others', async () => {
		say('61400000001 is a invalid phone number', 403);
		expect(fates(await run(same(3)))).toEqual(['unknown', 'rejected', 'unknown']);
	});

	test('a row with any other status is unknown, and keeps its ID', async () => {
		suite.sandbox.fault({ kind: 'rows', rows: { status: 'Failed|5', every: 2, accepted: true } });
		const outcome = await run(same(2));
		expect(fates(outcome)).toEqual(['accepted', 'unknown']);
		expect(outcome.outputs[0]?.[1]?.json.messageId).toBe(suite.sandbox.messages()[1]?.id);
	});

	test('numbers that are omitted without an error are unknown, unless the reports list them', async () => {
		suite.sandbox.configure({ gotoneBadNumbers: 'silent', gotoneBlacklist: ['61400000000'] });
		expect(fates(await run(same(2)))).toEqual(['unknown', 'accepted']);
		suite.sandbox.reset();
		suite.sandbox.fault({ kind: 'rows', rows: { drop: 1 } });
		const outcome = await run(same(3));
		expect(fates(outcome)).toEqual(['accepted', 'accepted', 'accepted']);
		const ids = outcome.outputs[0]?.map(({ json }) => json.messageId);
		expect(ids).toEqual(suite.sandbox.messages().map(({ id }) => id));
	});
});

describe('messages whose answer was lost', () => {
	test.each(['resetAfter', 'garbage', 'statusAfter'] as const)(
		'%s: the reports say that they were sent',
		async (kind) => {
			suite.sandbox.fault({ kind, path: '/sms/send' });
			const outcome = await run(same(2));
			expect(fates(outcome)).toEqual(['accepted', 'accepted']);
			expect(outcome.outputs[0]?.[0]?.json.attempts).toMatchObject([
				{ outcome: 'unknown' },
				{ outcome: 'accepted', lookedUp: true },
			]);
			expect(sends()).toHaveLength(1);
		},
	);

	test('other messages are not mistaken for it: other text, other sender, older, other status', async () => {
		await run([{ to: number(0), text: 'Disk full' }], { from: 'Other' });
		await run([{ to: number(0), text: 'Disk empty' }]);
		suite.sandbox.fault({ kind: 'resetBefore', path: '/sms/send' });
		expect(fates(await run(same(1)))).toEqual(['unknown']);
		await run(same(1));
		await new Promise((resolve) => setTimeout(resolve, 1100));
		suite.sandbox.fault({ kind: 'resetBefore', path: '/sms/send' });
		expect(fates(await run(same(1)))).toEqual(['unknown']);
		suite.sandbox.configure({ gotoneGateway: 'Queued' });
		expect(fates(await run(same(1)))).toEqual(['unknown']);
	});

	test('it stays unknown if the reports cannot be read', async () => {
		suite.sandbox.fault({ kind: 'resetAfter', path: '/sms/send' });
		suite.sandbox.fault({ kind: 'status', status: 500, method: 'GET' });
		expect(fates(await run(same(1)))).toEqual(['unknown']);
	});
});

describe('Retry On Fail', () => {
	const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	test.each(Object.entries(ON_ERROR))('sends nothing twice, %s', async (_name, mode) => {
		suite.sandbox.configure({ gotoneCountries: ['AU'] });
		suite.sandbox.fault({ kind: 'rows', rows: { status: 'Odd', to: number(0), accepted: true } });
		const items = [...same(3), { to: '+14155550123', text: 'Disk full' }];
		await run(items, {}, {}, { ...mode, ...RETRY });
		expect(arrived()).toEqual([number(0), number(1), number(2)]);
	});

	test('two scheduled messages, one refused: the other is not sent again, nor immediately', async () => {
		suite.sandbox.configure({ gotoneCountries: ['AU'] });
		const items = [...same(1), { to: '+14155550123', text: 'Disk full' }];
		const outcome = await run(items, {}, { sendAt: JUNE }, { ...ON_ERROR.errorOutput, ...RETRY });
		expect(suite.sandbox.messages()).toMatchObject([{ to: number(0), state: 'scheduled' }]);
		expect(sends()).toHaveLength(1);
		const [, [failed] = []] = outcome.outputs;
		expect(errorOf(failed?.json ?? {})).toMatchObject({ outcome: expect.any(String) as string });
	});
});
