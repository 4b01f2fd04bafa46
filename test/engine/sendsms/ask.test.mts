/** Send SMS → Ask and Wait through n8n's engine: a question by text, the page behind its link, the limit. */
import { type IDataObject, type INode, WAIT_INDEFINITELY } from 'n8n-workflow';
import { hintsOf, useAsking } from '../../support/asking.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';
import { stopwatch } from '../../support/patience.mts';

const suite = useSuite();
const host = useAsking(suite);

const [ANN, BOB] = [number(1), number(2)];
const QUESTION = 'Server db1 is down. Can you take it?';

const node = (parameters: IDataObject = {}, settings: Partial<INode> = {}) => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: ['clickSendApi', 'submailApi', 'smsMobileApi', 'goToneSmsApi'],
	settings,
	parameters: {
		operation: 'sendAndWait',
		providers: ['clickSend'],
		to: ANN,
		message: QUESTION,
		...parameters,
	},
});

const linkOf = (to: string): string => {
	const { [to]: link } = host.links();
	if (link === undefined) throw new Error(`${to} got no text`);
	return link;
};

afterEach(() => expect(host.crashes).toEqual([]));

describe('Send SMS: Ask and Wait: acknowledge', () => {
	test('texts the link on a line of its own, waits, and goes on with the answer', async () => {
		const waiting = await host.ask(node());
		const [{ text = '' } = {}] = suite.sandbox.messages();
		expect(text.split('\n')).toEqual([
			QUESTION,
			expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/webhook-waiting\/\d+\/node\?/),
		]);
		expect(waiting.asked.run.status).toBe('waiting');

		const page = await host.visit(linkOf(ANN));
		expect(page.status).toBe(200);
		expect(page.text).toContain(QUESTION);
		expect(page.text).toContain('+614******01');
		expect(page.text).not.toContain(ANN);
		expect(page.text).toMatch(/Answer by .* 20\d\d.* \(Australia\/Sydney\)/);
		expect(waiting.ended).toBeUndefined();

		const before = Date.now();
		const thanks = await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		expect(thanks.status).toBe(200);
		expect(thanks.text).toContain('Your answer was recorded: Acknowledge');
		const [item, ...others] = waiting.items;
		expect(others).toEqual([]);
		expect(item).toMatchObject({
			answered: true,
			answer: 'acknowledged',
			by: ANN,
			via: 'page',
			to: ANN,
			outcome: 'accepted',
			provider: 'clickSend',
			messageId: expect.any(String) as string,
			segments: expect.any(Number) as number,
			asked: [expect.objectContaining({ to: ANN, outcome: 'accepted' })],
		});
		const at = Date.parse(item?.at as string);
		expect(at).toBeGreaterThanOrEqual(before);
		expect(at).toBeLessThanOrEqual(Date.now());
	});

	test('without Simplify, the provider’s own rows are there, and no link that could be used', async () => {
		const waiting = await host.ask(node({ simplify: false }));
		expect(JSON.stringify(waiting.asked.outputs)).not.toContain(linkOf(ANN));
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		const [item] = waiting.items;
		expect(item?.raw).toMatchObject({ to: ANN });
		expect(JSON.stringify(item)).not.toMatch(/signature=[0-9a-f]/);
	});

	test('tells the segments of text and link', async () => {
		const { asked } = await host.ask(node());
		expect(asked.outputs[0]?.[0]?.json.segments).toBeGreaterThan(1);
		expect(hintsOf(asked)).toContainEqual(
			expect.stringMatching(/^Each text needs up to \d segments/),
		);
	});

	test('a person who is named twice gets one text, and the user is told', async () => {
		const { asked } = await host.ask(node({ to: `${ANN}, ${BOB}, ${ANN}`, simplify: false }));
		const texted = suite.sandbox.messages().map(({ to }) => to);
		expect(texted.sort()).toEqual([ANN, BOB].sort());
		expect(hintsOf(asked)).toContainEqual(
			expect.stringMatching(/^1 repeated recipient was left out/),
		);
	});

	test('Max Segments counts the link, and then nobody is texted', async () => {
		const { asked, waitTill } = await host.ask(node({ options: { maxSegments: 1 } }));
		expect(waitTill).toBeUndefined();
		expect(asked.error?.message).toMatch(/segments, more than the 1 that Max Segments allows/);
		expect(suite.sandbox.messages()).toEqual([]);
	});
});

