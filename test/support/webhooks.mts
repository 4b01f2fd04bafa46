/**
 * Simulates the part of the n8n server that receives webhook calls: what it reads of a request before
 * the node sees it, static data that is loaded and saved per call, executions that start after the
 * node has returned. Node and contexts are n8n's own. (n8n: body-parser, webhook-helpers,
 * live-webhooks, test-webhooks; the parts used here are the same in 2.8 and 2.41.)
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { parse } from 'node:querystring';
import express, { type Request, type Response } from 'express';
import { ExecutionLifecycleHooks, HookContext, WebhookContext } from 'n8n-core';
import {
	type IBinaryKeyData,
	type IDataObject,
	type IHookFunctions,
	type INode,
	type INodeType,
	type IWebhookData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { Agent, request } from 'undici';
import { readMultipart } from '../../sandbox/multipart.mts';
import { type Suite } from './suite.mts';
import { type Push } from './webhook-signers.mts';

const TYPE = 'n8n-nodes-sms-suite.smsWebhookTrigger';
const FILE = path.resolve(
	import.meta.dirname,
	'../../dist/nodes/SmsWebhookTrigger/SmsWebhookTrigger.node.js',
);
const LARGEST = 16 * 1024 * 1024;

type N8nRequest = Request & { rawBody?: Buffer };

class BadBody extends Error {}

async function readAll(request: Request): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= LARGEST) chunks.push(chunk);
	}
	if (size > LARGEST) throw new BadBody('too large');
	return Buffer.concat(chunks);
}

/** n8n's parseBody; n8n passes multipart to formidable, which keeps no bytes. */
async function parseRequest(request: N8nRequest): Promise<void> {
	const header = request.headers['content-type'] ?? '';
	const type = (header.split(';')[0] ?? '').trim().toLowerCase();
	const bytes = await readAll(request);
	request.body = {};
	if (type === 'multipart/form-data') {
		const data = readMultipart(header, bytes.toString());
		if (!data) throw new BadBody('multipart');
		request.body = { data, files: {} };
		return;
	}
	request.rawBody = bytes;
	if (bytes.length === 0) return;
	const text = bytes.toString().replace(/^\uFEFF/, '');
	if (type === 'application/json') {
		try {
			request.body = JSON.parse(text) as unknown;
		} catch {
			throw new BadBody('JSON');
		}
	} else if (type === 'application/x-www-form-urlencoded') {
		request.body = parse(text, undefined, undefined, { maxKeys: 1000 });
	} else if (type === 'text/plain') {
		request.body = text;
	}
}

/** The stored state of a workflow, and the results of its calls. */
export class Hosted {
	/** The workflow: its static data as stored, and its nodes. */
	readonly workflow: { staticData: string; nodes: INode[] };
	/** The items with which each execution began. */
	readonly started: IDataObject[][] = [];
	/** The binary data of these items. */
	readonly files: Array<IBinaryKeyData | undefined> = [];
	/** The same, for tests in the editor. */
	readonly tested: IDataObject[][] = [];
	/** Errors that the node threw; must stay empty. */
	readonly crashes: unknown[] = [];

	constructor(
		readonly host: WebhookHost,
		readonly id: string,
		readonly node: INode,
		beside?: Hosted,
	) {
		this.workflow = beside?.workflow ?? { staticData: '{}', nodes: [] };
		this.workflow.nodes.push(node);
	}

	get staticData(): string {
		return this.workflow.staticData;
	}

	set staticData(stored: string) {
		this.workflow.staticData = stored;
	}

	get url(): string {
		return `${this.host.url}/webhook/${this.node.webhookId}/webhook`;
	}

	get testUrl(): string {
		return this.url.replace('/webhook/', '/webhook-test/');
	}

	/** All events that started an execution, in order. */
	get events(): IDataObject[] {
		return this.started.flat();
	}

