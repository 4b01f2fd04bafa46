/** The built pack in n8n's real engine, and the sandbox in a separate process. */
import '../test/support/environment.cjs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
	createRunExecutionData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IWorkflowBase,
} from 'n8n-workflow';
import { endWithUs } from '../demo/watchdog.mts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Starts the sandbox in another process, so that its CPU time is not counted. */
export async function startSandboxApart(): Promise<{ url: string; close(): Promise<void> }> {
	const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.mts'], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	endWithUs(child);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const url = await new Promise<string>((resolve, reject) => {
		void ended.then(() => reject(new Error('The sandbox ended before it was listening')));
		const lines = createInterface({ input: child.stdout });
		lines.on('line', (line) => {
			const [, found] = /listening on (\S+)/.exec(line) ?? [];
			if (found) resolve(found);
		});
	});
	return {
		url,
		close: async () => {
			child.kill();
			await ended;
		},
	};
}

/** Reads the two parameters of a text by expression and returns them: the minimum that a send must do. */
const twoParameters: INodeType = {
	description: {
		displayName: 'Two Parameters',
		name: 'twoParameters',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Two Parameters' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{ displayName: 'To', name: 'to', type: 'string', default: '' },
			{ displayName: 'Message', name: 'message', type: 'string', default: '' },
		],
	},
	async execute() {
		const rows = this.getInputData().map((_, item) => ({
			json: {
				to: this.getNodeParameter('to', item) as string,
				message: this.getNodeParameter('message', item) as string,
			},
			pairedItem: { item },
		}));
		return await Promise.resolve([rows]);
	},
};

export interface Stage {
	/** Runs a workflow of one node over the items; returns the items of its first output. */
	run(node: Partial<INode>, items: IDataObject[]): Promise<INodeExecutionData[]>;
}

export const TWO_PARAMETERS = 'bench.twoParameters';

/** Loads n8n and the pack; takes a few seconds. */
export async function openStage(url: string): Promise<Stage> {
	// In this order: n8n-core reads the environment when it is loaded.
	const { ExecutionLifecycleHooks, WorkflowExecute } = await import('n8n-core');
	const { Workflow } = await import('n8n-workflow');
	const { Engine } = await import('../test/support/engine.mts');
	const { MemoryCredentials } = await import('../test/support/credentials.mts');
	const { loadSuite } = await import('../test/support/registry.mts');
	const { accounts } = await import('../test/support/suite.mts');

	const registry = await loadSuite();
	registry.nodes[TWO_PARAMETERS] = twoParameters;
	const credentials = new MemoryCredentials(registry);
	for (const [type, data] of Object.entries(accounts(url))) await credentials.add(type, data);
	const engine = new Engine(registry, credentials);
	const references = Object.fromEntries(
		Object.keys(accounts(url)).map((type) => [type, { id: type, name: type }]),
	);

	return {
		async run(part, items) {
			const node: INode = {
				id: 'node',
				name: 'Node',
				type: '',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				credentials: references,
				...part,
			};
			const base: IWorkflowBase = {
				id: 'bench',
				name: 'Bench',
				active: false,
				isArchived: false,
				activeVersionId: null,
				createdAt: new Date(0),
				updatedAt: new Date(0),
				nodes: [node],
				connections: {},
				settings: { executionOrder: 'v1' },
			};
			const workflow = new Workflow({ ...base, nodeTypes: registry });
			const hooks = new ExecutionLifecycleHooks('trigger', '1', base);
			const data = createRunExecutionData({
				startData: {},
				resultData: { runData: {} },
				executionData: {
					nodeExecutionStack: [
						{ node, data: { main: [items.map((json) => ({ json }))] }, source: null },
					],
				},
			});
			const execution = new WorkflowExecute(engine.additionalData(hooks, '1'), 'trigger', data);
			const run = await execution.processRunExecutionData(workflow);
			const { error, runData } = run.data.resultData;
			if (error) throw new Error(`${node.type}: ${error.message}`);
			return runData.Node?.[0]?.data?.main?.[0] ?? [];
		},
	};
}
