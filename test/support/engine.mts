/** Runs workflows in n8n's real engine, in this process and without a server. */
import 'reflect-metadata';
import {
	ExecuteContext,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	type IBinaryKeyData,
	type IExecuteFunctions,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type ISourceData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	UnexpectedError,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { provideStore } from './dedup-store.mts';
import { type MemoryCredentials } from './credentials.mts';
import { type Registry } from './registry.mts';

/** The name of the node under test in every test workflow. */
export const NODE = 'Node';
const START = 'Start';

export interface NodeSpec {
	type: string;
	parameters: IDataObject;
	/** Credential types by name; each has its one credential in {@link MemoryCredentials}. */
	credentials?: string[];
	/** Other settings of the node: onError, retryOnFail, maxTries, waitBetweenTries, executeOnce. */
	settings?: Partial<INode>;
}

/** The parts of a workflow besides its nodes. */
const SHELL = {
	id: 'workflow',
	name: 'Test',
	active: false,
	isArchived: false,
	activeVersionId: null,
	createdAt: new Date(),
	updatedAt: new Date(),
	settings: { executionOrder: 'v1', timezone: 'Australia/Sydney' },
} as const;

/** Start → Node, with unconnected outputs. */
function workflowOf(spec: NodeSpec): IWorkflowBase {
	const credentials = Object.fromEntries(
		(spec.credentials ?? []).map((type) => [type, { id: type, name: type }]),
	);
	return {
		...SHELL,
		nodes: [
			{
				id: 'start',
				name: START,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'node',
				name: NODE,
				type: spec.type,
				typeVersion: 1,
				position: [200, 0],
				parameters: spec.parameters as INode['parameters'],
				credentials,
				waitBetweenTries: 1,
				...spec.settings,
			},
		],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	};
}

/** A whole workflow, in place of a single node. */
export type Whole = Pick<IWorkflowBase, 'nodes' | 'connections'>;

const baseOf = (spec: NodeSpec | Whole): IWorkflowBase =>
	'nodes' in spec ? { ...SHELL, ...spec } : workflowOf(spec);

const NOTHING: NodeSpec = { type: 'n8n-nodes-base.manualTrigger', parameters: {} };

export interface Outcome {
	run: IRun;
	/** Items per output of the node; an error output is the last. */
	outputs: INodeExecutionData[][];
	/** The error with which the node stopped. */
	error?: Error & { description?: string; context?: IDataObject; httpCode?: string };
	/** Everything that n8n would store of this execution, as text. */
	stored: string;
}

/** The binary data of each item. */
type Binaries = ReadonlyArray<IBinaryKeyData | undefined>;

/** The state of an execution that begins at a node with these items. */
function startingAt(
	node: INode | undefined,
	items: IDataObject[],
	files: Binaries = [],
): IRunExecutionData {
	const withBinary = (json: IDataObject, position: number) => {
		const binary = files[position];
		return { json, ...(binary && { binary }) };
	};
	if (!node) throw new UnexpectedError('The workflow has no such start');
	return createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: {
			nodeExecutionStack: [{ node, data: { main: [items.map(withBinary)] }, source: null }],
		},
	});
}

export class Engine {
	/** The address of n8n, also in links. */
	origin = 'http://127.0.0.1';

	constructor(
		readonly registry: Registry,
		readonly credentials: MemoryCredentials,
	) {
		provideStore();
	}

	additionalData(
		hooks: ExecutionLifecycleHooks,
		executionId: string,
	): IWorkflowExecuteAdditionalData {
		const base = this.origin;
		const there: Partial<IWorkflowExecuteAdditionalData> = {
			credentialsHelper: this.credentials,
			executionId,
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: `${base}/rest`,
			instanceBaseUrl: base,
			formWaitingBaseUrl: `${base}/form-waiting`,
			webhookBaseUrl: `${base}/webhook`,
			webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			logAiEvent: () => undefined,
			hooks,
		};
		// What is missing belongs to the server; a node that asked for it would fail the test.
		return there as IWorkflowExecuteAdditionalData;
	}

	/** The context that n8n gives to a polling trigger. */
	polling(): IWorkflowExecuteAdditionalData {
		return this.additionalData(
			new ExecutionLifecycleHooks('trigger', '1', workflowOf(NOTHING)),
			'1',
		);
	}

