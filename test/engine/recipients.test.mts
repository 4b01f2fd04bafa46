/** Who gets a text: what people paste into To, counted at the phones of the sandbox. */
import { type IDataObject } from 'n8n-workflow';
import { specOf, WAYS } from '../support/inbox-ways.mts';
import { Poller } from '../support/poller.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();
const arrived = () => suite.sandbox.messages().map(({ to }) => to);

const run = async (to: unknown, options: IDataObject = {}, parameters: IDataObject = {}) =>
	await suite.engine.run(sending(SEND_SMS, options, ON_ERROR.errorOutput, parameters), [
		{ to, text: 'x' } as IDataObject,
	]);
const failures = ({ outputs }: Awaited<ReturnType<typeof run>>) =>
	(outputs[1] ?? []).map(({ json }) => errorOf(json));

const A = '+61411111111';
const B = '+61422222222';

test.each<[to: unknown, country: string, phones: string[]]>([
	['+491711234567.0', '', ['+491711234567']],
	['436641234567.0', 'AT', ['+436641234567']],
	['7710009998.0', 'KZ', ['+77710009998']],
	['9812345678.0', 'IN', ['+919812345678']],
	['61,411,111,111', 'AU', [A]],
	['61.411.111.111', 'AU', [A]],
	['0411,111,111', 'AU', [A]],
	['+61,411,111,111; +61,422,222,222', '', [A, B]],
	['="61411111111"', 'AU', [A]],
	["'+61411111111", '', [A]],
	['6.1411111111E+10', 'AU', [A]],
	[61411111111, 'AU', [A]],
	['+48 (0) 512 345 678', '', ['+48512345678']],
	['+852 (0) 9123 4567', '', ['+85291234567']],
	['0512 345 678', 'PL', ['+48512345678']],
	['0044 (0) 7777 777777', '', ['+447777777777']],
	['+39 06 12345678', '', ['+390612345678']],
	['tel:0411111111;phone-context=+61', '', [A]],
	['tel:+61411111111;a=b;+61422222222', '', [A, B]],
	['sms:+61411111111?body=Call 0433333333', 'AU', [A]],
	['+61411111111，+61422222222', '', [A, B]],
	['+61411111111、+61422222222；', '', [A, B]],
	['+61411111111،+61422222222', '', [A, B]],
	['+61411111111\t+61422222222', '', [A, B]],
	['+61411111111|+61422222222', '', [A, B]],
	['+61411111111 +61422222222', '', [A, B]],
	['["+61411111111", "+61422222222"]', '', [A, B]],
	['[[61411111111], "0422 222 222"]', 'AU', [A, B]],
	['+5215512345678', '', ['+525512345678']],
	['\u206A+61411111111\uFE0F\u180E', '', [A]],
	['07777 777777', ' uk', ['+447777777777']],
	// The rest of a list is sent.
	['+61411111111, 6.1422E+10', 'AU', [A]],
	['+61411111111, +61422222222 ext. 5', '', [A]],
])('%j with %j reaches %j', async (to, defaultCountry, phones) => {
	await suite.engine.run(
		sending(SEND_SMS, { defaultCountry: '={{ $json.country }}' }, ON_ERROR.errorOutput),
		[{ to, text: 'x', country: defaultCountry } as IDataObject],
	);
	expect(arrived()).toEqual(phones);
});

test.each<[to: unknown, country: string, says: RegExp]>([
	['6.1411E+10', 'AU', /spreadsheet .* digits are lost/],
	['4,36641E+11', 'AT', /spreadsheet/],
	['61411111111.5', 'AU', /decimal fraction/],
	[61411111111.5, 'AU', /a number with a fraction/],
	[1e30, 'AU', /too large to be exact/],
	['411,111', 'AU', /commas between its digits/],
	['+14155552671;ext=123', '', /extension/],
	['tel:+14155552671;ext=123', '', /extension/],
	['+8613900000001转5', '', /extension/],
	['tel:0411111111;phone-context=example.com', 'AU', /only within its phone-context/],
	['+61411111111 or +61422222222', '', /more than one number/],
	['+61411111111 / +61422222222', '', /more than one number/],
	['18100', 'FI', /short code/],
	['82055', 'DE', /short code/],
	['199123', 'AU', /short code/],
	['18100.0', 'FI', /short code/],
])('%j with %j is refused', async (to, country, says) => {
	const outcome = await run(to, country ? { defaultCountry: country } : {});
	expect(arrived()).toEqual([]);
	const [failed, ...others] = failures(outcome);
	expect(others).toEqual([]);
	expect(failed).toMatchObject({ failure: { parameter: 'To', class: 'invalidRecipient' } });
	expect(failed?.message).toMatch(says);
});

