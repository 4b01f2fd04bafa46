/** Sending through n8n's real engine: requests, order, pairing, outcomes. */
import { type IDataObject } from 'n8n-workflow';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS, stories } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();

const items = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ to: number(n), text: `Alert ${n}` }));
const sends = () => suite.sandbox.requests({ method: 'POST', path: '/v3/sms/send' });
const arrived = () => suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`);

describe.each(SETUPS)('$name', (setup) => {
	test.each([
		[1, 1],
		[2500, 3],
	])('%i items take %i requests, in input order, each paired', async (count, requests) => {
		const outcome = await suite.engine.run(sending(setup), items(count));
		expect(outcome.error).toBeUndefined();
		expect(sends()).toHaveLength(requests);
		expect(stories(outcome)).toEqual(
			items(count).map(({ to }, item) => ({ item, to, outcome: 'accepted' })),
		);
		expect(arrived().sort()).toEqual(
			items(count)
				.map(({ to, text }) => `${to} ${text}`)
				.sort(),
		);
	});

	test('mixed outcomes with rows in any order: each item gets its own', async () => {
		suite.sandbox.fault({
			kind: 'rows',
			rows: { status: 'INSUFFICIENT_CREDIT', every: 3, shuffle: true },
		});
		const outcome = await suite.engine.run(sending(setup, {}, ON_ERROR.errorOutput), items(30));
		const phones = new Set(suite.sandbox.messages().map(({ to }) => to));
		const [good = [], bad = []] = outcome.outputs;
		expect(good).toHaveLength(20);
		expect(bad).toHaveLength(10);
		for (const { item, to, outcome: fate } of stories(outcome)) {
			expect(to).toBe(number(item ?? -1));
			expect(fate).toBe(phones.has(String(to)) ? 'accepted' : 'rejected');
		}
		const order = good.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(order).toEqual([...order].sort((a, b) => a - b));
		expect(errorOf(bad[0]?.json ?? {})).toMatchObject({
			status: 'failed',
			failure: { class: 'insufficientCredit', code: 'INSUFFICIENT_CREDIT' },
		});
	});

	test('HTTP 200 and SUCCESS with every row rejected: every item failed', async () => {
		suite.sandbox.fault({ kind: 'rows', rows: { status: 'COUNTRY_NOT_ENABLED' } });
		const outcome = await suite.engine.run(sending(setup, {}, ON_ERROR.errorOutput), items(5));
		expect(outcome.outputs.map((output) => output.length)).toEqual([0, 5]);
		expect(arrived()).toEqual([]);
	});

	test('a row that is missing or has an unknown status leaves its message unknown', async () => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		suite.sandbox.fault({ kind: 'rows', rows: { drop: 1 } });
		const missing = await suite.engine.run(sending(setup, {}, ON_ERROR.continue), items(3));
		expect(stories(missing).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'unknown',
		]);
		suite.sandbox.reset();
		suite.sandbox.fault({ kind: 'rows', rows: { status: 'SOMETHING_IS_WRONG', every: 2 } });
		const odd = await suite.engine.run(sending(setup, {}, ON_ERROR.continue), items(2));
		expect(stories(odd).map(({ outcome }) => outcome)).toEqual(['accepted', 'unknown']);
	});

	test('a missing row is looked up in the history', async () => {
		suite.sandbox.fault({ kind: 'rows', rows: { drop: 1 } });
		const { outputs } = await suite.engine.run(sending(setup), items(3));
		const ids = suite.sandbox.messages().map(({ id }) => id);
		expect(outputs[0]?.map(({ json }) => json.messageId)).toEqual(ids);
	});
});

describe('the output', () => {
	test('has the same columns for every accepted message', async () => {
		const outcome = await suite.engine.run(sending(SEND_SMS, { reference: 'incident-1' }), [
			{ to: number(1), text: 'Größe 5€' },
		]);
		const [item] = outcome.outputs[0] ?? [];
		expect(item?.json).toEqual({
			to: number(1),
			status: 'queued',
			outcome: 'accepted',
			provider: 'clickSend',
			messageId: suite.sandbox.messages()[0]?.id,
			reference: 'incident-1',
			encoding: 'GSM-7',
			segments: 1,
			price: { amount: expect.stringMatching(/^\d+\.\d+$/) as string, currency: 'AUD' },
			attempts: [
				{
					provider: 'clickSend',
					at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
					outcome: 'accepted',
				},
			],
		});
	});

	test('has the provider’s row without the text if Simplify is off', async () => {
		const outcome = await suite.engine.run(sending(SEND_SMS, {}, {}, { simplify: false }), [
			{ to: number(1), text: 'nobody else’s business' },
		]);
		const raw = outcome.outputs[0]?.[0]?.json.raw as IDataObject;
		expect(raw).toMatchObject({ status: 'SUCCESS', to: number(1) });
		expect(raw).not.toHaveProperty('body');
	});

	test('keeps the columns of failed items if the node continues on its only output', async () => {
		const outcome = await suite.engine.run(sending(SEND_SMS, {}, ON_ERROR.continue), [
			{ to: number(1), text: 'one' },
			{ to: 'Bob', text: 'two' },
		]);
		const [good, bad] = outcome.outputs[0] ?? [];
		expect(Object.keys(good?.json ?? {})).not.toContain('error');
		expect(Object.keys(bad?.json ?? {})).toEqual(
			expect.arrayContaining(Object.keys(good?.json ?? {})),
		);
		expect(bad?.json).toMatchObject({
			outcome: 'notSent',
			failure: { class: 'invalidRecipient', parameter: 'To' },
			error: 'Item 1: To: "Bob" is not a phone number',
		});
	});

	test('in stop mode, one error at the end reports everything', async () => {
		suite.sandbox.fault({ kind: 'rows', rows: { status: 'INVALID_SENDER_ID', to: number(2) } });
		const outcome = await suite.engine.run(sending(SEND_SMS), [
			...items(3),
			{ to: '12', text: 'never' },
		]);
		expect(arrived()).toHaveLength(2);
		const { error } = outcome;
		expect(error?.message).toBe('2 of 4 messages were accepted, 2 were not sent');
		expect(error?.description).toContain('INVALID_SENDER_ID');
		expect(error?.description).toContain('To: "12" has no country');
		for (const { id } of suite.sandbox.messages()) expect(error?.description).toContain(id);
		expect(error?.context).toMatchObject({
			itemIndex: 2,
			data: {
				accepted: [
					{ item: 0, messageId: suite.sandbox.messages()[0]?.id },
					{ item: 1, messageId: suite.sandbox.messages()[1]?.id },
				],
				failed: [
					{ item: 2, outcome: 'rejected', failure: { code: 'INVALID_SENDER_ID' } },
					{ item: 3, outcome: 'notSent' },
				],
			},
		});
	});
});

describe('recipients', () => {
	test('1,001 in one field: two requests, all paired with the one item', async () => {
		const to = Array.from({ length: 1001 }, (_, n) => number(n));
		const outcome = await suite.engine.run(sending(SEND_SMS), [
			{ to: to.join(', '), text: 'to all' },
		]);
		expect(sends()).toHaveLength(2);
		expect(stories(outcome)).toEqual(to.map((one) => ({ item: 0, to: one, outcome: 'accepted' })));
	});

	test('lists in every form people write; no recipient twice within an item', async () => {
		const outcome = await suite.engine.run(sending(SEND_SMS, { defaultCountry: 'AU' }), [
			{ to: '0411 111 111;+61 411-111-111\n(04) 2222 2222,', text: 'a' },
			{ to: ['+61433333333', 61433333333, '+61 433 333 333'], text: 'b' },
		]);
		expect(arrived()).toEqual(['+61411111111 a', '+61422222222 a', '+61433333333 b']);
		const dropped = outcome.outputs[0]?.map(({ json }) => json.duplicatesDropped);
		expect(dropped).toEqual([1, undefined, 2]);
	});

	test('the same text in two items is sent twice, as two messages', async () => {
		await suite.engine.run(sending(SEND_SMS), [
			{ to: number(1), text: 'same' },
			{ to: number(1), text: 'same' },
		]);
		expect(arrived()).toEqual([`${number(1)} same`, `${number(1)} same`]);
	});
});

describe('options', () => {
	test('Dry Run does everything but send', async () => {
		const outcome = await suite.engine.run(
			sending(SEND_SMS, { dryRun: true, defaultCountry: 'AU' }, ON_ERROR.continue),
			[{ to: '0411 111 111', text: '服'.repeat(71) }, { to: 'nobody', text: 'x' }, ...items(1000)],
		);
		// Up to 1,000 messages are priced in one request.
		expect(suite.sandbox.requests().map(({ path }) => path)).toEqual(
			Array(2).fill('/v3/sms/price'),
		);
		expect(suite.sandbox.messages()).toEqual([]);
		const [first, second, ...rest] = outcome.outputs[0] ?? [];
		expect(first?.json).toMatchObject({
			to: '+61411111111',
			status: 'dryRun',
			outcome: 'dryRun',
			encoding: 'UCS-2',
			segments: 2,
			request: 1,
			requests: 2,
			attempts: [],
		});
		expect(second?.json).toMatchObject({ outcome: 'notSent' });
		expect(rest[999]?.json).toMatchObject({ request: 2 });
	});

	test('Require All Valid sends nothing unless all are valid', async () => {
		const mixed = [
			{ to: number(1), text: 'good' },
			{ to: 'nobody', text: 'bad' },
		];
		const spec = sending(SEND_SMS, { requireAllValid: true }, ON_ERROR.errorOutput);
		const refused = await suite.engine.run(spec, mixed);
		expect(suite.sandbox.requests()).toEqual([]);
		expect(refused.outputs.map((output) => output.length)).toEqual([0, 2]);
		expect(errorOf(refused.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			failure: { code: 'HELD_BACK' },
		});
		const sent = await suite.engine.run(spec, mixed.slice(0, 1));
		expect(sent.outputs.map((output) => output.length)).toEqual([1, 0]);
	});

	test('Send At without a zone is read in the time zone of the workflow', async () => {
		const outcome = await suite.engine.run(sending(SEND_SMS, { sendAt: '2035-01-31T09:00:00' }), [
			{ to: number(1), text: 'later' },
		]);
		// Sydney is at +11:00 in January.
		const scheduledAt = '2035-01-30T22:00:00.000Z';
		expect(suite.sandbox.messages()[0]).toMatchObject({ state: 'scheduled', scheduledAt });
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ status: 'scheduled', scheduledAt });
	});

	test('Smart Encoding makes a typographic text GSM-7; without it the text is unchanged', async () => {
		const text = '“It’s down” – 5 min…';
		await suite.engine.run(sending(SEND_SMS, { smartEncoding: true }), [{ to: number(1), text }]);
		await suite.engine.run(sending(SEND_SMS), [{ to: number(2), text }]);
		expect(suite.sandbox.messages()).toMatchObject([
			{ text: '"It\'s down" - 5 min...', encoding: 'GSM-7' },
			{ text, encoding: 'UCS-2' },
		]);
	});

	test('From, Reference and the source reach the provider', async () => {
		await suite.engine.run(
			sending(SEND_SMS, { reference: '={{ $json.ref }}' }, {}, { from: 'SandboxCo' }),
			[{ to: number(1), text: 'x', ref: 4711 }],
		);
		const [request] = sends();
		expect((request?.body as IDataObject).messages).toEqual([
			{ to: number(1), body: 'x', from: 'SandboxCo', custom_string: '4711', source: 'n8n' },
		]);
	});

	test('Max Requests per Second spaces the requests', async () => {
		await suite.engine.run(sending(SEND_SMS, { maxRate: 5, concurrency: 5 }), items(2001));
		const times = sends().map(({ at }) => Date.parse(at));
		expect(times).toHaveLength(3);
		// Three starts at 5 per second span at least 0.4 s; a busy machine only adds to that.
		expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(350);
	});
});
