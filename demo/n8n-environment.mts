/**
 * Settings of the user's own n8n must not leak into the demo's. NODE_ENV is one: with `production`,
 * n8n waits 10 s after a kill, and with `test` (which jest sets) it leaves parts of itself out.
 */
const OTHERS =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|NODES_|NODE_FUNCTION_|WEBHOOK_|GENERIC_|NODE_OPTIONS$|NODE_ENV$)/;

export interface ServerPlace {
	port: number;
	brokerPort: number;
	userFolder: string;
	/** A folder that was used before only opens with the key that it was created with. */
	encryptionKey: string;
	/** Further variables of n8n. */
	settings?: Readonly<Record<string, string>>;
}

/** The environment of n8n: on loopback only, without calls to other hosts, in its own folder. */
export function n8nEnvironment(place: ServerPlace, base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const kept = Object.entries(base).filter(([name]) => !OTHERS.test(name));
	const off = ['DIAGNOSTICS', 'VERSION_NOTIFICATIONS', 'VERSION_NOTIFICATIONS_WHATS_NEW']
		.concat(['TEMPLATES', 'PERSONALIZATION', 'DYNAMIC_BANNERS', 'HIRING_BANNER'])
		.concat(['VERIFIED_PACKAGES', 'LICENSE_AUTO_RENEW', 'PYTHON'])
		.map((feature) => [`N8N_${feature}_ENABLED`, 'false'] as const);
	return {
		...Object.fromEntries(kept),
		...Object.fromEntries(off),
		// n8n uses proxy variables even for the sandbox on this machine.
		NO_PROXY: [base.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		N8N_USER_FOLDER: place.userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(place.port),
		N8N_RUNNERS_BROKER_PORT: String(place.brokerPort),
		N8N_ENCRYPTION_KEY: place.encryptionKey,
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		...place.settings,
	};
}
