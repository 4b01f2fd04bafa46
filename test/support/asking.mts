/**
 * Simulates the part of the n8n server that lets executions wait and wakes them: by a call of the
 * resume URL, or at the limit. Engine, contexts and node are n8n's own. (n8n: waiting-webhooks,
 * wait-tracker, webhook-helpers; 2.41 checks signatures before the node, 2.8 only if asked to.)
 */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import express, { type Request, type Response } from 'express';
import { ExecutionLifecycleHooks, WebhookContext } from 'n8n-core';
import {
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type IRunExecutionData,
	type IWebhookDescription,
} from 'n8n-workflow';
import { request } from 'undici';
import { NODE, type NodeSpec, type Outcome, type Whole } from './engine.mts';
import { until } from './patience.mts';
import { type Suite } from './suite.mts';

const TYPE = 'n8n-nodes-sms-suite.sendSms';
const FILE = path.resolve(import.meta.dirname, '../../dist/nodes/SendSms/SendSms.node.js');

export interface Visited {
	status: number;
	headers: Record<string, string>;
	text: string;
}

/** An execution as n8n keeps it. */
export class Waiting {
	/** What the node returned at the end, if the execution has gone on. */
	ended: Outcome | undefined;
	/** Resolves when the execution has ended, or waits again. */
	running: Promise<void> = Promise.resolve();

	constructor(
		readonly host: AskingHost,
		readonly id: string,
		readonly spec: NodeSpec | Whole,
		/** The outcome of the run that asked. */
		readonly asked: Outcome,
		public stored = asked.stored,
	) {}

	get data(): IRunExecutionData {
		return JSON.parse(this.stored) as IRunExecutionData;
	}

	/** When n8n would wake it. */
	get waitTill(): Date | undefined {
		const { waitTill } = this.data;
		return waitTill === undefined ? undefined : new Date(waitTill);
	}

	/** The items of the node after it has gone on. */
	get items(): IDataObject[] {
		return (this.ended?.outputs[0] ?? []).map(({ json }) => json);
	}

	/** The limit passes. */
	async expire(): Promise<void> {
		if (!this.ended) await this.goOn();
	}

	async answered(answer: INodeExecutionData[][]): Promise<void> {
		// n8n refuses to resume an execution that is being resumed.
		if (this.ended) throw new Error('The execution went on twice');
		await (this.running = this.goOn(answer));
	}

	private async goOn(answer?: INodeExecutionData[][]): Promise<void> {
		const { engine } = this.host.suite;
		const outcome = await engine.wake(this.spec, this.stored, answer, this.id);
		// In a loop of its workflow, it waits for the next answer.
		if (outcome.run.status === 'waiting') this.stored = outcome.stored;
		else this.ended = outcome;
	}
}

/** The hints of a run. */
export const hintsOf = ({ run }: Outcome): string[] =>
	Object.values(run.data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);

export class AskingHost {
	readonly executions = new Map<string, Waiting>();
	/** Errors that the node threw; must stay empty. */
	readonly crashes: unknown[] = [];
	/** How many answers were taken, by execution. */
	readonly answers = new Map<string, number>();
	url = '';
	private server?: Server;
	private next = 100;

	constructor(readonly suite: Suite) {}

