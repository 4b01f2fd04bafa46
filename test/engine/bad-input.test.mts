/** Invalid input from users and expressions: the error names item, parameter and fix; the rest is sent. */
import { type IDataObject } from 'n8n-workflow';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../support/send.mts';
import { accounts, useSuite } from '../support/suite.mts';

const suite = useSuite();
const arrived = () => suite.sandbox.messages().map(({ to }) => to);
const good = { to: number(1), text: 'good' };

const PAST = '2020-01-01T00:00:00';

interface Case {
	name: string;
	item: IDataObject;
	options?: IDataObject;
	parameter: string;
	says: RegExp;
	wayOut: RegExp;
}

const CASES: Case[] = [
	{
		name: 'no recipient',
		item: { to: '', text: 'x' },
		parameter: 'To',
		says: /To is empty/,
		wayOut: /phone numbers/,
	},
	{
		name: 'only separators',
		item: { to: ' , ;\n', text: 'x' },
		parameter: 'To',
		says: /To is empty/,
		wayOut: /phone numbers/,
	},
	{
		name: 'an empty list',
		item: { to: [], text: 'x' },
		parameter: 'To',
		says: /To is empty/,
		wayOut: /phone numbers/,
	},
	{
		name: 'words',
		item: { to: 'Bob from ops', text: 'x' },
		parameter: 'To',
		says: /"Bob from ops" is not a phone number/,
		wayOut: /\+61411111111/,
	},
	{
		name: 'a number that cannot exist',
		item: { to: '+61 4', text: 'x' },
		parameter: 'To',
		says: /too short/,
		wayOut: /Check the digits/,
	},
	{
		name: 'a country code that does not exist',
		item: { to: '+999123456', text: 'x' },
		parameter: 'To',
		says: /country code that does not exist/,
		wayOut: /Check the digits/,
	},
	{
		name: 'a number without country',
		item: { to: '0411 111 111', text: 'x' },
		parameter: 'To',
		says: /has no country/,
		wayOut: /Default Country/,
	},
	{
		name: 'null as recipient',
		item: { to: null, text: 'x' },
		parameter: 'To',
		says: /To is empty/,
		wayOut: /phone numbers/,
	},
	{
		name: 'an object as recipient',
		item: { to: { number: '+61411111111' }, text: 'x' },
		parameter: 'To',
		says: /To is an object/,
		wayOut: /expression/,
	},
	{
		name: 'an empty message',
		item: { to: number(2), text: ' \n' },
		parameter: 'Message',
		says: /Message is empty/,
		wayOut: /Enter the text/,
	},
	{
		name: 'null as message',
		item: { to: number(2), text: null },
		parameter: 'Message',
		says: /Message is empty/,
		wayOut: /Enter the text/,
	},
	{
		name: 'an object as message',
		item: { to: number(2), text: { alert: 1 } },
		parameter: 'Message',
		says: /Message is an object/,
		wayOut: /one field/,
	},
	{
		name: 'a list as message',
		item: { to: number(2), text: ['a'] },
		parameter: 'Message',
		says: /Message is a list/,
		wayOut: /one field/,
	},
	{
		name: 'more segments than allowed',
		item: { to: number(2), text: 'x'.repeat(161) },
		options: { maxSegments: 1 },
		parameter: 'Message',
		says: /needs 2 GSM-7 segments/,
		wayOut: /raise Max Segments/,
	},
	{
		name: 'a lone surrogate',
		item: { to: number(2), text: 'cut \ud83d' },
		parameter: 'Message',
		says: /half of a character/,
		wayOut: /emoji/,
	},
	{
		name: 'a schedule in the past',
		item: { to: number(2), text: 'x', at: PAST },
		options: { sendAt: '={{ $json.at }}' },
		parameter: 'Send At',
		says: /in the past/,
		wayOut: /later time/,
	},
	{
		name: 'an invalid schedule',
		item: { to: number(2), text: 'x', at: 'soon' },
		options: { sendAt: '={{ $json.at }}' },
		parameter: 'Send At',
		says: /not a date/,
		wayOut: /2030-01-31/,
	},
];