describe('Send SMS: Ask and Wait: approve or decline', () => {
	const approval = (more: IDataObject = {}) =>
		node({
			responseType: 'approval',
			approveLabel: 'Ship <it>',
			declineLabel: 'Hold',
			to: `${ANN}, ${BOB}, ${ANN}`,
			...more,
		});

	test.each([
		['approve', 'approved', true, 'Ship &lt;it&gt;'],
		['decline', 'declined', false, 'Hold'],
	])('%s: the output says who, and what', async (value, answer, approved, label) => {
		const waiting = await host.ask(approval());
		expect(suite.sandbox.messages().map(({ to }) => to)).toEqual([ANN, BOB]);
		expect(linkOf(ANN)).not.toBe(linkOf(BOB));
		const page = await host.visit(linkOf(BOB));
		expect(page.text).toContain('Ship &lt;it&gt;');
		expect(page.text).not.toContain('<it>');
		expect(page.text).toContain('Several people were asked');
		expect((await host.visit(linkOf(BOB), { answer: value })).text).toContain(label);
		expect(waiting.items).toEqual([
			expect.objectContaining({ answered: true, answer, approved, by: BOB, to: BOB }),
		]);
		expect(waiting.items[0]?.asked).toMatchObject([{ to: ANN }, { to: BOB }]);
	});

	test('an answer of another kind does not count', async () => {
		const waiting = await host.ask(approval());
		const forms: Record<string, string>[] = [
			{ answer: 'acknowledge' },
			{ answer: 'constructor' },
			{ other: 'approve' },
		];
		for (const form of forms) {
			const page = await host.visit(linkOf(ANN), form);
			expect(page.status).toBe(400);
			expect(page.text).toContain('Please choose or write an answer');
		}
		expect((await host.visit(linkOf(ANN), 'answer=approve&answer=decline')).status).toBe(400);
		expect(waiting.ended).toBeUndefined();
		await host.visit(linkOf(ANN), { answer: 'approve' });
		expect(waiting.items).toHaveLength(1);
	});

	test('a label that fits on no button is refused before anything is sent', async () => {
		const { asked } = await host.ask(approval({ declineLabel: 'x'.repeat(61) }));
		expect(asked.error?.message).toMatch(/^Decline Label has 61 characters/);
		expect(suite.sandbox.messages()).toEqual([]);
	});
});

describe('Send SMS: Ask and Wait: free text', () => {
	test('the text is the answer, and is shown escaped', async () => {
		const waiting = await host.ask(node({ responseType: 'freeText' }));
		expect((await host.visit(linkOf(ANN))).text).toContain('<textarea');
		const answer = `On my way </p><script>alert("1")</script>\r\nAnn's phone`;
		const thanks = await host.visit(linkOf(ANN), { answer: `  ${answer} ` });
		expect(thanks.text).not.toContain('<script');
		expect(thanks.text).toContain('&lt;script&gt;');
		expect(waiting.items).toEqual([
			expect.objectContaining({ answer: answer.replace('\r\n', '\n'), by: ANN }),
		]);
	});

	test('empty and overlong answers do not count', async () => {
		const waiting = await host.ask(node({ responseType: 'freeText' }));
		expect((await host.visit(linkOf(ANN), { answer: ' \n ' })).status).toBe(400);
		for (const length of [1601, 200_000, 2_000_000]) {
			const page = await host.visit(linkOf(ANN), { answer: 'x'.repeat(length) });
			expect(page.status).toBe(413);
			expect(page.text).toContain('at most 1600 characters');
		}
		expect(waiting.ended).toBeUndefined();
		await host.visit(linkOf(ANN), { answer: 'x'.repeat(1600) });
		expect(waiting.items).toHaveLength(1);
	});
});

