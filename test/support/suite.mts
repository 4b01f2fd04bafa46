/** A sandbox and an engine with the sandbox's accounts, for one test file. */
import { type Sandbox, startSandbox } from '../../sandbox/server.mts';
import { MemoryCredentials } from './credentials.mts';
import { Engine } from './engine.mts';
import { loadSuite } from './registry.mts';

export interface Suite {
	sandbox: Sandbox;
	engine: Engine;
}

/** The credentials of the sandbox's accounts; none of them is secret. */
export function accounts(url: string) {
	return {
		clickSendApi: { username: 'sandbox', apiKey: 'sandbox-key', baseUrl: `${url}/clicksend` },
		matonApi: {
			apiKey: 'maton-key',
			connectionId: '',
			baseUrl: `${url}/maton`,
			controlUrl: `${url}/maton-ctrl`,
		},
		smsMobileApi: { apiKey: 'smsmobile-key', baseUrl: `${url}/smsmobileapi` },
		smsMobileOAuth2Api: {
			clientId: 'sandbox-client',
			clientSecret: 'sandbox-secret',
			baseUrl: `${url}/smsmobileapi`,
		},
		goToneSmsApi: {
			apiToken: '1|gotone-sandbox-token',
			apiPath: 'v3',
			baseUrl: `${url}/gotone`,
		},
		submailApi: {
			appId: '10001',
			appKey: 'submail-sandbox-key',
			appType: 'domestic',
			signatureType: 'normal',
			signatureVersion: 1,
			signSmsSignature: true,
			baseUrl: `${url}/submail`,
		},
		engageLabSmsApi: {
			generation: 'current',
			username: 'dev_key',
			password: 'dev_secret',
			baseUrl: `${url}/engagelab`,
		},
	};
}

/** Starts both before the tests of a file, resets the sandbox before each, and stops it at the end. */
export function useSuite(): Suite {
	const suite = {} as Suite;
	beforeAll(async () => {
		suite.sandbox = await startSandbox();
		const registry = await loadSuite();
		suite.engine = new Engine(registry, new MemoryCredentials(registry));
		for (const [type, data] of Object.entries(accounts(suite.sandbox.url))) {
			await suite.engine.credentials.add(type, data);
		}
	});
	beforeEach(() => suite.sandbox.reset());
	afterAll(async () => await suite.sandbox.close());
	return suite;
}
