/** How webhooks are sent, for all providers. The tests mostly use the simplest kind. */
import { type Delivery, type HookSpec, startSandbox } from '../../sandbox/server.mts';
import { request, useSandbox } from './harness.mts';
import { Receiver, until, useReceiver } from './receiver.mts';

const sandbox = useSandbox();
const receiver = useReceiver();

const hookIn = (url = receiver.url) => sandbox().hook({ kind: 'smsMobileApiV1', url });
const reply = (text: string) => sandbox().reply({ from: '+61411111111', to: '+61448000222', text });

async function ended(count = 1): Promise<Delivery[]> {
	await until(() => sandbox().deliveries({ done: true }).length >= count);
	return sandbox().deliveries();
}

const control = async (method: string, path: string, body?: unknown) => {
	const answer = await request(`${sandbox().url}/__sandbox${path}`, method, { body });
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe('a delivery', () => {
	it('is sent, and recorded with its attempt', async () => {
		await hookIn();
		reply('Yes');
		const [delivery] = await ended();
		const [received] = receiver.received;
		expect(delivery).toMatchObject({
			id: 'delivery-1',
			wire: 'smsmobileapi',
			event: 'sms.received',
			method: 'POST',
			url: receiver.url,
			headers: { 'Content-Type': 'application/json' },
			attempts: [{ at: expect.any(String) as string, status: 200 }],
			done: true,
			delivered: true,
		});
		expect(received).toMatchObject({ method: 'POST', url: '/hook', body: delivery?.body });
	});

	it('is repeated until the answer is a success, and then no more', async () => {
		sandbox().configure({ webhookRetryMs: [1, 1, 1, 1, 1] });
		// On this wire 202 is not a success.
		receiver.answers = [500, 404, 202, (response) => response.socket?.destroy()];
		await hookIn();
		reply('Yes');
		const [delivery] = await ended();
		expect(delivery?.attempts.map(({ status, error }) => status ?? typeof error)).toEqual([
			500,
			404,
			202,
			'string',
			200,
		]);
		expect(delivery?.delivered).toBe(true);
		reply('Another');
		await ended(2);
		expect(receiver.received.map(({ json }) => json.message)).toEqual([
			...Array<string>(5).fill('Yes'),
			'Another',
		]);
		expect(new Set(receiver.received.slice(0, 5).map(({ body }) => body)).size).toBe(1);
	});

	it('fails after the last attempt', async () => {
		sandbox().configure({ webhookRetryMs: [1] });
		receiver.answers = [500, 500];
		await hookIn();
		reply('Yes');
		expect(await ended()).toMatchObject([
			{ attempts: [{ status: 500 }, { status: 500 }], done: true, delivered: false },
		]);
	});

	it('has a timeout, and records what went wrong', async () => {
		sandbox().configure({ webhookRetryMs: [], webhookTimeoutMs: 50 });
		receiver.answers = ['silence'];
		await hookIn();
		reply('Yes');
		const [late] = await ended();
		expect(late?.attempts).toMatchObject([{ error: 'No answer within 50 ms.' }]);
		sandbox().configure({ webhookTimeoutMs: 10_000 });
		const gone = new Receiver();
		await gone.open();
		const { url } = gone;
		await hookIn(url);
		await gone.close();
		reply('Yes');
		await ended(3);
		const [refused] = sandbox().deliveries({ url });
		expect(refused?.attempts[0]?.error).toContain('ECONNREFUSED');
	});

	it('does not follow a redirect', async () => {
		sandbox().configure({ webhookRetryMs: [] });
		receiver.answers = [
			(response) => response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end(),
		];
		await hookIn();
		reply('Yes');
		expect(await ended()).toMatchObject([{ attempts: [{ status: 307 }], delivered: false }]);
		expect(receiver.received).toHaveLength(1);
	});

	it('is sent in order with the others of its URL', async () => {
		await hookIn();
		for (let n = 0; n < 30; n++) reply(`Text ${n}`);
		await ended(30);
		expect(receiver.received.map(({ json }) => json.message)).toEqual(
			Array.from({ length: 30 }, (_, n) => `Text ${n}`),
		);
	});

	it('is sent alongside others, by a setting', async () => {
		sandbox().configure({ webhookConcurrency: 3 });
		const held: (() => void)[] = [];
		receiver.answers = Array.from({ length: 3 }, () => (response) => {
			held.push(() => response.writeHead(200).end());
		});
		await hookIn();
		for (const text of ['a', 'b', 'c', 'd']) reply(text);
		await until(() => held.length === 3);
		expect(receiver.received).toHaveLength(3);
		for (const release of held) release();
		await ended(4);
	});
});

describe('a repeat', () => {
	it('is the same request byte for byte, including the signature and the time', async () => {
		await sandbox().hook({ kind: 'smsMobileApiV2', url: receiver.url, secret: 's3cret' });
		reply('Yes');
		const [first] = await ended();
		const repeat = sandbox().redeliver(first?.id ?? '');
		expect(repeat).toMatchObject({ repeatOf: first?.id, done: false });
		const [one, two] = await receiver.first(2);
		expect(two).toEqual(one);
		await ended(2);
		const again = await control('POST', `/deliveries/${repeat.id}/redeliver`);
		expect(again.body.delivery).toMatchObject({ repeatOf: repeat.id });
		expect((await receiver.first(3))[2]).toEqual(one);
		expect(() => sandbox().redeliver('delivery-99')).toThrow('no delivery "delivery-99"');
	});
});

describe('this machine', () => {
	it.each([
		'http://example.com/hook',
		'http://127.0.0.1.example.com/',
		'http://10.0.0.1/',
		'http://0.0.0.0/',
		'http://[::2]/',
		'http://localhost.example.com/',
	])('is the only target, not %s', async (url) => {
		await expect(hookIn(url)).rejects.toThrow('to this machine only');
		// A rule of ClickSend is created through its API: it is saved, but nothing is sent.
		await request(`${sandbox().url}/clicksend/v3/automations/sms/inbound`, 'POST', {
			headers: { authorization: `Basic ${btoa('sandbox:sandbox-key')}` },
			body: { rule_name: 'away', action: 'URL', action_address: url },
		});
		sandbox().reply({ from: '+61411111111', to: '+61448000111', text: 'Yes' });
		expect(sandbox().deliveries()).toMatchObject([
			{
				attempts: [{ error: expect.stringContaining('this machine only') as string }],
				done: true,
				delivered: false,
			},
		]);
	});

	it.each(['localhost', '127.1', '127.255.0.9', '[::1]'])('is the host %s', async (name) => {
		await expect(hookIn(`http://${name}:9/hook`)).resolves.toMatch(/^hook-/);
	});

	it.each([
		['https://127.0.0.1/', 'over http, not https:'],
		['hook', 'is not a URL'],
	])('cannot be reached at %s', async (url, sentence) => {
		await expect(hookIn(url)).rejects.toThrow(sentence);
	});
});

describe('hooks', () => {
	it('are listed without their secrets, and removed', async () => {
		const spec: HookSpec = { kind: 'submail', url: receiver.url, key: 's3cret', events: ['mo'] };
		const id = await sandbox().hook(spec);
		const listed = [{ id, kind: 'submail', url: receiver.url, events: ['mo'] }];
		expect(sandbox().hooks()).toEqual(listed);
		expect((await control('GET', '/hooks')).body).toEqual({ hooks: listed });
		expect((await control('DELETE', `/hooks/${id}`)).body).toEqual({ ok: true });
		expect(sandbox().hooks()).toEqual([]);
		expect(await control('DELETE', `/hooks/${id}`)).toMatchObject({
			status: 400,
			body: { error: `There is no hook "${id}".` },
		});
	});

	it.each([
		[{ kind: 'pager', url: 'http://127.0.0.1/' }, 'must be one of smsMobileApiV1'],
		[{ kind: 'smsMobileApiV1' }, 'needs url'],
		[{ kind: 'smsMobileApiV2', url: 'http://127.0.0.1/' }, 'needs url, secret'],
		[{ kind: 'smsMobileApiV1', url: 'http://127.0.0.1/', secret: 'x' }, 'has no "secret"'],
		[{ kind: 'submail', url: 'http://127.0.0.1/', key: 'x', events: ['sms.sent'] }, 'some of'],
		[{ kind: 'submail', url: 'http://127.0.0.1/', key: 'x', format: 'xml' }, 'format'],
		[{ kind: 'engageLab', url: 'http://127.0.0.1/', secret: 1 }, 'must be a string'],
		['x', 'must be one of'],
	])('are refused with a reason: %j', async (spec, sentence) => {
		const { status, body } = await control('POST', '/hooks', spec);
		expect([status, body.error]).toEqual([400, expect.stringContaining(sentence)]);
		expect(sandbox().hooks()).toEqual([]);
	});

	it('are set up over HTTP, which also lists their deliveries', async () => {
		const made = await control('POST', '/hooks', { kind: 'smsMobileApiV1', url: receiver.url });
		expect(made.body).toEqual({ id: 'hook-1' });
		reply('Yes');
		const deliveries = await ended();
		const found = async (query: string) =>
			(await control('GET', `/deliveries?${query}`)).body.deliveries;
		expect(await found('')).toEqual(deliveries);
		expect(await found('wire=smsmobileapi&event=sms.received&done=true&url=/hook')).toEqual(
			deliveries,
		);
		for (const query of ['wire=submail', 'event=mo', 'done=false', 'url=/other']) {
			expect(await found(query)).toEqual([]);
		}
	});
});

describe('settings', () => {
	it.each([
		{ webhookRetryMs: [-1] },
		{ webhookRetryMs: Array<number>(21).fill(1) },
		{ webhookTimeoutMs: 0 },
		{ webhookConcurrency: 0 },
		{ webhookClockSkewMs: 0.5 },
		{ carrierDelivers: -1 },
	])('must be valid: %j', (settings) => {
		expect(() => sandbox().configure(settings)).toThrow('must be');
	});
});

describe('ending', () => {
	it('a reset cancels all deliveries at once', async () => {
		sandbox().configure({ webhookTimeoutMs: 60_000, webhookRetryMs: [200] });
		receiver.answers = [500, 'silence'];
		await hookIn();
		reply('Waits for its next attempt');
		await until(() => sandbox().deliveries()[0]?.attempts.length === 1);
		reply('Hangs');
		await receiver.first(2);
		reply('Waits in the queue');
		sandbox().reset();
		await until(() => sandbox().deliveries().length === 0);
		await receiver.idle();
		// More than enough for the attempts that would have been next.
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(receiver.received).toHaveLength(2);
		expect(sandbox().hooks()).toEqual([]);
	});

	it('closing cuts attempts in progress, and records it', async () => {
		const own = await startSandbox();
		own.configure({ webhookTimeoutMs: 60_000 });
		receiver.answers = ['silence'];
		await own.hook({ kind: 'smsMobileApiV1', url: receiver.url });
		own.reply({ from: '+61411111111', to: '+61448000222', text: 'Yes' });
		await receiver.first(1);
		await own.close();
		await receiver.idle();
		expect(own.deliveries()).toMatchObject([
			{ attempts: [{ error: 'Cancelled by the sandbox.' }], done: true, delivered: false },
		]);
	});
});
