/** What failed items look like on both outputs: one shape, and the input's own fields survive. */
import { type IDataObject, type INode, NodeOperationError } from 'n8n-workflow';
import { useSuite } from '../support/suite.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../support/send.mts';

const suite = useSuite();

/** Inputs as an alert has them: with a field that n8n's error output used to overwrite. */
const inputs = (...tos: unknown[]): IDataObject[] =>
	tos.map((to) => ({ to, text: 'Hello', message: 'db1 is down', error_count: 3 }) as IDataObject);

const SHAPE = ['class', 'code', 'hint', 'message', 'parameter'];

describe.each(SETUPS)('$name', (setup) => {
	test('a failed message keeps the fields of its input', async () => {
		const outcome = await suite.engine.run(
			sending(setup, {}, ON_ERROR.errorOutput),
			inputs(number(0), 'nobody'),
		);
		const [failed, ...others] = outcome.outputs[1] ?? [];
		expect(others).toEqual([]);
		expect(failed?.json).toMatchObject({ to: 'nobody', message: 'db1 is down', error_count: 3 });
		const error = errorOf(failed?.json ?? {});
		expect(Object.keys(error.failure as IDataObject).sort()).toEqual(SHAPE);
		expect(error).toMatchObject({
			message: 'Item 1: To: "nobody" is not a phone number',
			to: 'nobody',
			status: 'failed',
			outcome: 'notSent',
			failure: { class: 'invalidRecipient', code: null, parameter: 'To' },
		});
	});

	test('a fault of the whole run has the same shape, for every item', async () => {
		const outcome = await suite.engine.run(
			sending(setup, { concurrency: '={{ $json.to }}' }, ON_ERROR.errorOutput),
			inputs(1, 2),
		);
		const failed = outcome.outputs[1] ?? [];
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		for (const { json } of failed) {
			expect(json.message).toBe('db1 is down');
			const error = errorOf(json);
			expect(Object.keys(error.failure as IDataObject).sort()).toEqual(SHAPE);
			expect(error).toMatchObject({
				outcome: 'notSent',
				provider: null,
				attempts: [],
				failure: {
					class: 'configuration',
					message: 'Concurrency differs between items: 1 for item 0, 2 for item 1',
					parameter: 'Concurrency',
				},
			});
		}
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('a code of the connection is in the failure', async () => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		suite.sandbox.fault({ wire: setup.wire, path: '/v3/sms/send', kind: 'resetAfter' });
		const outcome = await suite.engine.run(
			sending(setup, {}, ON_ERROR.errorOutput),
			inputs(number(0)),
		);
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
			outcome: 'unknown',
			failure: { class: 'unknownOutcome', code: 'ECONNRESET', parameter: null },
		});
	});

	test('no message has a code that n8n would replace the message for', async () => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		suite.sandbox.fault({ wire: setup.wire, path: '/v3/sms/send', kind: 'resetAfter' });
		const outcome = await suite.engine.run(
			sending(setup, {}, ON_ERROR.errorOutput),
			inputs(number(0), 'EPERM'),
		);
		const texts = (outcome.outputs[1] ?? []).map(({ json }) => errorOf(json).message as string);
		expect(texts).toEqual([
			expect.stringMatching(
				/^Item 0 \(\+61400000000\): The connection to \S+ broke before it answered$/,
			),
			expect.stringMatching(/^Item 1: To: "E\u2060PERM" /),
		]);
		for (const text of texts) {
			const node = { name: 'Stop and Error' } as INode;
			expect(new NodeOperationError(node, `2 failed: ${text}`).message).toBe(`2 failed: ${text}`);
		}
	});
});

test('an operation with one request per item has the same shape', async () => {
	const spec = {
		type: 'n8n-nodes-sms-suite.clickSend',
		credentials: ['clickSendApi'],
		parameters: {
			...{ resource: 'sms', operation: 'getAll', authentication: 'clickSendApi' },
			limit: '={{ $json.to }}',
		},
	};
	const on = async (settings: IDataObject) =>
		(await suite.engine.run({ ...spec, settings }, inputs(-1))).outputs;
	const failure = {
		class: 'configuration',
		code: null,
		message: 'Limit is not a whole number of at least 1: -1',
		hint: 'Enter a whole number of at least 1.',
		parameter: 'Limit',
	};
	const [, [failed] = []] = await on(ON_ERROR.errorOutput);
	expect(failed?.json).toMatchObject({ message: 'db1 is down' });
	expect(failed?.json.error).toEqual({ message: failure.message, failure });
	const [[kept] = []] = await on(ON_ERROR.continue);
	expect(kept?.json).toEqual({ error: `${failure.message}. ${failure.hint}`, failure });
});

test('without a credential, every item has the same shape too', async () => {
	const outcome = await suite.engine.run(
		{ ...sending(SEND_SMS, {}, ON_ERROR.errorOutput), credentials: [] },
		inputs(number(0), number(1)),
	);
	expect(outcome.outputs[1]?.map(({ json }) => [json.message, errorOf(json).outcome])).toEqual([
		['db1 is down', 'notSent'],
		['db1 is down', 'notSent'],
	]);
});

test.each([
	['the first', 0, [number(1), number(0)]],
	['another', 1, [number(0)]],
])('Retry On Fail with Continue, if %s item fails', async (_, skip, arrived) => {
	suite.sandbox.fault({
		wire: 'smsmobileapi',
		path: '/sendsms',
		kind: 'status',
		status: 429,
		skip,
	});
	await suite.engine.run(
		{
			...sending(
				SEND_SMS,
				{ maxRetries: 0, concurrency: 1 },
				{ ...ON_ERROR.continue, retryOnFail: true, maxTries: 2 },
				{ providers: ['smsMobileApi'], smsMobileApiAuthentication: 'smsMobileApi' },
			),
			credentials: ['smsMobileApi'],
		},
		inputs(number(0), number(1)),
	);
	expect(suite.sandbox.messages().map(({ to }) => to)).toEqual(arrived);
});
