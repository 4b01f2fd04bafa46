/**
 * What every provider must guarantee to everything that sends, with every authentication, through
 * n8n's own HTTP client against the sandbox. Every registered provider is tested.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { type OutboundMessage, recipientText } from '../../core/message';
import { type SendResult } from '../../core/outcome';
import { plan } from '../../core/planning/plan';
import { type SmsAccount } from '../../core/provider';
import { PROVIDERS } from '../../nodes/providers';
import { type FaultSpec } from '../../sandbox/server.mts';
import { undeclared } from '../support/endpoints.mts';
import { withTimeouts } from '../support/patience.mts';
import { useSuite } from '../support/suite.mts';
import { WIRES } from '../support/wires.mts';

const suite = useSuite();

async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return typeof address === 'object' && address ? address.port : 0;
}

test('every registered authentication has its wire here', () => {
	const registered = PROVIDERS.flatMap(({ provider }) =>
		provider.authentications.map(({ value }) => `${provider.id}/${value}`),
	);
	const simulated = WIRES.map(({ provider, authentication }) => `${provider}/${authentication}`);
	expect([...new Set(simulated)].sort()).toEqual(registered.sort());
});

const NAMED = WIRES.map((wire) => ({ ...wire, variant: wire.variant ?? '' }));

describe.each(NAMED)('$provider through $authentication $variant', (wire) => {
	const registered = PROVIDERS.find(({ provider }) => provider.id === wire.provider);
	if (!registered) throw new Error(`${wire.provider} is not registered`);
	const { provider } = registered;
	const connect = registered.connect.bind(registered);

	/** A message as the planner creates it, with its text in the provider's format. */
	function message(
		index: number,
		to: string,
		{ words = `Message ${index}`, ...more }: Partial<OutboundMessage> & { words?: string } = {},
	): OutboundMessage {
		const { from } = wire;
		return {
			index,
			to: { kind: 'number', e164: to },
			content: wire.write(words),
			...(from && { from }),
			...more,
		};
	}
	const GOOD = wire.good;
	const lacks = (what: NonNullable<typeof wire.lacks>[number]) =>
		wire.lacks?.includes(what) === true;
	const three = () => GOOD.map((to, index) => message(index, to));

	async function open(
		data = wire.credential(suite.sandbox.url),
		timeoutMs = 5000,
	): Promise<SmsAccount> {
		await suite.engine.credentials.add(wire.authentication, data);
		const ctx = suite.engine.context({
			type: 'n8n-nodes-sms-suite.sendSms',
			parameters: {
				operation: 'send',
				providers: [provider.id],
				[`${provider.id}Authentication`]: wire.authentication,
			},
			credentials: [wire.authentication],
		});
		return await connect(ctx, timeoutMs, wire.authentication);
	}

	/** Prepares, groups and sends; regrouped messages are sent in the new requests. */
	async function sendAll(all: OutboundMessage[], account: SmsAccount): Promise<SendResult[]> {
		const prepared = account.prepare?.(all) ?? all;
		const messages = prepared.filter((one): one is OutboundMessage => !('failure' in one));
		expect(messages).toHaveLength(all.length);
		const results: SendResult[] = [];
		const queue = [...account.group(messages)];
		for (let batch = queue.shift(); batch; batch = queue.shift()) {
			const sent = await account.send(batch);
			if (Array.isArray(sent)) results.push(...sent);
			else queue.push(...sent.regroup);
		}
		return results.sort((a, b) => a.index - b.index);
	}

	// docs/operations.md lists them.
	afterEach(() => {
		expect(undeclared(suite.sandbox.requests(), registered.endpoints)).toEqual([]);
	});

	const sends = () =>
		suite.sandbox.requests({ wire: wire.wire }).filter(({ path }) => path.includes(wire.sendPath));
	const arrived = () => suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`);
	const fault = (spec: FaultSpec) =>
		suite.sandbox.fault({ wire: wire.wire, path: wire.sendPath, ...spec });

	test('accepted: each message has its own ID, and each text arrives on its phone', async () => {
		const results = await sendAll(three(), await open());
		expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
		const ids = results.map((result) => result.messageId);
		expect(new Set(ids).size).toBe(3);
		expect(ids.every((id) => typeof id === 'string' && id.length > 0)).toBe(true);
		expect(arrived().sort()).toEqual(
			GOOD.map((to, index) => `${to} ${wire.arrives(`Message ${index}`)}`),
		);
	});

	test('texts arrive unaltered: line breaks, quotes, emoji, Chinese, right-to-left text', async () => {
		const words = 'Zeile 1\nZeile 2 "quoted" {x} & <b> 100% €\n服务器宕机 👩‍👩‍👧 שלום';
		await sendAll([message(0, GOOD[0], { words })], await open());
		const texts = suite.sandbox.messages().map(({ text }) => text);
		expect(texts).toEqual([wire.arrives(words)]);
	});

	test('a refused recipient is rejected as such, and nothing arrives', async () => {
		const [result] = await sendAll([message(0, wire.badNumber)], await open());
		expect(result).toMatchObject(
			lacks('refusal')
				? { outcome: 'unknown' }
				: { outcome: 'rejected', failure: { class: 'invalidRecipient' } },
		);
		expect(arrived()).toEqual([]);
	});

	test('mixed: each message has its own outcome', async () => {
		const refused = lacks('refusal') ? 'unknown' : 'rejected';
		const messages = [GOOD[0], wire.badNumber, GOOD[1], wire.badNumber].map((to, index) =>
			message(index, to),
		);
		const results = await sendAll(messages, await open());
		expect(results.map(({ index, outcome }) => `${index} ${outcome}`)).toEqual([
			'0 accepted',
			`1 ${refused}`,
			'2 accepted',
			`3 ${refused}`,
		]);
		expect(arrived().sort()).toEqual([
			`${GOOD[0]} ${wire.arrives('Message 0')}`,
			`${GOOD[1]} ${wire.arrives('Message 2')}`,
		]);
	});

	test('a reference is returned unaltered', async () => {
		if (!provider.capabilities.reference) return;
		const reference = 'incident #4711/ä';
		const [result] = await sendAll([message(7, GOOD[0], { reference })], await open());
		expect(result).toMatchObject({ index: 7, outcome: 'accepted' });
		// A variant of the provider without a field for it still sends the text.
		const kept = lacks('reference') ? undefined : reference;
		expect(suite.sandbox.messages().map((sent) => sent.reference)).toEqual([kept]);
	});

	test('a scheduled time is kept, as precisely as the provider supports', async () => {
		if (!provider.capabilities.schedule) return;
		const step = wire.precisionMs ?? 1000;
		const sendAt = new Date(Math.floor(Date.now() / step) * step + 3_600_000);
		const later = GOOD.map((to, index) => message(index, to, { words: 'Later', sendAt }));
		if (lacks('schedule')) {
			// A variant of the provider that cannot schedule reports this, and nothing is sent immediately instead.
			const { form, prepare } = await open();
			const drafts = later.map(({ to, content }, item) => ({
				item,
				to: [recipientText(to)],
				text: content.kind === 'text' ? content.text : undefined,
				...(content.kind === 'template' && {
					template: { id: content.templateId, variables: content.variables },
				}),
				sendAt,
			}));
			const target = { provider: { ...provider, ...form }, account: { prepare } };
			const planned = plan(drafts, [target], { now: new Date() });
			expect(planned).toMatchObject(
				GOOD.map(() => ({ parameter: 'Send At', failure: { class: 'configuration' } })),
			);
			expect(sends()).toEqual([]);
			return;
		}
		const results = await sendAll(later, await open());
		expect(results).toHaveLength(3);
		for (const result of results) {
			expect(result).toMatchObject({ outcome: 'accepted', scheduledAt: sendAt.toISOString() });
		}
		const phones = suite.sandbox.messages();
		expect(phones.map(({ state }) => state)).toEqual(['scheduled', 'scheduled', 'scheduled']);
		for (const phone of phones) expect(phone.scheduledAt).toBe(sendAt.toISOString());
	});

	describe('failures in transit', () => {
		const outcomes = async (spec: FaultSpec, timeoutMs?: number) => {
			const api = await open(undefined, timeoutMs);
			fault({ times: 3, ...spec });
			return await sendAll(three(), api);
		};

		test.each<[string, FaultSpec, 'unknown' | 'notSent', number]>([
			['429 with Retry-After', { kind: 'status', status: 429, retryAfter: 7 }, 'notSent', 0],
			['reset before acceptance', { kind: 'resetBefore' }, 'unknown', 0],
			['reset after acceptance', { kind: 'resetAfter' }, 'unknown', 3],
			['500 before acceptance', { kind: 'status', status: 500 }, 'unknown', 0],
			['500 after acceptance', { kind: 'statusAfter', status: 500 }, 'unknown', 3],
			['502 without an envelope', { kind: 'status', status: 502, body: '<html>' }, 'unknown', 0],
			['200 with garbage', { kind: 'garbage' }, 'unknown', 3],
			['a redirect', { kind: 'status', status: 302, headers: { location: '/x' } }, 'unknown', 0],
		])('%s', async (_name, spec, outcome, arrivals) => {
			const results = await outcomes(spec);
			expect(results.map((result) => result.outcome)).toEqual([outcome, outcome, outcome]);
			expect(arrived()).toHaveLength(arrivals);
			expect(sends()).toHaveLength((await open()).group(three()).length);
		});

		test.each<[string, FaultSpec, number]>([
			['no answer, not accepted', { kind: 'hangBefore' }, 0],
			['no answer, accepted', { kind: 'hangAfter' }, 3],
		])('%s', async (_name, spec, arrivals) => {
			await withTimeouts(async (timeoutMs) => {
				suite.sandbox.reset();
				const results = await outcomes(spec, timeoutMs);
				expect(results.map((result) => result.outcome)).toEqual(['unknown', 'unknown', 'unknown']);
				expect(arrived()).toHaveLength(arrivals);
			});
		});

		test('429 states how long to wait', async () => {
			const [result] = await outcomes({ kind: 'status', status: 429, retryAfter: 7 });
			expect(result).toMatchObject({
				failure: { class: 'rateLimited', retryAfterMs: 7000 },
			});
		});

		test('a refused connection: nothing is sent', async () => {
			const port = await closedPort();
			const results = await sendAll(
				three(),
				await open(wire.credential(`http://127.0.0.1:${port}`)),
			);
			expect(results).toHaveLength(3);
			for (const result of results) {
				expect(result).toMatchObject({ outcome: 'notSent', failure: { class: 'providerDown' } });
			}
		});

		test('a name that does not resolve: nothing is sent', async () => {
			const results = await sendAll(three(), await open(wire.credential('http://no-such.invalid')));
			for (const result of results) {
				expect(result).toMatchObject({ outcome: 'notSent', failure: { class: 'providerDown' } });
			}
		});
	});

	test('a redirect is not followed: the credential stays with its host', async () => {
		const visits: string[] = [];
		const stranger = createHttpServer((request, response) => {
			visits.push(request.url ?? '');
			response.end('{}');
		});
		await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
		const address = stranger.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		for (const status of [301, 302, 303, 307, 308]) {
			fault({ kind: 'status', status, headers: { location: `http://127.0.0.1:${port}/` } });
			const [result] = await sendAll([message(0, GOOD[0])], await open());
			expect(result?.outcome).toBe('unknown');
		}
		stranger.close();
		expect(visits).toEqual([]);
		expect(sends()).toHaveLength(5);
	});

	test('a wrong credential is reported, after one request', async () => {
		const account = await open(wire.wrongCredential(suite.sandbox.url));
		const results = await sendAll([message(0, GOOD[0])], account);
		expect(results).toMatchObject([{ index: 0, failure: { class: 'auth' } }]);
		expect(results[0]?.outcome).not.toBe('accepted');
		expect(sends()).toHaveLength(1);
		expect(arrived()).toEqual([]);
	});

	test('grouping keeps every message exactly once, and in order within a request', async () => {
		const account = await open();
		for (const count of [1, 2, 99, 100, 101, 999, 1000, 1001, 2500]) {
			const messages = Array.from({ length: count }, (_, index) =>
				message(index, GOOD[index % 3] ?? GOOD[0], { words: `Message ${index % 7}` }),
			);
			const batches = account.group(messages).map((batch) => batch.messages);
			const indexes = batches.map((batch) => batch.map(({ index }) => index));
			for (const batch of indexes) expect(batch).toEqual([...batch].sort((a, b) => a - b));
			expect(indexes.flat().sort((a, b) => a - b)).toEqual([...messages.keys()]);
		}
	});
});