	private async process(
		base: IWorkflowBase,
		mode: WorkflowExecuteMode,
		data: IRunExecutionData,
		executionId: string,
		{ cancel, watched = NODE }: { cancel?: Promise<unknown>; watched?: string } = {},
	): Promise<Outcome> {
		const workflow = new Workflow({
			...base,
			nodes: deepCopy(base.nodes),
			nodeTypes: this.registry,
		});
		const hooks = new ExecutionLifecycleHooks(mode, executionId, base);
		const done = new Promise<IRun>((resolve) => {
			hooks.addHandler('workflowExecuteAfter', (run) => resolve(run));
		});
		const execution = new WorkflowExecute(this.additionalData(hooks, executionId), mode, data);
		const running = execution.processRunExecutionData(workflow);
		void cancel?.then(() => running.cancel());
		await running;
		const run = await done;
		const tasks = run.data.resultData.runData[watched] ?? [];
		const task = tasks[tasks.length - 1];
		return {
			run,
			outputs: (task?.data?.main ?? []).map((items) => items ?? []),
			error: run.data.resultData.error as Outcome['error'],
			stored: JSON.stringify(run.data),
		};
	}

	/** Runs the node over these items. */
	async run(
		spec: NodeSpec,
		items: IDataObject[] = [{}],
		{
			mode = 'trigger',
			files,
			executionId = '1',
			...options
		}: {
			cancel?: Promise<unknown>;
			mode?: WorkflowExecuteMode;
			executionId?: string;
			/** The binary fields of each item. */
			files?: Binaries;
		} = {},
	): Promise<Outcome> {
		const base = workflowOf(spec);
		return await this.process(
			base,
			mode,
			startingAt(base.nodes[0], items, files),
			executionId,
			options,
		);
	}

	/**
	 * Runs a whole workflow, starting at one of its nodes; the outputs are those of the node `watched`.
	 * Its credentials must name entries of {@link MemoryCredentials}.
	 */
	async runWorkflow(
		workflow: Whole,
		{ start, watched }: { start: string; watched: string },
		items: IDataObject[],
		executionId = '1',
	): Promise<Outcome> {
		const base = baseOf(workflow);
		const first = base.nodes.find(({ name }) => name === start);
		return await this.process(base, 'webhook', startingAt(first, items), executionId, { watched });
	}

	/**
	 * The Retry button of the executions list: the stored data of a failed execution, without its last
	 * error, continues under a new execution id (n8n's execution.service).
	 *
	 * @param withSaved with the currently saved workflow, whose nodes then replace those of the execution
	 */
	async retry(spec: NodeSpec, failed: Outcome, withSaved = false): Promise<Outcome> {
		const data = JSON.parse(failed.stored) as IRunExecutionData;
		const { runData, lastNodeExecuted } = data.resultData;
		delete data.resultData.error;
		const runs = lastNodeExecuted ? runData[lastNodeExecuted] : undefined;
		if (runs?.[runs.length - 1]?.error !== undefined) runs.pop();
		const base = workflowOf(spec);
		for (const entry of withSaved ? (data.executionData?.nodeExecutionStack ?? []) : []) {
			const saved = base.nodes.find(({ name }) => name === entry.node.name);
			if (saved) entry.node = saved;
		}
		return await this.process(base, 'retry', data, '2');
	}

