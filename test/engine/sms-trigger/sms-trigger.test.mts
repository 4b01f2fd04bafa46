/** The SMS Trigger through n8n's polling context, against the sandbox's inboxes. */
import fc from 'fast-check';
import { type IDataObject } from 'n8n-workflow';
import { specOf, type Way, WAYS } from '../../support/inbox-ways.mts';
import { Poller } from '../../support/poller.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();

const texts = (rows: IDataObject[]) => rows.map(({ text }) => text);

describe.each(WAYS)('$name', (way) => {
	const write = (text: string, from = way.from) => suite.sandbox.reply({ from, to: way.to, text });
	const poller = (more: IDataObject = {}) => new Poller(suite.engine, specOf(way, more));

	beforeEach(() => {
		suite.sandbox.configure({ submailQueryMinuteMs: 0 });
	});

	test('existing messages are left out, new ones are emitted once', async () => {
		const trigger = poller();
		if (way.hasMarks) await trigger.activate();
		write('old');
		const fresh = poller();
		expect(await fresh.activate()).toEqual([]);
		write('one');
		write('two');
		expect(texts(await fresh.poll()).sort()).toEqual(['one', 'two']);
		expect(await fresh.poll()).toEqual([]);
		write('three');
		expect(texts(await fresh.poll())).toEqual(['three']);
		expect(await fresh.poll()).toEqual([]);
	});

	test('all messages have one shape', async () => {
		const trigger = poller({ simplify: false });
		await trigger.activate();
		write('Stop please');
		const [row, ...others] = await trigger.poll();
		expect(others).toEqual([]);
		expect(row).toEqual({
			event: 'messageReceived',
			id: expect.stringMatching(/^[\w-]{16,}$/) as string,
			from: way.from,
			to: way.wire === 'submail' ? null : (expect.any(String) as string),
			text: 'Stop please',
			receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.000Z$/) as string,
			provider: way.parameters.provider,
			inReplyTo: null,
			reference: null,
			optOut: true,
			sessionId: `${way.wire === 'submail' ? 'submail' : (row?.to as string)} ${way.from}`,
			chatInput: 'Stop please',
			raw: expect.any(Object) as object,
		});
		const age = Date.now() - Date.parse(row?.receivedAt as string);
		expect(Math.abs(age)).toBeLessThan(60_000);
	});

	test('without Include History an empty inbox is a valid start too', async () => {
		const trigger = poller();
		expect(await trigger.activate()).toEqual([]);
		expect(await trigger.restart()).toEqual([]);
		write('first');
		expect(texts(await trigger.poll())).toEqual(['first']);
	});

	test('Include History starts with the existing messages', async () => {
		if (way.hasMarks) await poller().activate();
		write('old');
		const trigger = poller({ options: { includeHistory: true } });
		expect(texts(await trigger.activate())).toEqual(['old']);
		expect(await trigger.poll()).toEqual([]);
	});

	test('a stop and a start lose nothing and repeat nothing that was acknowledged', async () => {
		const trigger = poller();
		await trigger.activate();
		write('before');
		expect(texts(await trigger.poll())).toEqual(['before']);
		expect(await trigger.poll()).toEqual([]);
		write('while it was off');
		expect(texts(await trigger.restart())).toEqual(['while it was off']);
		expect(await trigger.poll()).toEqual([]);
	});

	test('the same text again is another message', async () => {
		const trigger = poller();
		await trigger.activate();
		write('ack');
		write('ack');
		expect(texts(await trigger.poll())).toEqual(['ack', 'ack']);
		write('ack');
		expect(texts(await trigger.poll())).toEqual(['ack']);
		expect(await trigger.poll()).toEqual([]);
	});

	test('filters: other messages are skipped, and not marked', async () => {
		const trigger = poller({ filters: { keyword: 'ack', pattern: '\\d{4}' } });
		await trigger.activate();
		write('ack 4711');
		write('nack 4711');
		write('ack');
		expect(texts(await trigger.poll())).toEqual(['ack 4711']);
		expect(await trigger.poll()).toEqual([]);
		if (!way.hasMarks) return;
		// Only emitted messages were marked; another workflow can still get the rest.
		const other = poller({ options: { includeHistory: true } });
		expect(texts(await other.activate())).toEqual(['nack 4711', 'ack']);
	});

	test('another filter or another credential starts over and repeats nothing old', async () => {
		const trigger = poller({ filters: { keyword: 'ack' } });
		await trigger.activate();
		write('done');
		expect(await trigger.poll()).toEqual([]);
		trigger.spec.parameters.filters = { keyword: 'done' };
		expect(await trigger.activate()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		write('done again');
		expect(texts(await trigger.poll())).toEqual(['done again']);
	});

	test('a test in the editor shows the newest message and changes nothing', async () => {
		const trigger = poller();
		await trigger.activate();
		await expect(trigger.test()).rejects.toThrow(/no received messages to show yet/);
		write('one');
		expect(texts(await trigger.test())).toEqual(['one']);
		expect(texts(await trigger.test())).toEqual(['one']);
		expect(texts(await trigger.poll())).toEqual(['one']);
		trigger.spec.parameters.filters = { keyword: 'nothing' };
		await trigger.activate();
		if (way.hasMarks) write('unread');
		await expect(trigger.test()).rejects.toThrow(/none that match the filters/);
	});

	test('a failed poll reports its cause, and the next one continues from there', async () => {
		const trigger = poller();
		await trigger.activate();
		write('one');
		for (const [fault, cause] of [
			[{ kind: 'status', status: 500 }, 'temporarily-unavailable'],
			[{ kind: 'status', status: 429, retryAfter: 30 }, 'rate-limited'],
			[{ kind: 'resetBefore' }, 'temporarily-unavailable'],
			[{ kind: 'resetAfter' }, 'temporarily-unavailable'],
			[{ kind: 'garbage' }, 'temporarily-unavailable'],
		] as const) {
			suite.sandbox.fault({ ...fault, wire: way.wire, path: way.path, times: 1 });
			const error = await trigger.poll().then(
				() => undefined,
				(thrown: { failure?: { cause: string }; message: string }) => thrown,
			);
			expect(error?.failure?.cause).toBe(cause);
			suite.sandbox.clearFaults();
		}
		write('two');
		expect(texts(await trigger.poll()).sort()).toEqual(['one', 'two']);
	});

	test('a poll only reads: its errors do not say that something may have been done', async () => {
		const told = async (run: () => Promise<unknown>) =>
			await run().then(
				() => undefined,
				({ message, description }: { message: string; description?: string }) =>
					`${message} / ${description}`,
			);
		const trigger = poller();
		await trigger.activate();
		for (const kind of ['status', 'resetAfter', 'garbage'] as const) {
			suite.sandbox.fault({ kind, wire: way.wire, path: way.path, times: 2 });
			expect(await told(() => trigger.poll())).toMatch(/ \/ The next poll tries again/);
			expect(await told(() => trigger.test())).toMatch(/ \/ Try again later/);
			suite.sandbox.clearFaults();
		}
		suite.sandbox.fault({ kind: 'status', wire: way.wire, times: 10 });
		// n8n shows the message only.
		const blocked = await told(() => poller().activate());
		expect(blocked).toMatch(/HTTP 500.*\. Try again later\. \/ /);
	});

	test('a wrong credential is reported when the workflow is activated', async () => {
		const good = accounts(suite.sandbox.url)[way.credential];
		const [secret] = Object.keys(good).filter((name) => /key|secret/i.test(name));
		const name = secret ?? '';
		await suite.engine.credentials.add(way.credential, {
			...good,
			[name]: 'wrong',
			...(way.credential === 'smsMobileOAuth2Api' && { oauthTokenData: { access_token: 'stale' } }),
		});
		try {
			await expect(poller().activate()).rejects.toMatchObject({
				message: expect.stringMatching(/credential|key|Client ID|app/i) as string,
				failure: { cause: 'credential-invalid' },
			});
		} finally {
			await suite.engine.credentials.add(way.credential, good);
		}
	});

	test('requests go only to the host of the credential, and two simultaneous polls are one', async () => {
		const trigger = poller();
		await trigger.activate();
		write('one');
		suite.sandbox.fault({ kind: 'latency', ms: 150, wire: way.wire });
		const both = await Promise.all([trigger.poll(), trigger.poll()]);
		suite.sandbox.clearFaults();
		expect(both.flat()).toHaveLength(1);
	});

	test('a poll that something holds is given up with a warning, and changes nothing when it ends', async () => {
		// n8n has one log.
		const { logger } = suite.engine.context(specOf(way));
		const warn = jest.spyOn(logger, 'warn').mockReturnValue();
		const trigger = poller();
		await trigger.activate();
		write('one');
		suite.sandbox.fault({ kind: 'latency', ms: 900, wire: way.wire, times: 1 });
		const held = trigger.poll();
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await trigger.poll()).toEqual([]);
		expect(warn).not.toHaveBeenCalled();
		const real = Date.now.bind(Date);
		const now = jest.spyOn(Date, 'now').mockImplementation(() => real() + 125_000);
		try {
			expect(texts(await trigger.poll())).toEqual(['one']);
			expect(warn).toHaveBeenCalledTimes(1);
			expect(warn.mock.calls[0]?.[0]).toMatch(/^Node: an earlier poll of .+ has not ended/);
			const { stored } = trigger;
			expect(await held).toEqual([]);
			await trigger.restart();
			expect(trigger.stored).toEqual(stored);
			write('two');
			expect(texts(await trigger.poll())).toEqual(['two']);
		} finally {
			now.mockRestore();
			warn.mockRestore();
		}
	});
});