describe.each(CASES)('$name', ({ item, options, parameter, says, wayOut }) => {
	test.each(SETUPS.filter(({ wire }) => wire === 'clicksend'))(
		'$name: the others are sent',
		async (setup) => {
			const spec = sending(setup, options, ON_ERROR.errorOutput);
			const outcome = await suite.engine.run(spec, [good, item, { ...good, to: number(3) }]);
			expect(arrived()).toEqual([number(1), number(3)]);
			const [bad] = outcome.outputs[1] ?? [];
			expect(outcome.outputs[1]).toHaveLength(1);
			expect(bad?.pairedItem).toMatchObject({ item: 1 });
			const { failure, message } = errorOf(bad?.json ?? {}) as {
				failure: IDataObject;
				message: string;
			};
			expect(failure.parameter).toBe(parameter);
			expect(message).toMatch(/^Item 1( \([^)]+\))?: /);
			expect(message).toMatch(says);
			expect(failure.hint).toMatch(wayOut);
		},
	);

	test('stop: the same result, with one error at the end', async () => {
		const outcome = await suite.engine.run(sending(SEND_SMS, options), [good, item]);
		expect(arrived()).toEqual([number(1)]);
		expect(outcome.error?.message).toBe('1 of 2 messages were accepted, 1 was not sent');
		expect(outcome.error?.description).toMatch(says);
		expect(outcome.error?.description).toMatch(wayOut);
		expect(outcome.error?.context?.itemIndex).toBe(1);
	});

	test('Require All Valid: nothing is sent', async () => {
		const outcome = await suite.engine.run(
			sending(SEND_SMS, { ...options, requireAllValid: true }),
			[good, item],
		);
		expect(suite.sandbox.requests()).toEqual([]);
		expect(outcome.error?.message).toBe('0 of 2 messages were accepted, 2 were not sent');
	});
});

test('one invalid number in a list does not stop the others', async () => {
	await suite.engine.run(sending(SEND_SMS, {}, ON_ERROR.continue), [
		{ to: `${number(1)}, 12, ${number(2)}`, text: 'x' },
	]);
	expect(arrived()).toEqual([number(1), number(2)]);
});

test('a failing expression affects only its own item', async () => {
	const outcome = await suite.engine.run(
		sending(SEND_SMS, {}, ON_ERROR.errorOutput, { message: '={{ $json.text.toUpperCase() }}' }),
		[good, { to: number(2), text: 7 }, { to: number(3), text: 'late' }],
	);
	expect(arrived()).toEqual([number(1), number(3)]);
	expect(outcome.outputs[1]).toHaveLength(1);
});

test('a failing expression of an option affects only its own item, even the first one', async () => {
	const outcome = await suite.engine.run(
		sending(
			SEND_SMS,
			{ reference: '={{ $json.ref ? $json.ref : $("Nowhere").item.json.ref }}' },
			ON_ERROR.errorOutput,
		),
		[
			{ ...good, ref: '' },
			{ ...good, ref: 'a' },
		],
	);
	expect(arrived()).toEqual([number(1)]);
	expect(outcome.outputs.map((output) => output.length)).toEqual([1, 1]);
});

test('a setting of the whole run that fails stops everything', async () => {
	const spec = sending(
		SEND_SMS,
		{ dryRun: '={{ $("Nowhere").item.json.dry }}' },
		ON_ERROR.errorOutput,
	);
	const outcome = await suite.engine.run(spec, [good, good]);
	expect(suite.sandbox.requests()).toEqual([]);
	expect(outcome.outputs.map((output) => output.length)).toEqual([0, 2]);
});

describe('errors that stop everything before the first request', () => {
	const many = [good, { to: number(2), text: 'x' }];

	test.each<[string, ReturnType<typeof sending>, RegExp]>([
		['no credential', { ...sending(SEND_SMS), credentials: [] }, /credential/i],
		[
			'a provider that does not exist',
			sending(SEND_SMS, {}, {}, { providers: ['carrierPigeon'] }),
			/^Providers has a choice that does not exist: "carrierPigeon"/,
		],
		[
			'a default country that does not exist',
			sending(SEND_SMS, { defaultCountry: 'Atlantis' }),
			/^Default Country is not one of its choices: "Atlantis"\. Nothing was sent$/,
		],
	])('%s', async (_name, spec, says) => {
		const stopped = await suite.engine.run(spec, many);
		expect(`${stopped.error?.message}`).toMatch(says);
		const spread = await suite.engine.run({ ...spec, settings: ON_ERROR.errorOutput }, many);
		// Every item fails; none continues as if it had been sent.
		expect(spread.outputs.map((output) => output.length)).toEqual([0, 2]);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test.each(['not a url', 'ftp://127.0.0.1', 'https://user@127.0.0.1', 'https://127.0.0.1/?a=b'])(
		'an invalid Base URL: %s',
		async (baseUrl) => {
			const { clickSendApi } = accounts(suite.sandbox.url);
			await suite.engine.credentials.add('clickSendApi', { ...clickSendApi, baseUrl });
			const outcome = await suite.engine.run(sending(SEND_SMS), many);
			await suite.engine.credentials.add('clickSendApi', clickSendApi);
			expect(outcome.error?.message).toMatch(/Base URL of the credential is not valid/);
			expect(suite.sandbox.requests()).toEqual([]);
		},
	);
});
