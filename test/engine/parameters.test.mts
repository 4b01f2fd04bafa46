/** Parameters through n8n's real engine: values of expressions are converted, or refused in time. */
import { type IDataObject } from 'n8n-workflow';
import { operationOf, rowsOf, WAYS } from '../support/clicksend.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();
const items = (...more: IDataObject[]) =>
	more.map((one, item) => ({ to: number(item), text: `Alert ${item}`, ...one }));
const arrived = () => suite.sandbox.messages().map(({ to }) => to);

describe.each(SETUPS.filter(({ wire }) => wire === 'clicksend'))('$name', (setup) => {
	test.each(['true', ' TRUE ', '1', 1, true])('Dry Run %j is on', async (dryRun) => {
		const spec = sending(setup, { dryRun: '={{ $json.dry }}' });
		const outcome = await suite.engine.run(spec, items({ dry: dryRun }, { dry: dryRun }));
		// Only the price is asked for.
		expect(suite.sandbox.requests().map(({ path }) => path)).toEqual(['/v3/sms/price']);
		expect(arrived()).toEqual([]);
		expect(rowsOf(outcome).map(({ outcome: fate }) => fate)).toEqual(['dryRun', 'dryRun']);
	});

	test.each(['false', '0', 0, false, '', null])('Dry Run %j is off', async (dryRun) => {
		const spec = sending(setup, { dryRun: '={{ $json.dry }}' });
		await suite.engine.run(spec, items({ dry: dryRun }));
		expect(arrived()).toEqual([number(0)]);
	});

	test.each<[name: string, label: string, first: unknown, other: unknown, says: string]>([
		['concurrency', 'Concurrency', 5, 7, '5 for item 0, 7 for item 2'],
		['dryRun', 'Dry Run', false, 'true', 'false for item 0, true for item 2'],
		['requireAllValid', 'Require All Valid', 1, 0, 'true for item 0, false for item 2'],
		['timeout', 'Timeout', 1000, null, '1000 for item 0, not set for item 2'],
	])('%s that differs between items is refused', async (name, label, first, other, says) => {
		const spec = sending(setup, { [name]: '={{ $json.set }}' });
		const given = items(
			{ set: first as string },
			{ set: first as string },
			{ set: other as string },
		);
		const { error } = await suite.engine.run(spec, given);
		expect(error?.message).toBe(`${label} differs between items: ${says}`);
		expect(error?.description).toMatch(/^It applies to the whole run\. Set a single value/);
		const spread = await suite.engine.run({ ...spec, settings: ON_ERROR.errorOutput }, given);
		expect(spread.outputs.map((output) => output.length)).toEqual([0, 3]);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test.each<[name: string, value: unknown, says: string]>([
		['concurrency', 50, 'Concurrency is not a whole number from 1 to 20: 50'],
		['dryRun', 'maybe', 'Dry Run is neither true nor false: "maybe"'],
		['maxRate', 'fast', 'Max Requests per Second is not a number of at least 0: "fast"'],
		['maxRetries', {}, 'Max Retries is not a whole number from 0 to 10: an object'],
		['requireAllValid', ['x'], 'Require All Valid is neither true nor false: a list'],
	])('%s %j stops everything before the first request', async (name, value, says) => {
		const given = items({ set: value as string }, { set: value as string });
		const { error } = await suite.engine.run(sending(setup, { [name]: '={{ $json.set }}' }), given);
		expect(error?.message).toBe(says);
		expect(error?.context?.itemIndex).toBe(0);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test.each<[name: string, value: unknown, parameter: string, says: string]>([
		['defaultCountry', 'Atlantis', 'Default Country', 'is not one of its choices: "Atlantis"'],
		['maxSegments', 'many', 'Max Segments', 'is not a whole number of at least 0: "many"'],
		['reference', { id: 1 }, 'Reference', 'is an object, not a single value'],
		['reference', ['a'], 'Reference', 'is a list, not a single value'],
		['sendAt', 'soon', 'Send At', 'is not a date and time: "soon"'],
		['smartEncoding', 'perhaps', 'Smart Encoding', 'is neither true nor false: "perhaps"'],
	])('%s %j affects only its own message', async (name, value, parameter, says) => {
		const outcome = await suite.engine.run(
			sending(setup, { [name]: '={{ $json.set }}' }, ON_ERROR.errorOutput),
			items({}, { set: value as string }, { set: null }),
		);
		expect(arrived()).toEqual([number(0), number(2)]);
		const [bad] = outcome.outputs[1] ?? [];
		expect(bad?.pairedItem).toMatchObject({ item: 1 });
		expect(errorOf(bad?.json ?? {})).toMatchObject({
			outcome: 'notSent',
			failure: { parameter },
			message: `Item 1: ${parameter} ${says}`,
		});
	});

	test.each([
		['maxSegments', '2'],
		['smartEncoding', 'TRUE'],
		['defaultCountry', 'AU'],
		['reference', 4711],
		['reference', true],
	])('%s %j is accepted', async (name, value) => {
		await suite.engine.run(sending(setup, { [name]: '={{ $json.set }}' }), items({ set: value }));
		expect(arrived()).toEqual([number(0)]);
	});

	test('one value that is not text does not stop the other recipients', async () => {
		await suite.engine.run(sending(setup, {}, ON_ERROR.continue), [
			{ to: [number(1), { number: number(2) }, null, number(3)], text: 'x' },
		]);
		expect(arrived()).toEqual([number(1), number(3)]);
	});

	test('an invalid literal is invalid for all items: nothing is sent', async () => {
		const { error } = await suite.engine.run(sending(setup, { sendAt: 'soon' }), items({}, {}));
		expect(error?.message).toBe('Send At is not a date and time: "soon". Nothing was sent');
		expect(suite.sandbox.requests()).toEqual([]);
	});
});

describe('Send SMS', () => {
	// n8n removes the = if there is no expression, and requires the credentials of a list or of one text.
	test('Providers may be one text', async () => {
		await suite.engine.run(sending(SEND_SMS, {}, {}, { providers: 'clickSend' }), items({}));
		expect(arrived()).toEqual([number(0)]);
	});

	test.each([
		['', 'Providers is empty'],
		['clickSend, pigeon', 'Providers has a choice that does not exist: "pigeon"'],
	])('Providers %j is refused', async (providers, says) => {
		const { error } = await suite.engine.run(sending(SEND_SMS, {}, {}, { providers }), items({}));
		expect(error?.message).toBe(says);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('Routes that differ between items are refused', async () => {
		const route = [{ destinations: '={{ $json.code }}', provider: 'clickSend' }];
		const { error } = await suite.engine.run(
			sending(SEND_SMS, { routes: { route } }),
			items({ code: 'AU' }, { code: 'CN' }),
		);
		expect(error?.message).toBe('Routes differs between items: items 0 and 1 do not match');
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('If Unsure is one of its choices, the same for all', async () => {
		const spec = sending(SEND_SMS, {}, {}, { ifUnsure: '={{ $json.set }}' });
		const run = async (...values: string[]) => {
			const given = items(...values.map((set) => ({ set })));
			return (await suite.engine.run(spec, given)).error?.message;
		};
		expect(await run('sometimes')).toBe('If Unsure is not one of its choices: "sometimes"');
		expect(await run('makeSure', 'neverTwice')).toMatch(/^If Unsure differs between items/);
		expect(suite.sandbox.requests()).toEqual([]);
		expect(await run('makeSure', 'makeSure')).toBeUndefined();
	});
});

describe('an operation with one request per item', () => {
	const [way] = WAYS;
	const getMany = (parameters: IDataObject) => {
		if (!way) throw new Error('ClickSend has no way to its account');
		return operationOf(way)('sms', 'getAll', parameters, ON_ERROR.errorOutput);
	};

	test.each<[name: string, parameters: IDataObject, value: unknown, says: string]>([
		[
			'a switch',
			{ returnAll: '={{ $json.set }}' },
			'maybe',
			'Return All is neither true nor false: "maybe"',
		],
		[
			'a number',
			{ limit: '={{ $json.set }}' },
			'few',
			'Limit is not a whole number of at least 1: "few"',
		],
		[
			'a choice',
			{ filters: { status: '={{ $json.set }}' } },
			'Lost',
			'Status is not one of its choices: "Lost"',
		],
		[
			'a date',
			{ filters: { dateFrom: '={{ $json.set }}' } },
			'soon',
			'Date From is not a date and time: "soon"',
		],
		['a text', { filters: { to: '={{ $json.set }}' } }, {}, 'To is an object, not a single value'],
	])(
		'invalid value for %s: its own item fails before its request',
		async (_, parameters, value, says) => {
			const outcome = await suite.engine.run(getMany(parameters), [
				{ set: value as string },
				{ set: null },
			]);
			const [bad, ...others] = outcome.outputs[1] ?? [];
			expect(others).toEqual([]);
			expect(bad?.pairedItem).toMatchObject({ item: 0 });
			expect(bad?.json).toMatchObject({
				error: { message: says, failure: { parameter: says.split(' is ')[0]?.split(' has ')[0] } },
			});
			expect(suite.sandbox.requests()).toHaveLength(1);
		},
	);

	test.each<[parameters: IDataObject, value: unknown, query: IDataObject]>([
		[{ limit: '={{ $json.set }}' }, '20', { limit: '20' }],
		[{ returnAll: '={{ $json.set }}' }, 'True', { limit: '100' }],
		[{ filters: { dateFrom: '={{ $json.set }}' } }, 1_700_000_000, { date_from: '1700000000' }],
		[{ filters: { status: '={{ $json.set }}' } }, ' Sent ', { q: 'status:Sent' }],
	])('%j with %j is accepted', async (parameters, value, query) => {
		const outcome = await suite.engine.run(getMany(parameters), [{ set: value as string }]);
		expect(outcome.outputs[1]).toEqual([]);
		expect(suite.sandbox.requests()[0]?.query).toMatchObject(query);
	});
});