describe('special destinations', () => {
	const SPECIAL = [
		'+979123456789',
		'+882161234567',
		'+881612345678',
		'+870773123456',
		'+19005551234',
		'+449091234567',
	];

	test('are refused, and the error names the option', async () => {
		const outcome = await run([...SPECIAL, A]);
		expect(arrived()).toEqual([A]);
		for (const { failure } of failures(outcome)) {
			expect((failure as IDataObject).hint).toContain('Allow Special Destinations');
		}
		expect(failures(outcome)).toHaveLength(SPECIAL.length);
	});

	test('are sent to if the option is on for their item', async () => {
		const outcome = await suite.engine.run(
			sending(
				SEND_SMS,
				{ allowSpecialDestinations: '={{ $json.allow }}', dryRun: true },
				ON_ERROR.errorOutput,
			),
			[
				{ to: '+881612345678', text: 'x', allow: true },
				{ to: '+881612345678', text: 'x', allow: false },
			],
		);
		expect(outcome.outputs.map((items) => items.length)).toEqual([1, 1]);
	});
});

test.each(['18100', '82055', '199123', 18100, '１８１００'])(
	'SMSMobileAPI takes the short code %j',
	async (to) => {
		await suite.engine.run(
			{
				type: 'n8n-nodes-sms-suite.smsMobileApi',
				credentials: ['smsMobileApi'],
				parameters: {
					authentication: 'smsMobileApi',
					resource: 'message',
					operation: 'send',
					to: '={{ $json.to }}',
					message: 'x',
					options: { defaultCountry: 'FI' },
				},
			},
			[{ to }],
		);
		const sent = suite.sandbox
			.requests({ path: '/sendsms/' })
			.map(({ body }) => (body as IDataObject).recipients);
		expect(sent).toEqual([String(to).normalize('NFKC')]);
	},
);

test('the wrong Default Country of one item does not hold the others back', async () => {
	const outcome = await suite.engine.run(
		sending(SEND_SMS, { defaultCountry: '={{ $json.country }}' }, ON_ERROR.errorOutput),
		['AU', 'Atlantis', 61, 'UK'].map((country, n) => ({
			to: country === 'UK' ? '07777 777777' : `04${String(n).padStart(8, '0')}`,
			text: 'x',
			country,
		})),
	);
	expect(arrived()).toEqual([number(0), '+447777777777']);
	expect(failures(outcome).map(({ message }) => message)).toEqual([
		'Item 1: Default Country is not one of its choices: "Atlantis"',
		'Item 2: Default Country is not one of its choices: 61',
	]);
});

describe('filters of a trigger', () => {
	const way = WAYS[0] as (typeof WAYS)[number];
	const poller = (filters: IDataObject) => new Poller(suite.engine, specOf(way, { filters }));
	const from = way.from;
	const spaced = `\u202A${from.slice(0, 3)}\u2011${from.slice(3)}\u202C`;
	const wide = from.replace(/[+\d]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

	test.each([
		{ from: spaced },
		{ from: wide },
		{ from: `tel:${from}` },
		{ from: `+4477，${from}` },
		{ from: `${from.slice(0, 6)}＊` },
		{ keyword: '退订，ack' },
		{ keyword: '退订、ACK\uFE0F' },
		{ keyword: 'ＡＣＫ' },
	])('%j matches', async (filters) => {
		const trigger = poller(filters);
		await trigger.activate();
		suite.sandbox.reply({ from, to: way.to, text: 'ACK\uFE0F' });
		expect(await trigger.poll()).toHaveLength(1);
	});

	test.each([
		{ from: '---' },
		{ from: '+' },
		{ to: '.' },
		{ from: `${from}, +*` },
		{ from: '6.1411E+10' },
	])('%j is refused', async (filters) => {
		const label = 'to' in filters ? 'To' : 'From';
		await expect(poller(filters).activate()).rejects.toThrow(
			`${label} under Filters can never match`,
		);
	});
});