	async start(): Promise<void> {
		const app = express();
		app.use(express.urlencoded({ extended: false, limit: '16mb', verify: keepBytes }));
		app.use(express.json({ limit: '16mb', strict: false, verify: keepBytes }));
		app.all('/webhook-waiting/:execution/:node', async (call, response) => {
			try {
				await this.take(call, response);
			} catch (error) {
				this.crashes.push(error);
				if (!response.headersSent) response.status(500).end();
			}
		});
		this.server = createServer(app);
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', () => resolve()));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		this.suite.engine.origin = this.url;
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	/** Runs the node; the execution is kept if it waits. */
	async ask(spec: NodeSpec, items: IDataObject[] = [{}]): Promise<Waiting> {
		const id = String(this.next++);
		const outcome = await this.suite.engine.run(spec, items, { executionId: id });
		const waiting = new Waiting(this, id, spec, outcome);
		if (waiting.waitTill) this.executions.set(id, waiting);
		return waiting;
	}

	/** Runs a whole workflow from its node `start`; the execution is kept if it waits. */
	async runWhole(workflow: Whole, start: string, items: IDataObject[]): Promise<Waiting> {
		const id = String(this.next++);
		const at = { start, watched: start };
		const outcome = await this.suite.engine.runWorkflow(workflow, at, items, id);
		const waiting = new Waiting(this, id, workflow, outcome);
		if (waiting.waitTill) this.executions.set(id, waiting);
		else waiting.ended = outcome;
		return waiting;
	}

	/** The node asks once more in the same execution, as in a loop. */
	async askAgain({ id, spec, ended }: Waiting, items: IDataObject[] = [{}]): Promise<Waiting> {
		if (!ended || 'nodes' in spec) throw new Error('The execution still waits');
		const outcome = await this.suite.engine.runAgain(spec, ended.stored, items, id);
		const waiting = new Waiting(this, id, spec, outcome);
		this.executions.set(id, waiting);
		return waiting;
	}

	/** A new process of n8n: modules are loaded again, and their memory is lost. */
	restart(): void {
		jest.isolateModules(() => {
			const { SendSms } = jest.requireActual<Record<string, new () => INodeType>>(FILE);
			if (!SendSms) throw new Error('The node was not built');
			this.suite.engine.registry.nodes[TYPE] = new SendSms();
		});
	}

	/** The links in the texts that arrived, by phone; the latest text counts. */
	links(): Record<string, string> {
		return Object.fromEntries(
			this.suite.sandbox
				.messages()
				.map(({ to, text }) => [to, (text ?? '').split('\n').at(-1) ?? '']),
		);
	}

	/** The code in the latest text to a phone. */
	code(to: string): string {
		const texts = this.suite.sandbox.messages().filter((message) => message.to === to);
		const [, code = ''] = /^Reply (?:[A-Z]+ )?(\d\d[A-Z])\b/m.exec(texts.at(-1)?.text ?? '') ?? [];
		return code;
	}

	/** A phone replies; resolves when the provider has passed it on. */
	async reply(from: string, text: string): Promise<void> {
		this.suite.sandbox.reply({ from, to: '', text, provider: 'clickSend' });
		await this.settled();
	}

	/** The provider passes on again what this phone has replied last. */
	redeliver(from: string): void {
		const { sandbox } = this.suite;
		const last = sandbox.deliveries().findLast(({ body }) => body.includes(`"from":"${from}"`));
		if (last) sandbox.redeliver(last.id);
	}

	/** All calls of the provider are over. */
	async settled(): Promise<void> {
		await until(
			'the calls of the provider',
			10_000,
			() => this.suite.sandbox.deliveries({ done: false }).length === 0,
			5,
		);
	}

	async visit(link: string, form?: Record<string, string> | string): Promise<Visited> {
		const body = typeof form === 'object' ? new URLSearchParams(form).toString() : form;
		const response = await request(link, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body,
		});
		const headers = Object.fromEntries(
			Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
		);
		return { status: response.statusCode, headers, text: await response.body.text() };
	}

	/** A call with a JSON body, as providers make it. */
	async post(address: string, body: string): Promise<Pick<Visited, 'status' | 'text'>> {
		const headers = { 'content-type': 'application/json' };
		const response = await request(address, { method: 'POST', headers, body });
		return { status: response.statusCode, text: await response.body.text() };
	}

	private async take(call: Request, response: Response): Promise<void> {
		const waiting = this.executions.get(String(call.params.execution));
		if (!waiting) return void response.status(404).end();
		if (waiting.ended) return void response.status(200).send('n8n: no action required');
		const { engine } = this.suite;
		const { data } = waiting;
		const name = data.resultData.lastNodeExecuted ?? NODE;
		const { workflow, node, base } = engine.workflow(waiting.spec, name);
		data.resultData.runData[name]?.pop();
		const hooks = new ExecutionLifecycleHooks('webhook', waiting.id, base);
		const additionalData = engine.additionalData(hooks, waiting.id);
		additionalData.httpRequest = call;
		additionalData.httpResponse = response;
		const nodeType = engine.registry.getByNameAndVersion(node.type);
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			{
				httpMethod: call.method as 'GET',
				node: name,
				path: String(call.params.node),
				webhookDescription: webhookOf(nodeType, call.method),
				workflowId: base.id,
				workflowExecuteAdditionalData: additionalData,
			},
			[],
			data,
		);
		const result = await nodeType.webhook?.call(context);
		if (result?.noWebhookResponse !== true) throw new Error('The node left the answer to n8n');
		if (!result.workflowData) return;
		this.answers.set(waiting.id, (this.answers.get(waiting.id) ?? 0) + 1);
		await waiting.answered(result.workflowData);
	}
}

function keepBytes(call: object, _response: object, bytes: Buffer): void {
	Object.assign(call, { rawBody: bytes });
}

function webhookOf(nodeType: INodeType, method: string): IWebhookDescription {
	const found = nodeType.description.webhooks?.find(
		({ httpMethod, restartWebhook }) => httpMethod === method && restartWebhook === true,
	);
	if (!found) throw new Error(`No webhook for ${method}`);
	return found;
}

/** A host for one test file. */
export function useAsking(suite: Suite): AskingHost {
	const host = new AskingHost(suite);
	beforeAll(async () => await host.start());
	afterAll(async () => await host.close());
	return host;
}