	async call(push: Push, url = this.url): Promise<{ status: number; type: string; text: string }> {
		const { method = 'POST', query = '', headers, body } = push;
		const address = query === '' ? url : `${url}?${query}`;
		const response = await request(address, { method, headers, body, dispatcher: this.host.agent });
		const type = String(response.headers['content-type'] ?? '');
		return { status: response.statusCode, type, text: await response.body.text() };
	}

	private hooks(isTest: boolean): { context: IHookFunctions; workflow: Workflow } {
		const workflow = this.host.workflowOf(this);
		const node = workflow.getNode(this.node.name);
		if (!node) throw new Error('The workflow has no node');
		const mode = isTest ? 'manual' : 'trigger';
		const activation = isTest ? 'manual' : 'activate';
		const additionalData = this.host.additionalData(this, mode);
		const context = new HookContext(workflow, node, additionalData, mode, activation, {
			...this.host.webhookData(this, 'POST', additionalData),
			isTest,
		});
		this.host.hear(context);
		return { context, workflow };
	}

	/** Does what the server does when a workflow is published or listens for a test. */
	async activate(isTest = false): Promise<void> {
		const methods = this.host.nodeType.webhookMethods?.default;
		const { context, workflow } = this.hooks(isTest);
		if (!(await methods?.checkExists?.call(context))) await methods?.create?.call(context);
		if (!isTest) this.save(workflow);
	}

	async deactivate(isTest = false): Promise<void> {
		const { context, workflow } = this.hooks(isTest);
		await this.host.nodeType.webhookMethods?.default?.delete?.call(context);
		if (!isTest) this.save(workflow);
	}

	save(workflow: Workflow): void {
		const { staticData } = workflow as { staticData: IDataObject & { __dataChanged?: boolean } };
		if (staticData.__dataChanged) this.staticData = JSON.stringify(staticData);
	}
}

export class WebhookHost {
	url = '';
	readonly agent = new Agent({ connections: 64, pipelining: 1 });
	/** Everything that nodes wrote to n8n's log. */
	readonly logs: string[] = [];
	nodeType!: INodeType;
	private readonly hosted = new Map<string, Hosted>();
	private server?: Server;

	constructor(private readonly suite: Suite) {}