	/**
	 * The Retry button on an execution that crashed in the node, as n8n recovers it from its log: the data
	 * of its beginning, and an artificial item for each node that had finished (ExecutionRecoveryService).
	 *
	 * @param crashed what n8n stored when the execution began; default: a first run
	 * @param listed whether the node comes after the trigger in the workflow, as usual
	 */
	async retryCrashed(
		spec: NodeSpec,
		items: IDataObject[] = [{}],
		crashed?: Outcome,
		listed = true,
	): Promise<Outcome> {
		const base = workflowOf(spec);
		const data = crashed
			? (JSON.parse(crashed.stored) as IRunExecutionData)
			: startingAt(base.nodes[0], items);
		delete data.resultData.error;
		const task = { startTime: 1, executionIndex: 0, executionTime: 0, source: [null] };
		const { runData } = data.resultData;
		runData[START] ??= [
			{ ...task, data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] } },
		];
		// n8n removes the failed run of the node that is the last in the workflow's list.
		runData[NODE] = listed
			? []
			: [{ ...task, executionStatus: 'crashed', error: new UnexpectedError('crashed') as never }];
		return await this.process(base, 'retry', data, '2');
	}

	/**
	 * Retry of Start → `between` → Node with this stored state.
	 *
	 * @param runData items of each earlier run of a node; `undefined` is a run that crashed
	 * @param at the node that the Retry starts with, with these items
	 */
	async resume(
		{ spec, between }: { spec: NodeSpec; between: string },
		items: IDataObject[],
		stored: {
			runData: Record<string, Array<IDataObject[] | undefined>>;
			at: string;
			previous?: ISourceData;
		},
	): Promise<Outcome> {
		const base = workflowOf(spec);
		const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
		const middle: INode = {
			id: 'between',
			name: between,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [100, 0],
			parameters: {},
		};
		const workflow = {
			...base,
			nodes: [...base.nodes, middle],
			connections: { [START]: to(between), [between]: to(NODE) },
		};
		const { previous, at, runData } = stored;
		const data = startingAt(
			workflow.nodes.find(({ name }) => name === at),
			items,
		);
		const [top] = data.executionData?.nodeExecutionStack ?? [];
		if (top && previous) top.source = { main: [previous] };
		const task = { startTime: 1, executionIndex: 0, executionTime: 0, source: [null] };
		for (const [name, runs] of Object.entries(runData)) {
			data.resultData.runData[name] = runs.map((run) =>
				run
					? { ...task, data: { main: [run.map((json) => ({ json }))] } }
					: { ...task, executionStatus: 'crashed', error: new UnexpectedError('crashed') as never },
			);
		}
		return await this.process(workflow, 'retry', data, '2');
	}

	/**
	 * Wakes an execution that waits in the node (n8n's WaitTracker and WaitingWebhooks): with the items of an
	 * answer, or at the limit.
	 *
	 * @param stored the data of the execution, as n8n stored it
	 */
	async wake(
		spec: NodeSpec | Whole,
		stored: string,
		answer?: INodeExecutionData[][],
		executionId = '1',
	): Promise<Outcome> {
		const data = JSON.parse(stored) as IRunExecutionData;
		if (answer) {
			const [top] = data.executionData?.nodeExecutionStack ?? [];
			if (!top) throw new UnexpectedError('Nothing waits');
			top.node.disabled = true;
			top.data.main = answer;
			data.waitTill = undefined;
			data.resultData.runData[top.node.name]?.pop();
		}
		return await this.process(baseOf(spec), 'trigger', data, executionId);
	}

	/** The node runs once more in an execution that has gone on, as in a loop. */
	async runAgain(
		spec: NodeSpec,
		stored: string,
		items: IDataObject[],
		executionId = '1',
	): Promise<Outcome> {
		// With the defaults of its parameters.
		const { node, base } = this.workflow(spec);
		const data = JSON.parse(stored) as IRunExecutionData;
		const next = startingAt(node, items);
		const [top] = next.executionData?.nodeExecutionStack ?? [];
		if (top) top.source = { main: [{ previousNode: START }] };
		data.executionData?.nodeExecutionStack.push(...(next.executionData?.nodeExecutionStack ?? []));
		return await this.process(base, 'trigger', data, executionId);
	}

	/** The workflow of a test, and its node under test. */
	workflow(
		spec: NodeSpec | Whole,
		name = NODE,
	): { workflow: Workflow; node: INode; base: IWorkflowBase } {
		const base = baseOf(spec);
		const workflow = new Workflow({
			...base,
			nodes: deepCopy(base.nodes),
			nodeTypes: this.registry,
		});
		const node = workflow.getNode(name);
		if (!node) throw new UnexpectedError('The workflow has no node');
		return { workflow, node, base };
	}

	/** The context of the editor's "From List". */
	loadOptions(spec: NodeSpec): LoadOptionsContext {
		const base = workflowOf(spec);
		const workflow = new Workflow({ ...base, nodeTypes: this.registry });
		const node = workflow.getNode(NODE);
		if (!node) throw new UnexpectedError('The workflow has no node');
		const hooks = new ExecutionLifecycleHooks('internal', '1', base);
		return new LoadOptionsContext(workflow, node, this.additionalData(hooks, '1'), '');
	}

	/** The context that n8n would give to `execute`, for tests of a node's parts. */
	context(spec: NodeSpec): IExecuteFunctions {
		const base = workflowOf(spec);
		const workflow = new Workflow({ ...base, nodeTypes: this.registry });
		const node = workflow.getNode(NODE);
		if (!node) throw new UnexpectedError('The workflow has no node');
		const hooks = new ExecutionLifecycleHooks('trigger', '1', base);
		const input = { main: [[{ json: {} }]] };
		return new ExecuteContext(
			workflow,
			node,
			this.additionalData(hooks, '1'),
			'trigger',
			createRunExecutionData(),
			0,
			[{ json: {} }],
			input,
			{ node, data: input, source: null },
			[],
		);
	}
}
