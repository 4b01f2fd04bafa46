/** The options that follow a text until it arrives, used together; counted at the phones. */
import { type IDataObject } from 'n8n-workflow';
import { type CarrierRule } from '../../../sandbox/carrier-rules.mts';
import { dedupStore } from '../../support/dedup-store.mts';
import { type Outcome } from '../../support/engine.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
beforeEach(() => {
	dedupStore.reset();
	suite.sandbox.configure({ throttleMs: 0 });
});

const A = number(1);
const PROVIDERS = ['smsMobileApi', 'clickSend'];
const ONCE = { suppressRepeats: { repeat: { minutes: 60 } } };
const WAIT = { waitForDelivery: 3, ifNotDelivered: 'next' };
const CALL = { callAsLastResort: { call: { language: 'en-us', voice: 'female' } } };

const send = async (options: IDataObject, texts: string[]): Promise<Outcome> =>
	await suite.engine.run(
		{
			type: 'n8n-nodes-sms-suite.sendSms',
			credentials: ['smsMobileApi', 'clickSendApi'],
			settings: ON_ERROR.continue,
			parameters: {
				operation: 'send',
				providers: PROVIDERS,
				to: A,
				message: '={{ $json.text }}',
				options,
			},
		},
		texts.map((text) => ({ text })),
	);
const rows = ({ outputs }: Outcome) => outputs.flat().map(({ json }) => json);
const phones = () =>
	suite.sandbox
		.messages()
		.map(({ provider, channel = 'sms', text }) => `${provider} ${channel}: ${text}`);
const carriers = (...carrierRules: CarrierRule[]) => suite.sandbox.configure({ carrierRules });

const delivered = { state: 'delivered', afterMs: 50 } as const;
const failed = { state: 'undelivered', afterMs: 50 } as const;
const silent = { state: 'silent' } as const;

describe('Suppress Repeats and Try the Next Provider', () => {
	test('the next provider sends what the first one could not deliver; a repeat is skipped', async () => {
		carriers({ ...failed, provider: 'smsMobileApi' }, delivered);
		const first = await send({ ...ONCE, ...WAIT }, ['Disk full']);
		expect(rows(first)).toMatchObject([
			{ outcome: 'accepted', provider: 'clickSend', delivery: { status: 'delivered' } },
		]);
		const again = await send({ ...ONCE, ...WAIT }, ['Disk full']);
		expect(rows(again)).toMatchObject([{ outcome: 'skipped', delivery: null }]);
		expect(phones()).toEqual(['smsMobileApi sms: Disk full', 'clickSend sms: Disk full']);
	});

	test('while one execution waits for delivery, another one is skipped, and not in doubt', async () => {
		carriers(silent);
		const waiting = send({ ...ONCE, ...WAIT }, ['Disk full']);
		while (suite.sandbox.messages().length === 0) await new Promise((go) => setTimeout(go, 50));
		// Until the first execution has its answer.
		await new Promise((go) => setTimeout(go, 500));
		const second = await send({ ...ONCE, ...WAIT }, ['Disk full']);
		expect(rows(second)).toMatchObject([{ outcome: 'skipped' }]);
		expect(rows(await waiting)).toMatchObject([{ outcome: 'accepted' }]);
		expect(phones()).toHaveLength(1);
	});

	test('what no provider could deliver is free again', async () => {
		carriers(failed);
		const first = await send({ ...ONCE, ...WAIT }, ['Disk full']);
		expect(rows(first)).toMatchObject([
			{ outcome: 'rejected', failure: { class: 'undelivered' }, delivery: { status: 'failed' } },
		]);
		carriers(delivered);
		const again = await send({ ...ONCE, ...WAIT }, ['Disk full']);
		expect(rows(again)).toMatchObject([{ outcome: 'accepted', provider: 'smsMobileApi' }]);
		expect(phones()).toHaveLength(3);
	});

	test('a call is one, too: it is not repeated', async () => {
		carriers(failed);
		const first = await send({ ...ONCE, ...WAIT, ...CALL }, ['Disk full']);
		expect(rows(first)).toMatchObject([{ outcome: 'accepted', channel: 'call' }]);
		const again = await send({ ...ONCE, ...WAIT, ...CALL }, ['Disk full']);
		expect(rows(again)).toMatchObject([{ outcome: 'skipped' }]);
		expect(phones()).toEqual([
			'smsMobileApi sms: Disk full',
			'clickSend sms: Disk full',
			'clickSend voice: Disk full',
		]);
	});
});

describe('One Text per Recipient', () => {
	const JOINED = { oneTextPerRecipient: true };

	test('the joined text is followed, passed on and called, for all its items', async () => {
		carriers(failed);
		const outcome = await send({ ...JOINED, ...WAIT, ...CALL }, ['Disk full', 'Down']);
		expect(phones()).toEqual([
			'smsMobileApi sms: Disk full\nDown',
			'clickSend sms: Disk full\nDown',
			'clickSend voice: Disk full\nDown',
		]);
		expect(outcome.outputs[0]).toMatchObject([
			{
				json: { outcome: 'accepted', channel: 'call', joined: 2 },
				pairedItem: [{ item: 0 }, { item: 1 }],
			},
		]);
	});

	test('One Summary counts what was delivered, skipped and joined', async () => {
		carriers(delivered);
		const options = { ...JOINED, ...ONCE, waitForDelivery: 3, output: 'summary' };
		const first = await send(options, ['Disk full', 'Down']);
		expect(rows(first)).toMatchObject([
			{ messages: 1, recipients: 1, accepted: 1, skipped: 0, failed: [] },
		]);
		const again = await send(options, ['Disk full', 'Down']);
		expect(rows(again)).toMatchObject([{ messages: 1, accepted: 0, skipped: 1 }]);
		expect(phones()).toHaveLength(1);
	});
});

test('Dry Run with all of them sends nothing and asks no carrier', async () => {
	const options = { ...ONCE, ...WAIT, ...CALL, oneTextPerRecipient: true, dryRun: true };
	const outcome = await send(options, ['Disk full', 'Down']);
	expect(rows(outcome)).toMatchObject([{ outcome: 'dryRun', joined: 2 }]);
	expect(phones()).toEqual([]);
	expect(suite.sandbox.requests().map(({ path }) => path)).toEqual([]);
});
