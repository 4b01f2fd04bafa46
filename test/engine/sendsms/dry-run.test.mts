/** Dry Run asks for the price where a provider tells it, and sends nothing. */
import { type IDataObject } from 'n8n-workflow';
import { rowsOf } from '../../support/clicksend.mts';
import { NODE, type Outcome } from '../../support/engine.mts';
import { number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../../support/send.mts';
import { mainland } from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const ON = { dryRun: true };
const DRY = 'Dry Run: nothing was sent. To send, turn off Dry Run under Options.';

const hintsOf = ({ run }: Outcome): string[] =>
	(run.data.resultData.runData[NODE] ?? [])
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);
const items = (count: number, text = 'Disk full'): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ to: number(n), text }));
const paths = () => suite.sandbox.requests().map(({ path }) => path.replace(/^.*(?=\/v3)/, ''));

describe.each(SETUPS)('$name', (setup) => {
	const run = async (all: IDataObject[], options: IDataObject = {}, settings = ON_ERROR.stop) =>
		await suite.engine.run(sending(setup, { ...ON, ...options }, settings), all);

	test('each message has its price, and a hint the total; the phones stay silent', async () => {
		const outcome = await run([...items(2), { to: number(5), text: 'x'.repeat(161) }]);
		expect(rowsOf(outcome).map(({ price }) => price)).toEqual([
			{ amount: '0.0792', currency: 'AUD' },
			{ amount: '0.0792', currency: 'AUD' },
			{ amount: '0.1584', currency: 'AUD' },
		]);
		expect(hintsOf(outcome)).toEqual([DRY, '3 messages would cost 0.3168 AUD at ClickSend.']);
		expect(paths()).toEqual(['/v3/sms/price']);
		expect(suite.sandbox.messages()).toEqual([]);
		// As much as they then cost.
		const sent = await suite.engine.run(sending(setup), items(2));
		expect(rowsOf(sent)[0]).toMatchObject({ price: { amount: '0.0792', currency: 'AUD' } });
	});

	test('2,500 messages are three requests', async () => {
		const outcome = await run(items(2500));
		expect(paths()).toEqual(Array(3).fill('/v3/sms/price'));
		expect(rowsOf(outcome).every(({ price }) => price !== null)).toBe(true);
		expect(hintsOf(outcome)[1]).toBe('2500 messages would cost 198.0000 AUD at ClickSend.');
	});

	test.each([
		{ kind: 'status', status: 500 },
		{ kind: 'status', status: 401 },
		{ kind: 'garbage' },
		{ kind: 'resetBefore' },
		{ kind: 'resetAfter' },
	] as const)('a price call that fails is a hint: %j', async (fault) => {
		suite.sandbox.fault({ wire: setup.wire, path: '/v3/sms/price', ...fault });
		const outcome = await run(items(2));
		expect(outcome.error).toBeUndefined();
		expect(rowsOf(outcome)).toMatchObject([{ outcome: 'dryRun' }, { outcome: 'dryRun' }]);
		expect(rowsOf(outcome)[0]).not.toHaveProperty('price');
		expect(hintsOf(outcome)).toEqual([
			DRY,
			expect.stringMatching(/^ClickSend gave no price for 2 messages(: .+)?\.$/),
		]);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('a message that would be refused has none', async () => {
		suite.sandbox.configure({ enabledCountries: ['AU'] });
		const outcome = await run([...items(1), { to: '+14155552671', text: 'x' }]);
		expect(rowsOf(outcome)).toMatchObject([{ price: { amount: '0.0792' } }, { price: null }]);
		expect(hintsOf(outcome)[1]).toBe(
			'1 message would cost 0.0792 AUD at ClickSend. ClickSend gave no price for 1 message.',
		);
	});

	test('invalid messages are not asked for; nothing is asked if all are', async () => {
		const mixed = [...items(1), { to: 'nobody', text: 'x' }];
		const outcome = await suite.engine.run(sending(setup, ON, ON_ERROR.continue), mixed);
		expect(rowsOf(outcome)).toMatchObject([{ price: { amount: '0.0792' } }, { price: null }]);
		suite.sandbox.reset();
		await suite.engine.run(sending(setup, ON, ON_ERROR.continue), mixed.slice(1));
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('in a summary, the total is the cost', async () => {
		const outcome = await run(items(3), { output: 'summary', oneTextPerRecipient: true });
		expect(rowsOf(outcome)).toMatchObject([
			{ dryRun: 3, cost: [{ amount: '0.2376', currency: 'AUD' }] },
		]);
	});
});

test('only the provider that a message would go to first is asked, if it tells prices', async () => {
	const spec = {
		...sending(SEND_SMS, ON, {}, { providers: ['submail', 'clickSend'] }),
		credentials: ['clickSendApi', 'submailApi'],
	};
	const outcome = await suite.engine.run(spec, [
		{ to: mainland(1), text: '【Sandbox】Disk full' },
		{ to: number(1), text: '【Sandbox】Disk full' },
	]);
	expect(rowsOf(outcome)).toMatchObject([
		{ provider: 'submail', price: null },
		{ provider: 'clickSend', price: { amount: '0.0792' } },
	]);
	expect(paths()).toEqual(['/v3/sms/price']);
	expect(hintsOf(outcome)).toEqual([DRY, '1 message would cost 0.0792 AUD at ClickSend.']);
});

test('a contact list costs what its contacts cost together', async () => {
	const spec = sending(
		{ ...SEND_SMS, type: 'n8n-nodes-sms-suite.clickSend' },
		ON,
		{},
		{
			resource: 'sms',
			operation: 'send',
			authentication: 'clickSendApi',
			recipientType: 'contactList',
			contactList: { __rl: true, mode: 'id', value: '428' },
		},
	);
	const outcome = await suite.engine.run(spec, [{ text: 'Disk full' }]);
	expect(outcome.error).toBeUndefined();
	expect(paths()).toEqual(['/v3/sms/price']);
	const [row] = rowsOf(outcome);
	expect(Number((row?.price as IDataObject).amount)).toBeGreaterThan(0.0792);
});