describe.each(WAYS.filter(({ hasMarks }) => hasMarks))('$name: read marks', (way) => {
	const write = (text: string) => suite.sandbox.reply({ from: way.from, to: way.to, text });
	const poller = (more: IDataObject = {}) => new Poller(suite.engine, specOf(way, more));
	const marked = () =>
		suite.sandbox.requests({ path: '/inbound-read', method: 'PUT' }).map(({ path }) => path);

	test('emitted messages are acknowledged by id with the next poll', async () => {
		const trigger = poller();
		await trigger.activate();
		write('one');
		const [one] = await trigger.poll();
		expect(marked()).toEqual([]);
		await trigger.poll();
		expect(marked()).toEqual([expect.stringContaining(one?.id as string)]);
		await trigger.poll();
		expect(marked()).toHaveLength(1);
	});

	test.each([true, false])(
		'killed after the poll, state saved: %j: the batch is repeated once',
		async (isSaved) => {
			const trigger = poller();
			await trigger.activate();
			write('one');
			write('two');
			expect(await trigger.pollAndKill({ isSaved })).toHaveLength(2);
			write('three');
			expect(texts(await trigger.restart()).sort()).toEqual(['one', 'three', 'two']);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.restart()).toEqual([]);
			expect(new Set(marked()).size).toBe(3);
		},
	);

	test('killed, and the first poll afterwards fails: the next one emits the batch', async () => {
		const trigger = poller();
		await trigger.activate();
		write('one');
		await trigger.pollAndKill({ isSaved: true });
		suite.sandbox.fault({ kind: 'status', status: 500, wire: way.wire, path: '/v3/sms/inbound' });
		await expect(trigger.poll()).rejects.toThrow();
		suite.sandbox.clearFaults();
		expect(texts(await trigger.poll())).toEqual(['one']);
		expect(await trigger.poll()).toEqual([]);
	});

	test('with Mark as Read off nothing is marked, and nothing is emitted twice', async () => {
		const trigger = poller({ options: { markAsRead: false } });
		await trigger.activate();
		write('one');
		expect(await trigger.poll()).toHaveLength(1);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.restart()).toEqual([]);
		expect(marked()).toEqual([]);
	});

	test('failed marks are repeated later', async () => {
		const trigger = poller();
		await trigger.activate();
		write('one');
		await trigger.poll();
		suite.sandbox.fault({ kind: 'status', status: 500, path: '/inbound-read', times: 1 });
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		expect(marked()).toHaveLength(2);
	});

	test('without a POLL rule the workflow cannot be activated, and the error gives the fix', async () => {
		const trigger = poller({ options: { createPollRule: false } });
		const sentence = /no inbound rule with the action POLL.*Switch on Create POLL Rule/;
		await expect(trigger.activate()).rejects.toThrow(sentence);
		await expect(trigger.test()).rejects.toThrow(sentence);
		await expect(trigger.activate()).rejects.toMatchObject({
			failure: { cause: 'configuration-invalid' },
		});
	});

	test('a rule that is removed later is noticed within an hour', async () => {
		const trigger = poller();
		await trigger.activate();
		const [rule] = suite.sandbox.requests({ path: '/automations/sms/inbound', method: 'POST' });
		expect(rule?.status).toBe(200);
		suite.sandbox.reset();
		expect(await trigger.poll()).toEqual([]);
		const clock = jest
			.spyOn(Date, 'now')
			.mockImplementation(() => new Date().getTime() + 3_600_000);
		try {
			await trigger.poll();
		} finally {
			clock.mockRestore();
		}
		// It was created again, because the option is on.
		const created = suite.sandbox.requests({ path: '/automations/sms/inbound', method: 'POST' });
		expect(created.map(({ body }) => body)).toMatchObject([{ action: 'POLL' }]);
	});

	test('the rule is created once, and an existing one is used', async () => {
		await poller().activate();
		await poller().activate();
		await poller({ options: { createPollRule: false } }).activate();
		const created = suite.sandbox.requests({ path: '/automations/sms/inbound', method: 'POST' });
		expect(created.map(({ body }) => body)).toMatchObject([{ action: 'POLL', enabled: 1 }]);
	});

	test.each(['oldest', 'newest'] as const)('a list of many pages, %s first', async (order) => {
		suite.sandbox.configure({ clickSendInboundOrder: order });
		const trigger = poller();
		await trigger.activate();
		for (let n = 0; n < 250; n++) write(`No ${n}`);
		expect(await trigger.poll()).toHaveLength(250);
		for (let n = 250; n < 300; n++) write(`No ${n}`);
		const rest = await trigger.poll();
		// The order within one second is not known.
		const wanted = Array.from({ length: 50 }, (_, n) => `No ${n + 250}`);
		expect(order === 'oldest' ? texts(rest) : texts(rest).sort()).toEqual(wanted);
		expect(await trigger.poll()).toEqual([]);
	});

	test('replies name the message that they answer', async () => {
		const trigger = poller();
		await trigger.activate();
		await suite.engine.run(
			{
				type: 'n8n-nodes-sms-suite.clickSend',
				parameters: {
					authentication: way.credential,
					resource: 'sms',
					operation: 'send',
					to: way.from,
					message: 'Server down',
					options: { reference: 'incident-1' },
				},
				credentials: [way.credential],
			},
			[{}],
		);
		const [sent] = suite.sandbox.messages();
		write('ack');
		expect(await trigger.poll()).toMatchObject([
			{ text: 'ack', inReplyTo: sent?.id, reference: 'incident-1' },
		]);
	});
});