describe('Send SMS: Ask and Wait: the page', () => {
	test('runs no script, loads nothing, and is neither kept nor passed on', async () => {
		await host.ask(node());
		const { headers, text } = await host.visit(linkOf(ANN));
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		expect(headers['content-security-policy']).toMatch(
			/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
		);
		expect(headers['cache-control']).toBe('no-store');
		expect(headers['referrer-policy']).toBe('no-referrer');
		expect(text).not.toMatch(/<script|\son\w+=|https?:/i);
		expect(text).toContain('prefers-color-scheme:dark');
	});

	test('GET never answers, whatever it carries', async () => {
		const waiting = await host.ask(node());
		expect((await host.visit(`${linkOf(ANN)}&answer=acknowledge`)).status).toBe(403);
		for (let time = 0; time < 5; time++) await host.visit(linkOf(ANN));
		expect(waiting.ended).toBeUndefined();
	});

	test('an altered link answers nothing', async () => {
		const waiting = await host.ask(node({ to: `${ANN},${BOB}` }));
		const link = linkOf(ANN);
		const last = link.endsWith('0') ? '1' : '0';
		const forged = [
			link.slice(0, -1) + last,
			link.slice(0, -1),
			`${link}0`,
			link.replace(/signature=\w+/, ''),
			link.replace(/signature=\w+/, 'signature='),
			link.replace('ask=0-0', 'ask=0-1'),
			link.replace('ask=0-0', 'ask=1-0'),
			link.replace('ask=0-0', 'ask=0-0&ask=0-1'),
			link.replace('ask=0-0&', ''),
			`${link}&more=1`,
		];
		for (const one of forged) {
			expect(one).not.toBe(link);
			for (const form of [undefined, { answer: 'acknowledge' }]) {
				const page = await host.visit(one, form);
				expect({ one, status: page.status }).toEqual({ one, status: 403 });
				expect(page.text).toContain('This Link Is Not Valid');
				expect(page.text).not.toContain('db1');
			}
		}
		expect(waiting.ended).toBeUndefined();
	});

	test('a link of another execution does not answer this one', async () => {
		await host.ask(node());
		const other = linkOf(ANN);
		suite.sandbox.reset();
		const waiting = await host.ask(node());
		const moved = other.replace(/webhook-waiting\/\d+/, `webhook-waiting/${waiting.id}`);
		expect((await host.visit(moved, { answer: 'acknowledge' })).status).toBe(403);
		expect(waiting.ended).toBeUndefined();
	});

	test('of two answers at the same moment, one counts', async () => {
		const waiting = await host.ask(node({ to: `${ANN},${BOB}` }));
		const pages = await Promise.all(
			[ANN, BOB, ANN, BOB].map((to) => host.visit(linkOf(to), { answer: 'acknowledge' })),
		);
		expect(host.answers.get(waiting.id)).toBe(1);
		expect(pages.filter(({ text }) => text.includes('was recorded'))).toHaveLength(1);
		expect(waiting.items).toHaveLength(1);
	});

	test('a late answer does not count, also before n8n has noticed the limit', async () => {
		const waiting = await host.ask(
			node({ limitType: 'afterTimeInterval', resumeAmount: 0.01, resumeUnit: 'minutes' }),
		);
		await new Promise((resolve) => setTimeout(resolve, 700));
		for (const form of [undefined, { answer: 'acknowledge' }]) {
			const page = await host.visit(linkOf(ANN), form);
			expect(page.status).toBe(410);
			expect(page.text).toContain('Too Late');
		}
		await waiting.expire();
		expect(waiting.items).toEqual([expect.objectContaining({ answered: false })]);
	});
});

