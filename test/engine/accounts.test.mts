/** Credentials whose fields hold expressions: every item goes through its own account. */
import { type IDataObject } from 'n8n-workflow';
import { accounts, useSuite } from '../support/suite.mts';
import {
	errorOf,
	number,
	ON_ERROR,
	SEND_SMS,
	sending,
	SETUPS,
	type SendSetup,
} from '../support/send.mts';

const suite = useSuite();

const TEST_KEY = 'D83DED51-9E35-4D42-9BB9-0E34B7CA85AE';
const CUSTOMERS: Readonly<Record<string, IDataObject>> = {
	paying: { user: 'sandbox', key: 'sandbox-key', conn: '' },
	poor: { user: 'nocredit', key: TEST_KEY, conn: '' },
	stranger: { user: 'sandbox', key: 'another key', conn: '' },
};

/** An item of a customer: `customer` and the last digit of its number. */
const item = (customer: string, digit: number): IDataObject => ({
	...{ to: number(digit), text: `Text ${digit}`, customer, ...CUSTOMERS[customer] },
});

beforeEach(async () => {
	await suite.engine.credentials.add('clickSendApi', {
		...accounts(suite.sandbox.url).clickSendApi,
		username: '={{ $json.user }}',
		apiKey: '={{ $json.key }}',
	});
});

const DIRECT = SETUPS.filter(({ wire }) => wire === 'clicksend');
const arrived = () => suite.sandbox.messages().map(({ to }) => to);

/** Which user made each request, and for which recipients. */
const requests = () =>
	suite.sandbox.requests().map(({ headers, body, path }) => {
		const encoded = String(headers.authorization).replace(/^Basic /, '');
		const [user] = Buffer.from(encoded, 'base64').toString().split(':');
		const { messages = [] } = (body ?? {}) as { messages?: Array<{ to: string }> };
		return [path, user, ...messages.map(({ to }) => to)];
	});

describe.each(DIRECT)('$name', (setup: SendSetup) => {
	test('one request per account, results in input order', async () => {
		const outcome = await suite.engine.run(sending(setup, {}, ON_ERROR.continue), [
			item('paying', 0),
			item('poor', 1),
			item('paying', 2),
			item('poor', 3),
		]);
		expect(requests()).toEqual(
			expect.arrayContaining([
				['/v3/sms/send', 'sandbox', number(0), number(2)],
				['/v3/sms/send', 'nocredit', number(1), number(3)],
			]),
		);
		expect(requests()).toHaveLength(2);
		const [out = []] = outcome.outputs;
		expect(out.map(({ json, pairedItem }) => [json.to, json.outcome, pairedItem])).toEqual([
			[number(0), 'accepted', { item: 0 }],
			[number(1), 'rejected', { item: 1 }],
			[number(2), 'accepted', { item: 2 }],
			[number(3), 'rejected', { item: 3 }],
		]);
	});

	test('a refused account affects only its own items', async () => {
		const outcome = await suite.engine.run(sending(setup, {}, ON_ERROR.errorOutput), [
			item('stranger', 0),
			item('paying', 1),
		]);
		expect(arrived()).toEqual([number(1)]);
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			to: number(0),
			failure: { class: 'auth' },
		});
	});

	test('an expression that fails for one item affects only that item', async () => {
		await suite.engine.credentials.add('clickSendApi', {
			...accounts(suite.sandbox.url).clickSendApi,
			baseUrl: '={{ $json.url }}',
		});
		const { url } = suite.sandbox;
		const outcome = await suite.engine.run(sending(setup, {}, ON_ERROR.errorOutput), [
			{ ...item('paying', 0), url: `${url}/clicksend` },
			item('paying', 1),
			{ ...item('paying', 2), url: `${url}/clicksend` },
		]);
		expect(arrived()).toEqual([number(0), number(2)]);
		expect(outcome.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			outcome: 'notSent',
			message: 'Item 1: The Base URL of the credential is not valid',
			failure: { class: 'auth', parameter: 'Credential' },
		});
	});

	test('Require All Valid counts the messages of all accounts', async () => {
		const outcome = await suite.engine.run(
			sending(setup, { requireAllValid: true }, ON_ERROR.continue),
			[item('paying', 0), { ...item('poor', 1), to: 'nobody' }],
		);
		expect(suite.sandbox.requests()).toEqual([]);
		expect(outcome.outputs[0]?.map(({ json }) => json.failure)).toMatchObject([
			{ code: 'HELD_BACK' },
			{ class: 'invalidRecipient' },
		]);
	});

	test('Dry Run shows the requests of each account', async () => {
		const outcome = await suite.engine.run(sending(setup, { dryRun: true }), [
			item('paying', 0),
			item('poor', 1),
			item('paying', 2),
		]);
		// One price for each account.
		expect(suite.sandbox.requests().map(({ path }) => path.replace(/^.*\/v3/, ''))).toEqual(
			Array(2).fill('/sms/price'),
		);
		expect(suite.sandbox.messages()).toEqual([]);
		expect(outcome.outputs[0]?.map(({ json }) => [json.to, json.request])).toEqual([
			[number(0), 1],
			[number(1), 1],
			[number(2), 1],
		]);
	});

	test('a credential without expressions is read a few times, however many items there are', async () => {
		const { credentials } = suite.engine;
		await credentials.add('clickSendApi', accounts(suite.sandbox.url).clickSendApi);
		const reads = async (count: number) => {
			const spy = jest.spyOn(credentials, 'getDecrypted');
			const items = Array.from({ length: count }, (_, digit) => item('paying', digit));
			await suite.engine.run(sending(setup), items);
			const { length } = spy.mock.calls;
			spy.mockRestore();
			return length;
		};
		expect(await reads(200)).toBe(await reads(2));
	});
});

test('Retry: what one account has accepted is not sent again through any account', async () => {
	const spec = sending(SEND_SMS, {}, { retryOnFail: true, maxTries: 2 });
	await suite.engine.run(spec, [item('paying', 0), item('stranger', 1), item('paying', 2)]);
	expect(arrived()).toEqual([number(0), number(2)]);
});

test('other operations ask the account of each item', async () => {
	const outcome = await suite.engine.run(
		{
			type: 'n8n-nodes-sms-suite.clickSend',
			credentials: ['clickSendApi'],
			parameters: { resource: 'account', operation: 'get', authentication: 'clickSendApi' },
			settings: ON_ERROR.errorOutput,
		},
		[item('paying', 0), item('stranger', 1), item('paying', 2)],
	);
	const [good = [], bad = []] = outcome.outputs;
	expect(good.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(bad.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	expect(errorOf(bad[0]?.json ?? {})).toMatchObject({ failure: { class: 'auth' } });
});

test('OAuth2 credentials cannot differ between items, because n8n keeps one token', async () => {
	await suite.engine.credentials.add('smsMobileOAuth2Api', {
		...accounts(suite.sandbox.url).smsMobileOAuth2Api,
		clientId: '={{ $json.user }}',
	});
	const setup: SendSetup = {
		...SEND_SMS,
		credentials: ['smsMobileOAuth2Api'],
		parameters: {
			operation: 'send',
			providers: ['smsMobileApi'],
			smsMobileApiAuthentication: 'smsMobileOAuth2Api',
		},
	};
	const { error } = await suite.engine.run(sending(setup), [item('paying', 0), item('poor', 1)]);
	expect(error?.message).toBe(
		'The credential smsMobileOAuth2Api differs between items, which OAuth2 does not allow',
	);
	expect(suite.sandbox.requests()).toEqual([]);
});
