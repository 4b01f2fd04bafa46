/** SUBMAIL's clock: signed requests are valid for 6 seconds of it (docs/providers/submail.md §3.2). */
import { byId, rowsOf } from '../../support/clicksend.mts';
import { ON_ERROR, stories } from '../../support/send.mts';
import {
	abroad,
	arrived,
	calls,
	mainland,
	MD5,
	operation,
	PLAIN,
	sendingTemplate,
	sendingText,
	setForm,
	SHA1_V2,
	timesAsked,
	useForm,
} from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const HOUR_MS = 3_600_000;
const texts = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		to: mainland(n),
		text: `【Sandbox】No ${n}`,
		code: n,
	}));
const outcomes = (outcome: Parameters<typeof stories>[0]) =>
	new Set(stories(outcome).map((one) => one.outcome));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each([MD5, SHA1_V2])('$name', (form) => {
	useForm(suite, form);

	test.each([HOUR_MS, -HOUR_MS])('a clock that is %i ms ahead: requested once', async (skew) => {
		suite.sandbox.configure({ submailClockSkewMs: skew });
		const runs = [
			sendingText(),
			sendingTemplate('SbTpl1'),
			operation('template', 'getAll'),
			operation('template', 'update', { template: byId('SbTpl5'), signature: 'Ab', content: 'x' }),
			operation('template', 'delete', { template: byId('SbTpl4') }),
			operation('sign', 'getAll'),
			operation('account', 'getBalance'),
			operation('report', 'get'),
			operation('message', 'getAll'),
			operation('message', 'getAllReplies'),
		];
		for (const [position, spec] of runs.entries()) {
			const outcome = await suite.engine.run(spec, texts(1));
			expect(outcome.error).toBeUndefined();
			expect(timesAsked(suite)).toBe(position + 1);
		}
		expect(calls(suite)).toHaveLength(runs.length);
		expect(arrived(suite)).toHaveLength(2);
	});

	test.each([1, 5])(
		'changes during a run, %i requests at once: timestamps renewed, sent once',
		async (concurrency) => {
			suite.sandbox.fault({ kind: 'latency', ms: 20, path: '/sms/send', times: 99 });
			const running = suite.engine.run(sendingText({ concurrency }), texts(20));
			while (suite.sandbox.messages().length < 5) await pause(2);
			suite.sandbox.configure({ submailClockSkewMs: HOUR_MS });
			const outcome = await running;
			expect(outcomes(outcome)).toEqual(new Set(['accepted']));
			expect(arrived(suite)).toHaveLength(20);
			expect(new Set(arrived(suite)).size).toBe(20);
			// Once at the start, and once for all refused requests.
			expect(timesAsked(suite)).toBe(2);
			const refused = calls(suite).length - 20;
			expect(refused).toBeGreaterThanOrEqual(1);
			expect(refused).toBeLessThanOrEqual(concurrency);
		},
	);

	test.each(['151', '152'])('%s every time: gives up after one more attempt', async (code) => {
		const body = { status: 'error', code, msg: 'time' };
		suite.sandbox.fault({ kind: 'status', status: 200, path: '/sms/send', body, times: 99 });
		const spec = sendingText({ concurrency: 1 }, ON_ERROR.continue);
		const outcome = await suite.engine.run(spec, texts(3));
		expect(calls(suite)).toEqual(['sms/send', 'sms/send']);
		expect(outcomes(outcome)).toEqual(new Set(['rejected', 'notSent']));
		expect(outcome.outputs[0]?.[0]?.json.failure).toMatchObject({
			class: 'auth',
			code,
			hint: expect.stringContaining('clock of this machine') as string,
		});
	});

	test('the time is unavailable for a while: retried, and sent once', async () => {
		suite.sandbox.fault({ kind: 'resetBefore', path: '/service/timestamp' });
		const outcome = await suite.engine.run(sendingText(), texts(1));
		expect(outcomes(outcome)).toEqual(new Set(['accepted']));
		expect(arrived(suite)).toHaveLength(1);
		expect(calls(suite)).toHaveLength(1);
	});

	test('the time is unavailable: nothing is sent', async () => {
		suite.sandbox.fault({ kind: 'status', status: 500, path: '/service/timestamp', times: 9 });
		const spec = sendingText({ maxRetries: 0 }, ON_ERROR.continue);
		const outcome = await suite.engine.run(spec, texts(2));
		expect(outcomes(outcome)).toEqual(new Set(['notSent']));
		expect(calls(suite)).toEqual([]);
	});
});

describe('a busy machine', () => {
	useForm(suite, SHA1_V2);

	test('300 sends, 20 at once: none is too late', async () => {
		const busy = setInterval(() => {
			const end = Date.now() + 50;
			while (Date.now() < end);
		}, 100);
		const outcome = await suite.engine
			.run(sendingText({ concurrency: 20 }), texts(300))
			.finally(() => clearInterval(busy));
		expect(outcomes(outcome)).toEqual(new Set(['accepted']));
		expect(new Set(arrived(suite)).size).toBe(300);
		expect(calls(suite)).toHaveLength(300);
		expect(timesAsked(suite)).toBe(1);
	});
});

test.each([PLAIN, abroad(PLAIN)])('$name: sends need no time, lists do', async ({ form }) => {
	await setForm(suite, form);
	suite.sandbox.configure({ submailClockSkewMs: HOUR_MS });
	await suite.engine.run(sendingText(), [
		{ to: form.appType ? '+61411111111' : mainland(1), text: '【Sandbox】x' },
	]);
	expect(arrived(suite)).toHaveLength(1);
	expect(timesAsked(suite)).toBe(0);
	const listed = await suite.engine.run(operation('template', 'getAll'));
	expect(rowsOf(listed).length).toBeGreaterThan(0);
	expect(timesAsked(suite)).toBe(1);
});
