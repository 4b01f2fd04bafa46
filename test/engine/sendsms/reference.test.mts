/** A reference that a provider does not support: the text arrives, and the user is informed once. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec, type Outcome } from '../../support/engine.mts';
import { LEGACY } from '../../support/engagelab.mts';
import { number } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const sendSms = (providers: string[], options: IDataObject = {}): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: ['clickSendApi', 'goToneSmsApi', 'smsMobileApi'],
	parameters: {
		operation: 'send',
		providers,
		to: '={{ $json.to }}',
		message: 'Disk full',
		options: { reference: '={{ $json.reference }}', ...options },
	},
});

const items = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ to: number(n + 1), reference: `incident-${n}` }));

const hints = ({ run }: Outcome): string[] =>
	Object.values(run.data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);

const rows = ({ outputs }: Outcome): IDataObject[] => (outputs[0] ?? []).map(({ json }) => json);

test('one that the provider supports is in the output, without a notice', async () => {
	const outcome = await suite.engine.run(sendSms(['clickSend']), items(2));
	expect(rows(outcome)).toMatchObject([{ reference: 'incident-0' }, { reference: 'incident-1' }]);
	expect(hints(outcome)).toEqual([]);
});

test('one that it does not support is null, reported once, and the text arrives', async () => {
	const outcome = await suite.engine.run(sendSms(['smsMobileApi']), items(2));
	expect(rows(outcome)).toMatchObject([
		{ outcome: 'accepted', provider: 'smsMobileApi', reference: null },
		{ outcome: 'accepted', provider: 'smsMobileApi', reference: null },
	]);
	expect(suite.sandbox.messages()).toHaveLength(2);
	expect(hints(outcome)).toEqual([
		'Reference was not passed on: SMSMobileAPI does not support references.',
	]);
});

test('without a reference, there is no notice', async () => {
	const outcome = await suite.engine.run(sendSms(['smsMobileApi'], { reference: '' }), items(1));
	expect(rows(outcome)).toMatchObject([{ outcome: 'accepted' }]);
	expect(rows(outcome)[0]).not.toHaveProperty('reference');
	expect(hints(outcome)).toEqual([]);
});

test('after a failover, the provider that accepted the message counts', async () => {
	suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 401, times: 99 });
	const outcome = await suite.engine.run(sendSms(['clickSend', 'smsMobileApi']), items(1));
	expect(rows(outcome)).toMatchObject([
		{ outcome: 'accepted', provider: 'smsMobileApi', reference: null },
	]);
	expect(hints(outcome)).toEqual([
		'Reference was not passed on: SMSMobileAPI does not support references.',
	]);
});

test('several providers are named in one sentence, without those that support it', async () => {
	const routes = [
		{ destinations: '+61400000001', provider: 'goToneSms' },
		{ destinations: '+61400000002', provider: 'smsMobileApi' },
	];
	const spec = sendSms(['clickSend', 'goToneSms', 'smsMobileApi'], { routes: { route: routes } });
	const outcome = await suite.engine.run(
		{ ...spec, parameters: { ...spec.parameters, from: '={{ $json.from }}' } },
		items(3).map((item, n) => ({ ...item, from: n === 1 ? '' : 'Sandbox' })),
	);
	expect(rows(outcome)).toMatchObject([
		{ provider: 'goToneSms', reference: null },
		{ provider: 'smsMobileApi', reference: null },
		{ provider: 'clickSend', reference: 'incident-2' },
	]);
	expect(hints(outcome)).toEqual([
		'Reference was not passed on: GoTone SMS and SMSMobileAPI do not support references.',
	]);
});

test('a dry run reports it too', async () => {
	const outcome = await suite.engine.run(sendSms(['smsMobileApi'], { dryRun: true }), items(1));
	expect(rows(outcome)).toMatchObject([{ outcome: 'dryRun', reference: null }]);
	expect(hints(outcome)).toEqual([
		'Dry Run: nothing was sent. To send, turn off Dry Run under Options.',
		'Reference was not passed on: SMSMobileAPI does not support references.',
	]);
});

test('a variant of a provider without references is named as such', async () => {
	await suite.engine.credentials.add('engageLabSmsApi', LEGACY.credential(suite.sandbox.url));
	const outcome = await suite.engine.run(
		{
			type: 'n8n-nodes-sms-suite.engageLabSms',
			credentials: ['engageLabSmsApi'],
			parameters: {
				resource: 'message',
				operation: 'send',
				to: '={{ $json.to }}',
				template: { __rl: true, mode: 'id', value: LEGACY.templateId },
				variables: { variable: [{ name: 'text', value: 'Disk full' }] },
				options: { reference: 'incident-1' },
			},
		},
		items(1),
	);
	expect(rows(outcome)).toMatchObject([{ outcome: 'accepted', reference: null }]);
	expect(hints(outcome)).toEqual([
		'Reference was not passed on: EngageLab SMS (legacy generation) does not support references.',
	]);
});