	async start(): Promise<void> {
		this.restart();
		const app = express();
		app.all('/:kind/:webhookId/webhook', async (request, response) => {
			await this.take(request, response);
		});
		this.server = createServer(app);
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', () => resolve()));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		await this.agent.destroy();
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	/** A new process: modules are loaded again, and their memory is lost. */
	restart(): void {
		jest.isolateModules(() => {
			const { SmsWebhookTrigger } = jest.requireActual<Record<string, new () => INodeType>>(FILE);
			if (!SmsWebhookTrigger) throw new Error('The node was not built');
			this.nodeType = new SmsWebhookTrigger();
		});
		this.suite.engine.registry.nodes[TYPE] = this.nodeType;
	}

	/**
	 * Adds a workflow with this trigger. Its credentials must be in the suite.
	 *
	 * @param beside adds it to that one's workflow instead
	 */
	add(
		parameters: IDataObject,
		credentials: string[] = [],
		more: Partial<INode> = {},
		beside?: Hosted,
	): Hosted {
		const node: INode = {
			id: randomUUID(),
			name: 'Trigger',
			type: TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as INode['parameters'],
			webhookId: randomUUID(),
			credentials: Object.fromEntries(credentials.map((type) => [type, { id: type, name: type }])),
			...more,
		};
		const hosted = new Hosted(this, beside?.id ?? randomUUID(), node, beside);
		this.hosted.set(String(node.webhookId), hosted);
		return hosted;
	}

	/** Adds a trigger that listens to both events, where its wire has both. */
	addForBoth(parameters: IDataObject, ...more: [string[]?, Partial<INode>?, Hosted?]): Hosted {
		const hasReports = parameters.smsMobileVersion !== 'v1';
		const events = { events: ['messageReceived', ...(hasReports ? ['deliveryReport'] : [])] };
		return this.add({ ...events, ...parameters }, ...more);
	}

	workflowOf(hosted: Hosted): Workflow {
		return new Workflow({
			id: hosted.id,
			name: 'Inbox',
			nodes: structuredClone(hosted.workflow.nodes),
			connections: {},
			active: true,
			nodeTypes: this.suite.engine.registry,
			staticData: JSON.parse(hosted.staticData) as IDataObject,
		});
	}

	additionalData(hosted: Hosted, mode: WorkflowExecuteMode): IWorkflowExecuteAdditionalData {
		const base = { id: hosted.id, name: 'Inbox', nodes: [hosted.node], connections: {} };
		const hooks = new ExecutionLifecycleHooks(mode, '1', base as unknown as IWorkflowBase);
		return {
			...this.suite.engine.additionalData(hooks, '1'),
			webhookBaseUrl: `${this.url}/webhook`,
			webhookTestBaseUrl: `${this.url}/webhook-test`,
		};
	}

	webhookData(
		hosted: Hosted,
		httpMethod: string,
		additionalData: IWorkflowExecuteAdditionalData,
	): IWebhookData {
		const description = this.nodeType.description.webhooks?.find(
			(one) => one.httpMethod === httpMethod,
		);
		if (!description) throw new Error(`No webhook for ${httpMethod}`);
		return {
			httpMethod: httpMethod as IWebhookData['httpMethod'],
			node: hosted.node.name,
			path: `${hosted.node.webhookId}/webhook`,
			webhookDescription: description,
			workflowId: hosted.id,
			workflowExecuteAdditionalData: additionalData,
		};
	}

	/** n8n's log for a context, recorded. */
	hear(context: object): void {
		const write = (message: string, metadata?: object) =>
			void this.logs.push(message + (metadata ? JSON.stringify(metadata) : ''));
		const logger = { error: write, warn: write, info: write, debug: write };
		Object.defineProperty(context, 'logger', { value: logger });
	}

	private async take(request: N8nRequest, response: Response): Promise<void> {
		const hosted = this.hosted.get(String(request.params.webhookId));
		const isTest = request.params.kind === 'webhook-test';
		if (!hosted || !['GET', 'POST'].includes(request.method)) {
			response.status(404).json({ message: 'not registered' });
			return;
		}
		try {
			await parseRequest(request);
		} catch (error) {
			if (!(error instanceof BadBody)) return;
			response.status(error.message === 'too large' ? 500 : 422).json({ message: error.message });
			return;
		}
		try {
			await this.run(hosted, isTest, request, response);
		} catch (error) {
			hosted.crashes.push(error);
			if (!response.headersSent) response.status(500).json({ message: 'error' });
		}
	}

	private async run(
		hosted: Hosted,
		isTest: boolean,
		request: N8nRequest,
		response: Response,
	): Promise<void> {
		const mode = isTest ? 'manual' : 'webhook';
		const workflow = this.workflowOf(hosted);
		const node = workflow.getNode(hosted.node.name);
		if (!node) throw new Error('The workflow has no node');
		const additionalData = this.additionalData(hosted, mode);
		const data = this.webhookData(hosted, request.method, additionalData);
		additionalData.httpRequest = request;
		additionalData.httpResponse = response;
		const context = new WebhookContext(workflow, node, additionalData, mode, data, [], null);
		this.hear(context);
		// Another call can come in between, as during a database query.
		await new Promise(setImmediate);
		const result = await this.nodeType.webhook?.call(context);
		// The node must answer itself; if it left that to n8n, static data would be lost.
		if (result?.noWebhookResponse !== true) throw new Error('The node left the answer to n8n');
		await new Promise(setImmediate);
		if (!isTest) hosted.save(workflow);
		const items = result.workflowData?.[0]?.map(({ json }) => json);
		for (const { binary } of result.workflowData?.[0] ?? []) hosted.files.push(binary);
		if (items) (isTest ? hosted.tested : hosted.started).push(items);
	}
}

/** A host for one test file, with the workflows that its tests add. */
export function useWebhooks(suite: Suite): WebhookHost {
	const host = new WebhookHost(suite);
	beforeAll(async () => await host.start());
	afterAll(async () => await host.close());
	return host;
}