describe('Send SMS: Ask and Wait: the limit', () => {
	const limits = [
		['minutes', 2.5, 150_000],
		['hours', 1, 3_600_000],
		['days', 2, 172_800_000],
	] as const;
	test.each(limits)('%s', async (resumeUnit, resumeAmount, ms) => {
		const before = Date.now();
		const { waitTill } = await host.ask(
			node({ limitType: 'afterTimeInterval', resumeAmount, resumeUnit }),
		);
		expect(Number(waitTill)).toBeGreaterThanOrEqual(before + ms);
		expect(Number(waitTill)).toBeLessThanOrEqual(Date.now() + ms);
	});

	test('an hour of the day, in the time zone of the workflow', async () => {
		const { waitTill } = await host.ask(node({ limitType: 'atTimeOfDay', resumeTime: '18:05' }));
		const clock = new Intl.DateTimeFormat('en-GB', {
			timeZone: 'Australia/Sydney',
			timeStyle: 'short',
		});
		expect(clock.format(waitTill)).toBe('18:05');
		const ahead = Number(waitTill) - Date.now();
		expect(ahead).toBeGreaterThan(0);
		expect(ahead).toBeLessThanOrEqual(25 * 3_600_000);
	});

	test('without a limit', async () => {
		const { waitTill } = await host.ask(node({ limitType: 'noLimit' }));
		expect(waitTill).toEqual(WAIT_INDEFINITELY);
		expect((await host.visit(linkOf(ANN))).text).toContain('There is no time limit');
	});

	test.each(['', '24:00', '6 pm', '18:5'])('%p is not a time of day', async (resumeTime) => {
		const { asked } = await host.ask(node({ limitType: 'atTimeOfDay', resumeTime }));
		expect(asked.error?.message).toMatch(/^Time of Day (is empty|".*" is not a time of day)$/);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test.each([{}, { executeOnce: true }])('passed: one item says so (%p)', async (settings) => {
		const items = settings.executeOnce ? [{ own: 1 }, { own: 2 }] : [{ own: 1 }];
		const waiting = await host.ask(node({ responseType: 'approval' }, settings), items);
		await waiting.expire();
		expect(waiting.ended?.run.status).toBe('success');
		expect(waiting.items).toEqual([
			expect.objectContaining({
				answered: false,
				answer: null,
				approved: false,
				by: null,
				at: null,
				via: null,
				outcome: 'noReply',
				status: 'noReply',
				to: ANN,
				provider: 'clickSend',
			}),
		]);
		// The items of the node before are its own.
		const [before] = waiting.ended?.run.data.resultData.runData.Start ?? [];
		expect(before?.data?.main?.[0]?.map(({ json }) => json)).toEqual(items);
	});
});

describe('Send SMS: Ask and Wait: who is asked', () => {
	test('nobody could be texted: the node fails before it waits', async () => {
		suite.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/send',
			kind: 'status',
			status: 401,
			times: 9,
		});
		const { asked, waitTill } = await host.ask(node({ to: `${ANN},${BOB}` }));
		expect(asked.run.status).toBe('error');
		expect(waitTill).toBeUndefined();
	});

	test('nobody could be texted, and the node continues: each recipient has its failure', async () => {
		const { asked, waitTill } = await host.ask(node({ to: '12, 13' }, ON_ERROR.continue));
		expect(waitTill).toBeUndefined();
		expect(asked.outputs[0]).toHaveLength(2);
	});

	test('a bad number does not silence the others, and cannot answer', async () => {
		const waiting = await host.ask(node({ to: `nonsense, ${BOB}` }));
		expect(suite.sandbox.messages().map(({ to }) => to)).toEqual([BOB]);
		expect(hintsOf(waiting.asked)).toContainEqual(expect.stringMatching(/^1 of 2 people/));
		await host.visit(linkOf(BOB), { answer: 'acknowledge' });
		expect(waiting.items).toEqual([expect.objectContaining({ by: BOB })]);
		expect(waiting.items[0]?.asked).toMatchObject([
			{ to: BOB, outcome: 'accepted' },
			{ to: 'nonsense', outcome: 'notSent', failure: { class: 'invalidRecipient' } },
		]);
	});

	test('Retry On Fail: the second attempt asks, and its link answers', async () => {
		suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'status', status: 403 });
		const waiting = await host.ask(node({}, { retryOnFail: true, maxTries: 2 }));
		expect(waiting.waitTill).toBeDefined();
		expect(suite.sandbox.messages()).toHaveLength(1);
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		expect(waiting.items).toEqual([expect.objectContaining({ answered: true, by: ANN })]);
	});

	test('Retry of an execution that crashed while it asked: its links are dead', async () => {
		const never = await suite.engine.retryCrashed(node());
		expect(never.error?.message).toMatch(/^An earlier execution may have sent this question/);
		expect(suite.sandbox.messages()).toEqual([]);
		const again = await suite.engine.retryCrashed(node({ ifUnsure: 'makeSure' }));
		expect(again.run.status).toBe('waiting');
		expect(suite.sandbox.messages()).toHaveLength(1);
	});

	test('in a loop, the link of an earlier question does not answer the next one', async () => {
		const first = await host.ask(node());
		const old = linkOf(ANN);
		await host.visit(old, { answer: 'acknowledge' });
		const second = await host.askAgain(first);
		const closed = await host.visit(old, { answer: 'acknowledge' });
		expect(closed.status).toBe(410);
		expect(closed.text).toContain('This Question Is Closed');
		expect(second.ended).toBeUndefined();
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		expect(second.items).toHaveLength(1);
	});

	test('in a loop, the next question waits for the timer of the earlier one, which n8n leaves running', async () => {
		const soon = { limitType: 'afterTimeInterval', resumeAmount: 0.1, resumeUnit: 'minutes' };
		const first = await host.ask(node(soon));
		const until = Number(first.waitTill);
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		expect(Date.now()).toBeLessThan(until);
		suite.sandbox.reset();
		const second = await host.askAgain(first);
		const [asked] = suite.sandbox.messages();
		expect(Date.parse(asked?.acceptedAt ?? '')).toBeGreaterThan(until);
		// Its own limit begins when it is asked.
		expect(Number(second.waitTill)).toBeGreaterThan(until + 6000);
	});

	test.each([
		['too far ahead for a timer', { resumeAmount: 2 }],
		['no limit', { limitType: 'noLimit' }],
	])('in a loop, the next question is asked at once: %s', async (_, limit) => {
		const spec = node({ limitType: 'afterTimeInterval', resumeUnit: 'minutes', ...limit });
		const first = await host.ask(spec);
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		const watch = stopwatch();
		await host.askAgain(first);
		expect(watch.spent()).toBeLessThan(5000);
		expect(suite.sandbox.messages()).toHaveLength(2);
	});

	test('an unclear outcome waits: the text may have arrived', async () => {
		suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'resetAfter', times: 1 });
		suite.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/history',
			kind: 'resetBefore',
			times: 20,
		});
		const waiting = await host.ask(node());
		expect(waiting.waitTill).toBeDefined();
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		expect(waiting.items).toEqual([
			expect.objectContaining({ answered: true, outcome: 'unknown' }),
		]);
	});

	test('the next provider asks if the first one is down', async () => {
		suite.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/send',
			kind: 'status',
			status: 401,
			times: 9,
		});
		const waiting = await host.ask(node({ providers: ['clickSend', 'smsMobileApi'] }));
		await host.visit(linkOf(ANN), { answer: 'acknowledge' });
		expect(waiting.items).toEqual([expect.objectContaining({ provider: 'smsMobileApi', by: ANN })]);
	});

	test('several items are refused, with the way out', async () => {
		const { asked } = await host.ask(node(), [{}, {}, {}]);
		expect(asked.error?.message).toBe('Ask and Wait asks one question per run, but got 3 items');
		expect(asked.error?.description).toContain('Loop Over Items');
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test.each([
		['To has no value', { to: '={{ $json.nothing }}' }],
		['Message is empty', { message: ' ' }],
	])('%s', async (sentence, parameters) => {
		const { asked } = await host.ask(node(parameters));
		expect(asked.error?.message).toContain(sentence);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('fences hold: Max Recipients per Item', async () => {
		const { asked } = await host.ask(
			node({ to: `${ANN},${BOB}`, options: { maxRecipientsPerItem: 1 } }),
		);
		expect(asked.run.status).toBe('error');
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('Dry Run sends nothing and does not wait', async () => {
		const { asked, waitTill } = await host.ask(node({ options: { dryRun: true } }));
		expect(waitTill).toBeUndefined();
		expect(asked.outputs[0]?.[0]?.json).toMatchObject({ outcome: 'dryRun', to: ANN });
		expect(asked.outputs[0]?.[0]?.json.segments).toBeGreaterThan(1);
		expect(suite.sandbox.messages()).toEqual([]);
	});
});

describe('Send SMS: Ask and Wait: the public address', () => {
	const own = () => accounts(suite.sandbox.url).clickSendApi;
	beforeEach(async () => {
		await suite.engine.credentials.add('clickSendApi', {
			...own(),
			baseUrl: 'https://rest.clicksend.com',
		});
	});
	afterEach(async () => {
		suite.engine.origin = host.url;
		await suite.engine.credentials.add('clickSendApi', own());
	});

	test.each(['http://localhost:5678', 'http://192.168.1.5:5678', 'http://n8n'])(
		'%s: refused before anything is sent, with the way out',
		async (origin) => {
			suite.engine.origin = origin;
			const { asked } = await host.ask(node());
			expect(asked.error?.message).toBe(
				`The link in the text would lead to ${origin}, which phones cannot open`,
			);
			expect(asked.error?.description).toContain('WEBHOOK_URL');
		},
	);
});
