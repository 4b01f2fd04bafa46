/** The user's limits to recipients and cost, on the node and as a tool of an AI agent. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec } from '../support/engine.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();

const arrived = () => suite.sandbox.messages().map(({ to }) => to);
const to = (...tos: string[]): IDataObject[] => tos.map((one) => ({ to: one, text: 'Hello' }));

describe.each(SETUPS)('$name', (setup) => {
	const run = async (options: IDataObject, items: IDataObject[]) =>
		await suite.engine.run(sending(setup, options, ON_ERROR.errorOutput), items);

	test.each<[name: string, options: IDataObject, parameter: string, message: string]>([
		[
			'Allowed Countries',
			{ allowedCountries: ['AU'] },
			'Allowed Countries',
			'+85291234567 is in HK, which Allowed Countries does not include',
		],
		[
			'Allowed Recipients',
			{ allowedRecipients: `${number(0)}, +6142*` },
			'Allowed Recipients',
			'+85291234567 is not among Allowed Recipients',
		],
		[
			'Allowed Recipients, by expression',
			{ allowedRecipients: '={{ ["+614"] }}' },
			'Allowed Recipients',
			'+85291234567 is not among Allowed Recipients',
		],
	])('%s: the others are sent', async (_, options, parameter, message) => {
		const outcome = await run(options, to(number(0), '+85291234567'));
		expect(arrived()).toEqual([number(0)]);
		const [bad] = outcome.outputs[1] ?? [];
		expect(errorOf(bad?.json ?? {})).toMatchObject({
			outcome: 'notSent',
			attempts: [],
			failure: { class: 'notAllowed', parameter, message },
		});
	});

	test('Max Recipients per Item refuses that item', async () => {
		const outcome = await run(
			{ maxRecipientsPerItem: 2 },
			to(`${number(0)},${number(1)},${number(2)}`, number(3)),
		);
		expect(arrived()).toEqual([number(3)]);
		expect(outcome.outputs[1]).toHaveLength(3);
	});

	test.each<[IDataObject, string]>([
		[
			{ maxRecipients: 2 },
			'This run has 3 recipients, more than the 2 that Max Recipients per Run allows',
		],
		[
			{ maxSegmentsInTotal: 2 },
			'This run needs 3 segments, more than the 2 that Max Segments in Total allows',
		],
	])('%j: nothing is sent', async (options, message) => {
		const outcome = await run(options, to(number(0), number(1), number(2)));
		expect(suite.sandbox.requests()).toEqual([]);
		expect(outcome.outputs[1]).toHaveLength(3);
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({ failure: { message } });
	});

	test('the retry of an execution does not count what was sent before', async () => {
		const spec = sending(setup, { maxRecipients: 2 }, { retryOnFail: true, maxTries: 2 });
		suite.sandbox.fault({ wire: setup.wire, path: '/v3/sms/send', kind: 'status', status: 429 });
		await suite.engine.run(spec, to(number(0), number(1)));
		expect(arrived()).toEqual([number(0), number(1)]);
	});

	test.each<[IDataObject, string]>([
		[{ allowedRecipients: 'Bob' }, 'Allowed Recipients contains "Bob"'],
		[{ allowedCountries: ['Atlantis'] }, 'Allowed Countries has a choice that does not exist'],
		[
			{ allowedCountries: '={{ $json.nothing }}' },
			'Allowed Countries has an expression that gives nothing',
		],
		[{ allowedRecipients: '={{ [] }}' }, 'Allowed Recipients has an expression that gives nothing'],
		[
			{ maxRecipients: '={{ undefined }}' },
			'Max Recipients per Run has an expression that gives nothing',
		],
		[
			{ maxRecipients: '={{ $json.to.length > 12 ? 1 : 9 }}' },
			'Max Recipients per Run differs between items',
		],
	])('%j: an unusable limit stops the run', async (options, message) => {
		const outcome = await run(options, to(number(0), '+4917612345678'));
		expect(suite.sandbox.requests()).toEqual([]);
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {}).message).toEqual(
			expect.stringContaining(message),
		);
	});
});

describe('as a tool of an AI agent', () => {
	const TYPE = `${SEND_SMS.type}Tool`;
	const tool = (options: IDataObject | string): NodeSpec => ({
		...sending({ ...SEND_SMS, type: TYPE }, {}, ON_ERROR.errorOutput, { options }),
	});
	/** An item is what the model wrote. */
	const call = async (options: IDataObject | string, more: IDataObject, count: number) => {
		const { nodes } = suite.engine.registry;
		nodes[TYPE] = nodes[SEND_SMS.type]!;
		const numbers = Array.from({ length: count }, (_, digit) => number(digit)).join();
		const outcome = await suite.engine.run(tool(options), [{ to: numbers, text: 'x', ...more }]);
		return outcome.outputs[1]?.map(({ json }) => errorOf(json).failure) ?? [];
	};

	test('at most 5 recipients, unless the user sets another limit', async () => {
		expect(await call({}, {}, 5)).toEqual([]);
		expect(arrived()).toHaveLength(5);
		suite.sandbox.reset();
		expect(await call({}, {}, 6)).toHaveLength(6);
		expect(arrived()).toEqual([]);
		expect(await call({ maxRecipients: 7 }, {}, 6)).toEqual([]);
		expect(arrived()).toHaveLength(6);
		suite.sandbox.reset();
		expect(await call({ maxRecipients: 0 }, {}, 8)).toEqual([]);
		expect(arrived()).toHaveLength(8);
	});

	test.each<[string, IDataObject | string]>([
		['$fromAI', { maxRecipients: "={{ $fromAI('most', '', 'number', 100) }}" }],
		['the item', { maxRecipients: '={{ $json.most }}' }],
		['another node', { allowedRecipients: '={{ $("Start").item.json.most }}' }],
		['a fixed part and the item', { allowedRecipients: '=+61*, {{ $json.most }}' }],
		['countries', { allowedCountries: '={{ $json.most }}' }],
		['segments', { maxSegmentsInTotal: '={{ $input.item.json.most }}' }],
	])('the model cannot set a limit: %s', async (_, options) => {
		const failures = await call(options, { most: 100 }, 2);
		expect(suite.sandbox.requests()).toEqual([]);
		expect(failures).toMatchObject([
			{
				class: 'configuration',
				message: expect.stringMatching(/ comes from the model$/) as unknown,
			},
		]);
	});

	test('an expression for all options at once is no way around', async () => {
		await call('={{ ({ maxRecipients: $json.most }) }}', { most: 100 }, 6);
		expect(arrived()).toEqual([]);
	});

	test('the user may set one by a fixed expression', async () => {
		await call({ maxRecipients: '={{ 3 + 4 }}' }, {}, 6);
		expect(arrived()).toHaveLength(6);
	});
});
