/** GoTone's Message → Send to Group: a campaign, whose answer says nothing about single recipients. */
import { type IDataObject } from 'n8n-workflow';
import { byId } from '../../support/clicksend.mts';
import { goTone, GROUP, reachedOn } from '../../support/gotone.mts';
import { ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const JUNE = '2035-06-01T12:00:00+00:00';

const run = async (parameters: IDataObject = {}, options: IDataObject = {}) =>
	await suite.engine.run(
		goTone(
			'message',
			'sendToGroup',
			{
				contactGroup: byId(GROUP),
				from: 'Sandbox',
				message: 'Server down',
				...parameters,
				options,
			},
			ON_ERROR.continue,
		),
	);
type Outcome = Awaited<ReturnType<typeof run>>;
const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);
const hints = ({ run: { data } }: Outcome): string[] =>
	Object.values(data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
const sends = () => suite.sandbox.requests({ method: 'POST', path: '/sms/campaign' });
const arrived = () => suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`);

test('Message: Send to Group', async () => {
	const outcome = await run({}, { dltTemplateId: '1107' });
	expect(sends().map(({ body }) => body)).toEqual([
		{
			contact_list_id: GROUP,
			sender_id: 'Sandbox',
			type: 'plain',
			message: 'Server down',
			dlt_template_id: '1107',
		},
	]);
	expect(rows(outcome)).toMatchObject([
		{ to: null, contactList: GROUP, status: 'queued', outcome: 'accepted', messageId: null },
	]);
	expect(hints(outcome)).toEqual([
		expect.stringMatching(/^1 message: GoTone SMS accepted it as a campaign/),
	]);
	expect(arrived()).toEqual(['+61411111111 Server down', '+61422222222 Server down']);
});

test('with a time, in the zone of the account', async () => {
	expect(rows(await run({}, { sendAt: JUNE }))).toMatchObject([
		{ status: 'scheduled', scheduledAt: '2035-06-01T12:00:00.000Z' },
	]);
	expect(sends()[0]?.body).toMatchObject({ schedule_time: '2035-06-01 18:00' });
	expect(suite.sandbox.messages()).toMatchObject([{ state: 'scheduled' }, { state: 'scheduled' }]);
});

test.each([
	{ allowedCountries: ['AU'] },
	{ allowedRecipients: '+61*' },
	{ maxRecipients: 5 },
	{ maxRecipientsPerItem: 5 },
	{ maxSegmentsInTotal: 5 },
])('a limit that cannot be checked refuses the message: %j', async (fence) => {
	expect(rows(await run({}, fence))).toMatchObject([
		{
			outcome: 'notSent',
			failure: {
				message: expect.stringContaining('cannot be checked for a contact list') as string,
			},
		},
	]);
	expect(sends()).toEqual([]);
});

test.each<[string, IDataObject, string]>([
	['no group', { contactGroup: byId('={{ $json.none }}') }, 'Contact List is empty'],
	['an unknown group', { contactGroup: byId('none') }, 'did not find the requested item'],
	['no text', { message: '={{ $json.none }}' }, 'Message is empty'],
	['a sender with a space', { from: 'My Shop' }, 'letters and digits only'],
])('%s: nothing is sent', async (_name, parameters, message) => {
	const [row] = rows(await run(parameters));
	expect(JSON.stringify(row)).toContain(message);
	expect(arrived()).toEqual([]);
});

test('what was sent is not sent again: neither after a lost answer nor by Retry On Fail', async () => {
	suite.sandbox.fault({ kind: 'resetAfter', path: '/sms/campaign' });
	expect(rows(await run())).toMatchObject([{ outcome: 'unknown' }]);
	expect(sends()).toHaveLength(1);
	expect(arrived()).toHaveLength(2);
});

test('Dry Run sends nothing', async () => {
	expect(rows(await run({}, { dryRun: true }))).toMatchObject([{ status: 'dryRun' }]);
	expect(suite.sandbox.requests()).toEqual([]);
});

describe('on /api/http', () => {
	reachedOn(suite, 'http');

	test('there are no campaigns, and the error says what to change', async () => {
		expect(JSON.stringify(rows(await run()))).toContain('not possible through /api/http');
		expect(suite.sandbox.requests()).toEqual([]);
	});
});
