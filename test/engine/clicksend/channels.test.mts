/** Sending MMS and calls: the behaviour that every send shares, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { type FaultSpec } from '../../../sandbox/server.mts';
import { operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { type NodeSpec } from '../../support/engine.mts';
import { errorOf, number, ON_ERROR, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const CHANNELS = [
	{
		resource: 'mms',
		own: { subject: 'Chart', mediaUrl: 'https://example.com/chart.gif' },
		price: { amount: '2.4200', currency: null },
	},
	{
		resource: 'voice',
		own: { language: { __rl: true, mode: 'code', value: 'en-AU' }, voice: 'male' },
		price: { amount: '0.0700', currency: 'AUD' },
	},
];

const CELLS = WAYS.flatMap((way) =>
	CHANNELS.map((channel) => ({ way, channel, name: `${channel.resource}, ${way.name}` })),
);

const two = [
	{ to: number(1), text: 'Disk full' },
	{ to: number(2), text: 'Disk full' },
];
const arrived = () => suite.sandbox.messages().map(({ to }) => to);

describe.each(CELLS)('$name', ({ way, channel: { resource, own, price } }) => {
	const operation = operationOf(way);
	const send = (
		options: IDataObject = {},
		settings: NodeSpec['settings'] = {},
		more: IDataObject = {},
	) =>
		operation(
			resource,
			'send',
			{ to: '={{ $json.to }}', message: '={{ $json.text }}', ...own, options, ...more },
			settings,
		);
	const requests = (path: string) => suite.sandbox.requests({ path: `/v3/${resource}/${path}` });
	const fault = (spec: FaultSpec) =>
		suite.sandbox.fault({ wire: way.wire, path: `/v3/${resource}/send`, ...spec });

	test('items share one request, each result belongs to its own item, in the columns of every send', async () => {
		const outcome = await suite.engine.run(send({ reference: 'r-1' }), two);
		expect(requests('send')).toHaveLength(1);
		expect(arrived()).toEqual([number(1), number(2)]);
		expect(stories(outcome)).toEqual(
			two.map(({ to }, item) => ({ item, to, outcome: 'accepted' })),
		);
		expect(rowsOf(outcome)[0]).toEqual({
			to: number(1),
			status: 'queued',
			outcome: 'accepted',
			provider: 'clickSend',
			messageId: suite.sandbox.messages()[0]?.id,
			reference: 'r-1',
			encoding: 'GSM-7',
			segments: 1,
			price,
			attempts: [expect.objectContaining({ provider: 'clickSend', outcome: 'accepted' })],
		});
	});

	test('more than 1000 messages: no more requests than needed', async () => {
		const many = Array.from({ length: 1001 }, (_, n) => ({ to: number(n), text: `No ${n}` }));
		const outcome = await suite.engine.run(send(), many);
		expect(outcome.error).toBeUndefined();
		expect(requests('send')).toHaveLength(2);
		expect(new Set(arrived()).size).toBe(1001);
	});

	test('mixed outcomes with rows in any order: each item gets its own', async () => {
		fault({ kind: 'rows', rows: { status: 'INSUFFICIENT_CREDIT', every: 3, shuffle: true } });
		const many = Array.from({ length: 9 }, (_, n) => ({ to: number(n), text: `No ${n}` }));
		const outcome = await suite.engine.run(send({}, ON_ERROR.errorOutput), many);
		expect(outcome.outputs.map((output) => output.length)).toEqual([6, 3]);
		const phones = new Set(arrived());
		for (const { item, to, outcome: fate } of stories(outcome)) {
			expect(to).toBe(number(item ?? -1));
			expect(fate).toBe(phones.has(String(to)) ? 'accepted' : 'rejected');
		}
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			failure: { class: 'insufficientCredit', code: 'INSUFFICIENT_CREDIT' },
		});
	});

	test('an invalid recipient fails, the other message is sent', async () => {
		const outcome = await suite.engine.run(send({}, ON_ERROR.errorOutput), [
			{ to: '+6140', text: 'x' },
			{ to: number(2), text: 'x' },
		]);
		expect(outcome.outputs.map((output) => output.length)).toEqual([1, 1]);
		expect(arrived()).toEqual([number(2)]);
	});

	test('an account without permission: every item is rejected, and nothing is sent', async () => {
		fault({ kind: 'status', status: 403 });
		const outcome = await suite.engine.run(send({}, ON_ERROR.continue), two);
		expect(stories(outcome).map(({ outcome: fate }) => fate)).toEqual(['rejected', 'rejected']);
		expect(arrived()).toEqual([]);
	});

	test('Retry On Fail sends nothing twice', async () => {
		fault({ kind: 'rows', times: 10, rows: { status: 'INSUFFICIENT_CREDIT', to: number(1) } });
		const outcome = await suite.engine.run(send({}, RETRY_ON_FAIL), two);
		expect(outcome.error?.message).toBe('1 of 2 messages were accepted, 1 was not sent');
		expect(arrived()).toEqual([number(2)]);
		const asked = requests('send').map(
			({ body }) => ((body as IDataObject).messages as IDataObject[]).length,
		);
		expect(asked).toEqual([2, 1, 1]);
	});

	test.each<[string, FaultSpec, number]>([
		['500 before acceptance', { kind: 'status', status: 500 }, 0],
		['500 after acceptance', { kind: 'statusAfter', status: 500 }, 2],
		['200 with garbage', { kind: 'garbage' }, 2],
		['reset after acceptance', { kind: 'resetAfter' }, 2],
	])('%s: unknown if the history does not list it yet, and sent once', async (_, one, count) => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		fault(one);
		const outcome = await suite.engine.run(
			send({}, { ...ON_ERROR.continue, ...RETRY_ON_FAIL }),
			two,
		);
		expect(stories(outcome).map(({ outcome: fate }) => fate)).toEqual(['unknown', 'unknown']);
		expect(requests('send')).toHaveLength(1);
		expect(arrived()).toHaveLength(count);
	});

	test('an unknown outcome is resolved by the history of its own channel only', async () => {
		await suite.engine.run(operation('sms', 'send', { to: number(1), message: 'Disk full' }));
		fault({ kind: 'statusAfter', status: 500 });
		const outcome = await suite.engine.run(send(), two);
		const ids = suite.sandbox
			.messages()
			.slice(1)
			.map(({ id }) => id);
		expect(rowsOf(outcome).map(({ messageId }) => messageId)).toEqual(ids);
		expect(requests('history')).toHaveLength(1);
		expect(rowsOf(outcome)[0]?.attempts).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'accepted', lookedUp: true },
		]);
	});

	test('a contact list: one item per contact', async () => {
		const toList = {
			recipientType: 'contactList',
			contactList: { __rl: true, mode: 'id', value: '428' },
		};
		const outcome = await suite.engine.run(send({}, {}, toList), [{ text: 'All hands' }]);
		expect(stories(outcome)).toEqual(
			['+61411111111', '+61422222222', '+14055555555'].map((to) => ({
				item: 0,
				to,
				outcome: 'accepted',
			})),
		);
	});

	test('Send At and Source; with Simplify off, the row has no message content', async () => {
		const options = { sendAt: '2035-06-01T12:00:00+00:00', source: 'pager' };
		const outcome = await suite.engine.run(send(options, {}, { simplify: false }), [
			{ to: number(1), text: 'The launch code is 0000' },
		]);
		const [message] = (requests('send')[0]?.body as IDataObject).messages as IDataObject[];
		expect(message).toMatchObject({
			source: 'pager',
			schedule: Date.UTC(2035, 5, 1, 12) / 1000,
		});
		expect(rowsOf(outcome)[0]).toMatchObject({
			status: 'scheduled',
			scheduledAt: '2035-06-01T12:00:00.000Z',
			raw: { to: number(1), status: 'SUCCESS' },
		});
		expect(JSON.stringify(outcome.outputs)).not.toMatch(/launch code|Chart|chart\.gif/);
	});

	test('Dry Run only asks for the price, once', async () => {
		const outcome = await suite.engine.run(send({ dryRun: true }), two);
		expect(suite.sandbox.requests().map(({ path }) => path)).toEqual([
			expect.stringMatching(new RegExp(`/v3/${resource}/price$`)),
		]);
		expect(suite.sandbox.messages()).toEqual([]);
		expect(rowsOf(outcome)[1]).toMatchObject({
			outcome: 'dryRun',
			request: 1,
			requests: 1,
			price: { amount: expect.stringMatching(/^\d+\.\d+$/) as string },
		});
	});

	test('Get Price: one item per recipient, paired; nothing is sent', async () => {
		const outcome = await suite.engine.run(
			operation(resource, 'getPrice', {
				to: '={{ $json.to }}',
				message: '={{ $json.text }}',
				...own,
				options: { defaultCountry: 'AU' },
			}),
			[
				{ to: `${number(1)}, 0400 000 002`, text: 'x' },
				{ to: number(3), text: 'x' },
			],
		);
		expect(rowsOf(outcome).map(({ to, price: cost }) => [to, cost])).toEqual(
			[1, 2, 3].map((n) => [number(n), price]),
		);
		expect(outcome.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1].map((item) => ({ item })),
		);
		expect(requests('price')).toHaveLength(2);
		expect(arrived()).toEqual([]);
	});

	test('Get Price: reports what ClickSend would refuse instead of a price', async () => {
		suite.sandbox.configure({ enabledCountries: ['AU'] });
		const outcome = await suite.engine.run(
			operation(resource, 'getPrice', { to: '+14155550199', message: 'x', ...own }),
		);
		expect(rowsOf(outcome)[0]).toMatchObject({
			price: null,
			status: 'COUNTRY_NOT_ENABLED',
			problem: expect.stringContaining('has not enabled this country') as string,
		});
	});
});
