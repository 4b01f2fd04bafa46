import { setTimeout as sleep } from 'node:timers/promises';
import { DemoFailure } from './failure.mts';
import { at, unflatten } from './json.mts';
import { request } from './request.mts';
import { type CredentialReference, type Workflow } from './workflow.mts';

/** The owner of the demo's n8n, printed so that users can log in. It exists on loopback only. */
export const OWNER = { email: 'demo@example.com', password: 'Texts-4-alerts' };

/** How long n8n may be without its database. */
const BUSY_LIMIT_MS = 30_000;
const PAUSE_MS = 200;

export interface Execution {
	id: string;
	status: string;
}

/** n8n refused a request. */
export class Refusal extends DemoFailure {
	constructor(
		call: string,
		readonly status: number,
		private readonly answer: string,
	) {
		super(`n8n answered ${status} to ${call}: ${answer.slice(0, 300)}`);
	}

	/** The message that the editor shows. */
	get said(): string {
		try {
			return String(at(JSON.parse(this.answer), 'message'));
		} catch {
			return this.answer;
		}
	}
}

/** The final statuses of an execution. */
export const FINAL = ['success', 'error', 'crashed', 'canceled'];

/** n8n's REST API, as its editor uses it. */
export class N8nRest {
	private cookie = '';

	constructor(private readonly url: string) {}

	/** Sets up the owner account and logs in. */
	async signIn(): Promise<void> {
		await this.call('POST', '/rest/owner/setup', { ...OWNER, firstName: 'On', lastName: 'Call' });
		await this.logIn();
	}

	/** Logs in, and sets up the owner account first where there is none yet. */
	async signInAgain(): Promise<void> {
		try {
			await this.logIn();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			await this.signIn();
		}
	}

	private async logIn(): Promise<void> {
		const { email, password } = OWNER;
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, string | number | boolean>,
	): Promise<CredentialReference> {
		const answer = await this.call('POST', '/rest/credentials', { name, type, data });
		return { id: String(at(answer, 'data', 'id')), name };
	}

	/** Gives the credential with this name and type these values; creates it where there is none. */
	async ensureCredential(
		name: string,
		type: string,
		data: Record<string, string | number | boolean>,
	): Promise<void> {
		const all = at(await this.call('GET', '/rest/credentials'), 'data');
		const mine = (Array.isArray(all) ? (all as unknown[]) : []).find(
			(one) => at(one, 'name') === name && at(one, 'type') === type,
		);
		if (mine === undefined) await this.createCredential(name, type, data);
		else
			await this.call('PATCH', `/rest/credentials/${String(at(mine, 'id'))}`, { name, type, data });
	}

	/** Creates a workflow without activating it; returns its id and its version. */
	async create(workflow: Workflow): Promise<{ id: string; versionId: unknown }> {
		const created = await this.call('POST', '/rest/workflows', workflow);
		return { id: String(at(created, 'data', 'id')), versionId: at(created, 'data', 'versionId') };
	}

	/**
	 * Creates a workflow and activates it; returns its id.
	 *
	 * @throws Refusal when n8n does not activate it; the workflow then still exists
	 */
	async publish(workflow: Workflow): Promise<string> {
		const { id, versionId } = await this.create(workflow);
		await this.activate(id, versionId);
		return id;
	}

	/** @throws Refusal when n8n does not activate it */
	async activate(id: string, versionId: unknown): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** Saves a published workflow with these changes, and publishes it again. */
	async republish(id: string, workflow: Workflow): Promise<void> {
		const saved = await this.call('PATCH', `/rest/workflows/${id}`, workflow);
		await this.activate(id, at(saved, 'data', 'versionId'));
	}

	/** The executions of a workflow, the newest first; n8n returns the newest twenty. */
	async executions(workflowId: string): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const answer = await this.call('GET', `/rest/executions?filter=${filter}`);
		const results = at(answer, 'data', 'results');
		return (Array.isArray(results) ? (results as unknown[]) : []).map((one) => ({
			id: String(at(one, 'id')),
			status: String(at(one, 'status')),
		}));
	}

	/** The Retry button of an execution; resolves when the new execution is over. */
	async retry(executionId: string): Promise<void> {
		await this.call('POST', `/rest/executions/${executionId}/retry`, { loadWorkflow: false });
	}

	/** Waits until the newest execution of a workflow is over. */
	async finishedExecution(workflowId: string, limitMs: number): Promise<Execution> {
		const end = Date.now() + limitMs;
		let status = 'not started';
		while (Date.now() < end) {
			const [newest] = await this.executions(workflowId);
			if (newest && FINAL.includes(newest.status)) return newest;
			status = newest?.status ?? status;
			await sleep(200);
		}
		throw new DemoFailure(`The workflow’s execution is “${status}” after ${limitMs / 1000} s.`);
	}

	/** The error of a failed execution. */
	async errorOf(executionId: string): Promise<string> {
		const error = at(await this.resultOf(executionId), 'error');
		const parts = [at(error, 'message'), at(error, 'description')];
		return parts.filter((part) => typeof part === 'string').join(' ') || 'no reason given';
	}

	/** The output items of a node in an execution: of all its outputs, in order. */
	async itemsOf(executionId: string, node: string): Promise<unknown[]> {
		const outputs = at(await this.resultOf(executionId), 'runData', node, 0, 'data', 'main');
		return (Array.isArray(outputs) ? outputs : []).flat().map((item) => at(item, 'json'));
	}

	private async resultOf(executionId: string): Promise<unknown> {
		const answer = await this.call('GET', `/rest/executions/${executionId}`);
		return at(unflatten(String(at(answer, 'data', 'data'))), 'resultData');
	}

	private async call(method: string, path: string, body?: object): Promise<unknown> {
		const end = Date.now() + BUSY_LIMIT_MS;
		for (;;) {
			const response = await request(this.url + path, {
				method,
				headers: { 'content-type': 'application/json', cookie: this.cookie },
				body: body && JSON.stringify(body),
			});
			const cookies = response.headers.getSetCookie();
			if (cookies.length > 0) {
				this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
			}
			const text = await response.text();
			if (response.ok) return JSON.parse(text);
			// On a busy machine, n8n says so before it looks at the request.
			const isBusy = response.status === 503 && text.includes('Database is not ready');
			if (!isBusy || Date.now() > end)
				throw new Refusal(`${method} ${path}`, response.status, text);
			await sleep(PAUSE_MS);
		}
	}
}
