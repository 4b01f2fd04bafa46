import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cleanup } from '../../demo/cleanup.mts';
import { ensureN8n, type InstalledN8n } from '../../demo/install-n8n.mts';
import { type N8nServer, startN8n } from '../../demo/n8n-server.mts';
import { freePort } from '../../demo/ports.mts';
import { request } from '../../demo/request.mts';
import { N8nRest } from '../../demo/rest.mts';
import { accounts } from '../../demo/stage.mts';
import { type N8nVersion } from '../../demo/versions.mts';
import { type CredentialReference } from '../../demo/workflow.mts';
import { until } from '../support/patience.mts';
import { type Sandbox, startSandbox } from '../../sandbox/server.mts';
import { copyPrepared } from './prepared.mts';
import { startServices } from './services.mts';

/** Parts of n8n that tests do not need; disabling each of the two saves about a second at startup. */
const LEAN = {
	// Only the Code node needs the runner, a separate process that would outlive a kill for a while.
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: 'nobody comes',
	// Older versions offer community nodes to agents only with it.
	N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
};
const WITHOUT_EDITOR = { N8N_DISABLE_UI: 'true' };

/** The key with which the sandbox signs SUBHOOK calls to n8n. */
export const SUBHOOK_KEY = 'a subhook key';

/** The accounts of the sandbox, and the secret that signs its webhooks. */
const known = (sandboxUrl: string) => ({
	...accounts(sandboxUrl),
	smsWebhookApi: {
		name: 'SMS Webhook account',
		data: { secret: SUBHOOK_KEY, username: '' },
	},
});

/** A credential type that the sandbox has an account for. */
export type Account = keyof ReturnType<typeof known>;

interface Wanted {
	/** The newest that the running Node can run if absent; another one may get a Node of its own. */
	n8n?: N8nVersion;
	/** Whether n8n serves its editor, which takes a second longer to start. */
	withEditor?: boolean;
	/** Whether a worker executes the workflows (queue mode, with PostgreSQL and Redis). */
	withWorker?: boolean;
}

/**
 * The real n8n with the packed tarball installed as a user would install it, and the sandbox. n8n can be
 * ended in any way and started again with the same folder and port.
 */
export class Place {
	private readonly cleanup = new Cleanup();
	private readonly credentials = new Map<Account, CredentialReference>();
	private server!: N8nServer;
	private n8n!: InstalledN8n;
	private settings!: Parameters<typeof startN8n>[1];
	private readonly workers: Array<{ server: N8nServer; log: string }> = [];
	sandbox!: Sandbox;
	/** Logged in; the login survives a restart. */
	rest!: N8nRest;

	constructor(private readonly wanted: Wanted = {}) {}

	/** The address of n8n and its editor. */
	get url(): string {
		return this.server.url;
	}

	/** @param names the credentials that are needed */
	async open(...names: Account[]): Promise<void> {
		this.n8n = await ensureN8n(this.wanted.n8n);
		const folder = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-e2e-'));
		this.cleanup.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
		const userFolder = join(folder, 'user');
		const encryptionKey = await copyPrepared(this.n8n, { ...LEAN, ...WITHOUT_EDITOR }, userFolder);
		const queue = this.wanted.withWorker ? await startServices(this.cleanup) : {};

		this.sandbox = await startSandbox();
		this.cleanup.add(() => this.sandbox.close());
		// A text that is sent twice must arrive twice.
		this.sandbox.configure({ throttleMs: 0 });
		const port = await freePort();
		const settings = { ...LEAN, ...(!this.wanted.withEditor && WITHOUT_EDITOR), ...queue };
		this.settings = { port, userFolder, encryptionKey, settings };
		await this.start();
		if (this.wanted.withWorker) await this.startWorker();
		this.rest = new N8nRest(this.server.url);
		await this.rest.signInAgain();
		await this.addCredentials(...names);
	}

	/** Creates credentials with the accounts of the sandbox. */
	async addCredentials(...names: Account[]): Promise<void> {
		const all = known(this.sandbox.url);
		for (const type of new Set(names)) {
			const { name, data } = all[type];
			this.credentials.set(type, await this.rest.createCredential(name, type, data));
		}
	}

	/** The URL that n8n has for the webhook of a trigger. */
	webhookUrl(webhookId: string): string {
		return `${this.server.url}/webhook/${webhookId}/webhook`;
	}

	/**
	 * Posts JSON to the Webhook node with this path. Repeats it for a while on 404, because n8n 2.41 reports a
	 * workflow as active a moment before its webhooks are, and on 503, which n8n answers while it is too busy.
	 */
	async post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
		const call = {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		};
		return await until(`an answer of the webhook ${path}`, 30_000, async () => {
			const response = await request(`${this.server.url}/webhook/${path}`, call);
			return [404, 503].includes(response.status) ? undefined : response;
		});
	}

	/** The credential of a type, as a node names it. */
	credential(type: Account): Record<string, CredentialReference> {
		const reference = this.credentials.get(type);
		if (!reference) throw new Error(`There is no credential of the type ${type}`);
		return { [type]: reference };
	}

	/** What n8n has logged since it was started. */
	log(): string {
		return readFileSync(join(this.settings.userFolder, 'n8n.log'), 'utf8');
	}

	async start(): Promise<void> {
		this.server = await startN8n(this.n8n, this.settings, this.cleanup);
	}

	/** Starts a new worker with a folder of its own, as on another machine. */
	async startWorker(): Promise<void> {
		const { userFolder: main, settings } = this.settings;
		const userFolder = `${main}-worker-${this.workers.length + 1}`;
		const pack = '.n8n/nodes';
		cpSync(join(main, pack), join(userFolder, pack), { recursive: true });
		const own = { QUEUE_HEALTH_CHECK_PORT: String(await freePort()) };
		const place = { ...this.settings, userFolder, settings: { ...settings, ...own } };
		const server = await startN8n(this.n8n, place, this.cleanup, 'worker');
		this.workers.push({ server, log: join(userFolder, 'n8n.log') });
	}

	/** Kill -9 of the newest worker. */
	async killWorker(): Promise<void> {
		await this.workers.at(-1)?.server.kill();
	}

	/** What all workers have logged. */
	workerLog(): string {
		return this.workers.map(({ log }) => readFileSync(log, 'utf8')).join('');
	}

	/** Kill -9. */
	async kill(): Promise<void> {
		await this.server.kill();
	}

	/** Ends n8n as an administrator would. */
	async stop(): Promise<void> {
		await this.server.stop();
	}

	/** Ends everything that was started, even after a failure. */
	async close(): Promise<void> {
		await this.cleanup.run();
	}
}
