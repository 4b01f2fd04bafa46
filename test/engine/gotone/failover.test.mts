/** GoTone in Send SMS: its credential, and which messages go on to another provider. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec } from '../../support/engine.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const SEND_SMS = 'n8n-nodes-sms-suite.sendSms';
const JUNE = '2035-06-01T12:00:00+00:00';

const run = async (
	providers: string[],
	recipients: string[],
	parameters: IDataObject = {},
	options: IDataObject = {},
) => {
	const spec: NodeSpec = {
		type: SEND_SMS,
		credentials: ['goToneSmsApi', 'clickSendApi'],
		settings: ON_ERROR.continue,
		parameters: {
			operation: 'send',
			providers,
			to: '={{ $json.to }}',
			from: 'Sandbox',
			message: 'Disk full',
			...parameters,
			options,
		},
	};
	const { outputs } = await suite.engine.run(
		spec,
		recipients.map((to) => ({ to })),
	);
	return (outputs[0] ?? []).map(({ json }) => json);
};

const through = () => suite.sandbox.messages().map(({ provider, to }) => `${provider} ${to}`);
const BOTH = ['goToneSms', 'clickSend'];

test('its credential is required when it is among the providers', () => {
	const { description } = suite.engine.registry.getByNameAndVersion(SEND_SMS);
	const credential = description.credentials?.find(({ name }) => name === 'goToneSmsApi');
	expect(credential).toEqual({
		name: 'goToneSmsApi',
		required: true,
		displayOptions: { show: { '/providers': ['goToneSms'] } },
	});
});

test('alone: equal texts of all items in one request', async () => {
	const told = await run(['goToneSms'], [number(1), number(2)]);
	expect(told).toMatchObject([
		{ to: number(1), outcome: 'accepted', provider: 'goToneSms' },
		{ to: number(2), outcome: 'accepted' },
	]);
	expect(suite.sandbox.requests()).toHaveLength(1);
});

test.each<[string, () => void, IDataObject, IDataObject]>([
	['its balance is used up', () => suite.sandbox.configure({ gotoneBalance: 0 }), {}, {}],
	['its country is not enabled', () => suite.sandbox.configure({ gotoneCountries: [] }), {}, {}],
	['its sender is not allowed', () => suite.sandbox.configure({ gotoneSenders: [] }), {}, {}],
	['it has no sender', () => undefined, { from: '' }, {}],
	['it would send a scheduled message immediately', () => undefined, {}, { sendAt: JUNE }],
	[
		'it limits the request rate',
		() => void suite.sandbox.fault({ kind: 'status', status: 429, retryAfter: 60 }),
		{},
		{},
	],
])('if %s, the next provider sends', async (_name, arrange, parameters, options) => {
	arrange();
	const [told] = await run(BOTH, [number(1)], parameters, options);
	expect(told).toMatchObject({ outcome: 'accepted', provider: 'clickSend' });
	expect(told?.attempts).toMatchObject([{ provider: 'goToneSms' }, { provider: 'clickSend' }]);
	expect(through()).toEqual([`clickSend ${number(1)}`]);
});

test.each<[string, () => void, string]>([
	[
		'the number is on its blacklist',
		() => suite.sandbox.configure({ gotoneBlacklist: ['61400000001'] }),
		'rejected',
	],
	[
		'its answer is not a listed text',
		() => suite.sandbox.configure({ gotoneGateway: 'Failed' }),
		'unknown',
	],
])('if %s, no other provider sends', async (_name, arrange, outcome) => {
	arrange();
	expect(await run(BOTH, [number(1)])).toMatchObject([{ outcome, provider: 'goToneSms' }]);
	expect(suite.sandbox.requests({ wire: 'clicksend' })).toEqual([]);
});

test('a single message left over from another provider is not sent immediately instead of later', async () => {
	suite.sandbox.configure({ enabledCountries: ['AU'] });
	const recipients = [number(1), '+14155550123'];
	const told = await run(['clickSend', 'goToneSms'], recipients, {}, { sendAt: JUNE });
	expect(told).toMatchObject([
		{ outcome: 'accepted', provider: 'clickSend', status: 'scheduled' },
		{ outcome: 'notSent' },
	]);
	expect(JSON.stringify(told[1])).toContain('immediately instead of later');
	expect(through()).toEqual([`clickSend ${number(1)}`]);
});

test('Senders: a different sender for GoTone only', async () => {
	const senders = { sender: [{ provider: 'goToneSms', from: 'Mine' }] };
	await run(['goToneSms'], [number(1)], { from: '' }, { senders });
	expect(suite.sandbox.messages()).toMatchObject([{ from: 'Mine' }]);
});

test('an ambiguous time fails only its own messages: GoTone still sends the others', async () => {
	// On that day, clocks in this zone show that time twice.
	suite.sandbox.configure({ gotoneTimezone: 'America/New_York' });
	const sendAt = `={{ $itemIndex < 2 ? '2034-11-05T05:30:00Z' : '' }}`;
	const recipients = [1, 2, 3, 4].map(number);
	const message = '=Disk {{ $itemIndex < 2 ? 1 : $itemIndex }} full';
	const told = await run(BOTH, recipients, { message }, { sendAt, concurrency: 1 });
	expect(told.map(({ provider, status }) => [provider, status])).toEqual([
		['clickSend', 'scheduled'],
		['clickSend', 'scheduled'],
		['goToneSms', 'queued'],
		['goToneSms', 'queued'],
	]);
	expect(JSON.stringify(told[0])).toContain('sets its clocks back');
});