test('another credential starts over: what it already lists is not emitted again', async () => {
	const [direct, maton] = WAYS as [Way, Way];
	const write = (text: string) => suite.sandbox.reply({ from: direct.from, to: direct.to, text });
	const trigger = new Poller(suite.engine, specOf(direct));
	await trigger.activate();
	write('one');
	expect(texts(await trigger.poll())).toEqual(['one']);
	// The same account by another way: "one" is still unread there.
	const { parameters, credentials } = specOf(maton);
	Object.assign(trigger.spec, { parameters, credentials });
	expect(await trigger.activate()).toEqual([]);
	expect(await trigger.poll()).toEqual([]);
	write('two');
	expect(texts(await trigger.poll())).toEqual(['two']);
});

test('another account in the same credential starts over too', async () => {
	const [direct] = WAYS as [Way];
	const trigger = new Poller(suite.engine, specOf(direct));
	await trigger.activate();
	suite.sandbox.reply({ from: direct.from, to: direct.to, text: 'one' });
	const account = accounts(suite.sandbox.url).clickSendApi;
	await suite.engine.credentials.add('clickSendApi', {
		...account,
		baseUrl: `${account.baseUrl}/`,
	});
	try {
		expect(await trigger.poll()).toEqual([]);
	} finally {
		await suite.engine.credentials.add('clickSendApi', account);
	}
});

