import { n8nEnvironment } from '../../demo/n8n-environment.mts';

const PLACE = { port: 5001, brokerPort: 5002, userFolder: '/tmp/here', encryptionKey: 'k' };

test('n8n listens only on loopback, uses its own folder, and makes no calls home', () => {
	expect(n8nEnvironment(PLACE, {})).toMatchObject({
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: '5001',
		N8N_RUNNERS_BROKER_PORT: '5002',
		N8N_USER_FOLDER: '/tmp/here',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
	});
});

test('settings of the user’s own n8n stay out, everything else stays', () => {
	const base = {
		PATH: '/bin',
		N8N_BASIC_AUTH_ACTIVE: 'true',
		DB_TYPE: 'postgresdb',
		EXECUTIONS_MODE: 'queue',
		WEBHOOK_URL: 'https://n8n.example.com/',
		NODE_OPTIONS: '--inspect',
		NODE_ENV: 'production',
		NODE_EXTRA_CA_CERTS: '/ca.pem',
	};
	const environment = n8nEnvironment(PLACE, base);
	expect(environment).toMatchObject({ PATH: '/bin', NODE_EXTRA_CA_CERTS: '/ca.pem' });
	for (const name of Object.keys(base).filter((key) =>
		/^(N8N|DB|EXEC|WEBHOOK|NODE_O|NODE_ENV)/.test(key),
	)) {
		expect(environment).not.toHaveProperty(name);
	}
});

test('requested settings are set, and override those of the demo', () => {
	const settings = { N8N_DISABLE_UI: 'true', N8N_TEMPLATES_ENABLED: 'true' };
	expect(n8nEnvironment({ ...PLACE, settings }, {})).toMatchObject(settings);
});

test('no proxy is used for the sandbox', () => {
	const { NO_PROXY } = n8nEnvironment(PLACE, { NO_PROXY: 'intranet', HTTPS_PROXY: 'http://p' });
	expect(NO_PROXY).toBe('intranet,127.0.0.1,localhost');
});
