/** What the carriers do automatically. */
import { Client, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

const send = async (...to: string[]) => {
	for (const one of to) await client.send({ to: one, body: 'Hello', from: 'Alerts' });
	await new Promise((resolve) => setTimeout(resolve, 150));
	return sandbox()
		.messages()
		.map(({ state, errorCode }) => [state, errorCode].filter(Boolean).join(' '));
};

describe('carrier rules', () => {
	it('the first one that fits decides, by number, provider and channel', async () => {
		sandbox().configure({
			carrierDelivers: 1,
			carrierRules: [
				{ provider: 'submail', state: 'silent' },
				{ channel: 'voice', state: 'silent' },
				{ to: '+61411111111', state: 'undelivered', errorCode: '12' },
				{ to: '+6142*', state: 'silent' },
				{
					provider: 'clickSend',
					to: '+6143*',
					channel: 'sms',
					state: 'delivered',
					afterMs: 60_000,
				},
			],
		});
		expect(await send('+61411111111', '+61422222222', '+61433333333', '+61444444444')).toEqual([
			'undelivered 12',
			'sent',
			'sent',
			'delivered',
		]);
	});

	it('a state that was set by hand stays', async () => {
		sandbox().configure({ carrierRules: [{ state: 'undelivered', afterMs: 50 }] });
		await client.send({ to: '+61411111111', body: 'Hello', from: 'Alerts' });
		sandbox().carrier(sandbox().messages()[0]!.id, 'delivered');
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(sandbox().messages()).toMatchObject([{ state: 'delivered' }]);
	});

	it.each([
		[{}],
		[[{}]],
		[[{ state: 'lost' }]],
		[[{ state: 'silent', afterMs: -1 }]],
		[[{ state: 'silent', number: '+61' }]],
	])('must be valid: %j', (carrierRules) => {
		expect(() => sandbox().configure({ carrierRules: carrierRules as never })).toThrow(
			'"carrierRules" must be a list',
		);
	});
});