describe('SUBMAIL', () => {
	const way = WAYS.find(({ wire }) => wire === 'submail') as Way;
	const write = (text: string) => suite.sandbox.reply({ from: way.from, to: way.to, text });
	const poller = (more: IDataObject = {}) => new Poller(suite.engine, specOf(way, more));
	const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

	test('repeated polls within a minute give no messages and no error', async () => {
		const trigger = poller();
		await trigger.activate();
		suite.sandbox.configure({ submailQueryMinuteMs: 60_000 });
		write('one');
		for (let n = 0; n < 3; n++) await trigger.poll();
		suite.sandbox.configure({ submailQueryMinuteMs: 0 });
		const given = await trigger.poll();
		// Whether the first of these polls sees it depends on when the last query was made.
		expect(texts(given).length).toBeLessThanOrEqual(1);
		write('two');
		expect(texts(await trigger.poll())).toEqual(['two']);
	});

	test('an international app gets an error that says so', async () => {
		const domestic = accounts(suite.sandbox.url).submailApi;
		await suite.engine.credentials.add('submailApi', {
			...domestic,
			appId: '20001',
			appType: 'international',
		});
		await expect(poller().activate()).rejects.toThrow(/domestic apps only/);
		await suite.engine.credentials.add('submailApi', domestic);
	});

	test.each(['md5', 'sha1'])('signed with %s', async (signatureType) => {
		const plain = accounts(suite.sandbox.url).submailApi;
		await suite.engine.credentials.add('submailApi', { ...plain, signatureType });
		suite.sandbox.configure({ submailQueryMinuteMs: 0 });
		const trigger = poller();
		await trigger.activate();
		write('one');
		expect(texts(await trigger.poll())).toEqual(['one']);
		await suite.engine.credentials.add('submailApi', plain);
	});

	test.each(['newest', 'oldest'] as const)(
		'%s first, more than fit into an answer',
		async (order) => {
			suite.sandbox.configure({ submailQueryMinuteMs: 0, submailListOrder: order });
			const trigger = poller();
			await trigger.activate();
			const all: string[] = [];
			for (let second = 0; second < 4; second++) {
				for (let n = 0; n < 600; n++) {
					const text = `${second}.${n % 50}`;
					all.push(text);
					write(text);
				}
				await pause(1000);
			}
			const given: string[] = [];
			for (let polls = 0; polls < 40 && given.length < all.length; polls++) {
				given.push(...(texts(await trigger.poll()) as string[]));
			}
			expect(await trigger.poll()).toEqual([]);
			expect([given.length, new Set(given).size]).toEqual([all.length, new Set(all).size]);
			expect(given.sort().join() === all.sort().join()).toBe(true);
		},
	);
});

