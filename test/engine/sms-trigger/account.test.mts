/**
 * Credentials whose fields hold expressions, or get another key: the position of an SMS Trigger belongs
 * to the account behind them.
 */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { fetch } from 'undici';
import { type Sandbox, startSandbox } from '../../../sandbox/server.mts';
import { specOf, type Way, WAYS } from '../../support/inbox-ways.mts';
import { PolledWorkflow } from '../../support/polled-workflow.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();
const [CLICKSEND, , SMSMOBILE, , SUBMAIL] = WAYS as [Way, Way, Way, Way, Way];

/** The second account of each provider is in a second sandbox. */
let second: Sandbox;
/** SMSMobileAPI with two accounts, which only their keys tell apart. */
let gateway: Server;

beforeAll(async () => {
	second = await startSandbox();
	const isFirst = (key: string) => key.startsWith('first');
	gateway = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://127.0.0.1');
		const key = url.searchParams.get('apikey') ?? '';
		if (key !== 'unknown') url.searchParams.set('apikey', 'smsmobile-key');
		const { url: base } = isFirst(key) ? suite.sandbox : second;
		void fetch(`${base}/smsmobileapi${url.pathname}${url.search}`).then(async (answer) => {
			response.writeHead(answer.status, { 'content-type': 'application/json' });
			response.end(await answer.text());
		});
	});
	await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', () => resolve()));
});
beforeEach(() => {
	second.reset();
	for (const one of [suite.sandbox, second]) one.configure({ submailQueryMinuteMs: 0 });
});
afterEach(async () => {
	for (const [type, data] of Object.entries(accounts(suite.sandbox.url))) {
		await suite.engine.credentials.add(type, data);
	}
});
afterAll(async () => {
	gateway.closeAllConnections();
	await new Promise((resolve) => gateway.close(resolve));
	await second.close();
});

const write = (sandbox: Sandbox, { from, to }: Way, text: string) =>
	void sandbox.reply({ from, to, text });

describe.each([CLICKSEND, SMSMOBILE, SUBMAIL])('$name', (way) => {
	/** Fields as expressions, whose value is not that of the item but of the moment. */
	const use = async (sandbox: Sandbox) => {
		const fields = accounts(sandbox.url)[way.credential] as ICredentialDataDecryptedObject;
		const written = Object.entries(fields).map(([name, value]) => [
			name,
			typeof value === 'string' ? `={{ ${JSON.stringify(value)} }}` : value,
		]);
		const data = Object.fromEntries(written) as ICredentialDataDecryptedObject;
		await suite.engine.credentials.add(way.credential, data);
	};

	test('an expression gives the account, and another account is another inbox', async () => {
		if (way.hasMarks) {
			const rule = new PolledWorkflow(suite.engine).add('A', 'rule', specOf(way));
			await use(second);
			await rule.activate();
		}
		write(second, way, 'existed in the second account');
		await use(suite.sandbox);
		const polled = new PolledWorkflow(suite.engine).add('A', 'one', specOf(way));
		await polled.activate();
		write(suite.sandbox, way, 'one');
		expect(await polled.poll('A')).toEqual(['one']);

		await use(second);
		expect(await polled.poll('A')).toEqual([]);
		write(second, way, 'two');
		write(suite.sandbox, way, 'not asked for');
		expect(await polled.poll('A')).toEqual(['two']);
		expect(await polled.poll('A')).toEqual([]);
	});
});

describe('SMSMobileAPI, where only the key tells accounts apart', () => {
	const use = async (apiKey: string) => {
		const { port } = gateway.address() as AddressInfo;
		const data = { apiKey, baseUrl: `http://127.0.0.1:${port}` };
		await suite.engine.credentials.add('smsMobileApi', data);
	};
	const polledWith = async (apiKey: string): Promise<PolledWorkflow> => {
		await use(apiKey);
		const polled = new PolledWorkflow(suite.engine).add('A', 'one', specOf(SMSMOBILE));
		await polled.activate();
		write(suite.sandbox, SMSMOBILE, 'one');
		expect(await polled.poll('A')).toEqual(['one']);
		return polled;
	};

	test.each([false, true])(
		'a renewed key of the same account loses nothing and repeats nothing (restarted: %s)',
		async (isRestarted) => {
			const polled = await polledWith('first');
			write(suite.sandbox, SMSMOBILE, 'while the key was renewed');
			await use('first, renewed');
			const given = isRestarted ? (await polled.restart()).A : await polled.poll('A');
			expect(given).toEqual(['while the key was renewed']);
			expect(await polled.poll('A')).toEqual([]);
		},
	);

	test('the key of another account: what existed there is left out, what comes is handed over', async () => {
		const polled = await polledWith('first');
		write(second, SMSMOBILE, 'existed in the second account');
		await use('second');
		expect(await polled.poll('A')).toEqual([]);
		write(second, SMSMOBILE, 'two');
		expect(await polled.poll('A')).toEqual(['two']);
		expect(await polled.poll('A')).toEqual([]);
	});

	test('an unknown key is reported at once; its inbox looks empty', async () => {
		const polled = await polledWith('first');
		await use('unknown');
		await expect(polled.poll('A')).rejects.toMatchObject({
			failure: { cause: 'credential-invalid' },
		});
		await use('first');
		write(suite.sandbox, SMSMOBILE, 'two');
		expect(await polled.poll('A')).toEqual(['two']);
	});
});