test('an invalid regular expression is reported when the workflow is activated', async () => {
	const [way] = WAYS as [Way];
	const trigger = new Poller(suite.engine, specOf(way, { filters: { pattern: '(?=x)' } }));
	await expect(trigger.activate()).rejects.toMatchObject({
		// n8n shows the message only on activation, and both elsewhere.
		message: expect.stringMatching(/Regular Expression cannot be used.*Look-arounds/) as string,
		description: undefined,
	});
});

test('for any parameters, a poll returns messages or throws an error of the node', async () => {
	const [way] = WAYS as [Way];
	const anything = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.boolean(),
		fc.constantFrom<IDataObject[string]>(
			null,
			[],
			{},
			'clickSend',
			'goToneSms',
			'submail',
			'(',
			'[a-',
		),
		fc.record({ from: fc.string(), keyword: fc.string(), pattern: fc.string() }),
		fc.record({ includeHistory: fc.boolean(), markAsRead: fc.string() }),
	);
	const parameters = fc.record({
		provider: fc.oneof(fc.constant('clickSend'), anything),
		clickSendAuthentication: fc.oneof(fc.constant('clickSendApi'), anything),
		filters: anything,
		options: anything,
		simplify: anything,
	});
	await fc.assert(
		fc.asyncProperty(parameters, async (given) => {
			const spec = { ...specOf(way), parameters: given as IDataObject };
			const trigger = new Poller(suite.engine, spec);
			const error: unknown = await trigger.activate().then(
				() => undefined,
				(thrown: unknown) => thrown,
			);
			if (error === undefined) return;
			expect(error).toHaveProperty(
				'constructor.name',
				expect.stringMatching(/^Node(Api|Operation)Error$/),
			);
			expect((error as Error).message).not.toBe('');
		}),
		{ numRuns: 150 },
	);
});
