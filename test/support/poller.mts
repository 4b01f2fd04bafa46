/**
 * A polling trigger in n8n's engine, polled as n8n's scheduler does: its state is saved with its
 * output, and a restart begins with the saved state.
 */
import { PollContext } from 'n8n-core';
import {
	deepCopy,
	type IBinaryKeyData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	UnexpectedError,
	Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { type Engine, NODE, type NodeSpec } from './engine.mts';

let processes = 0;

export class Poller {
	private saved: IDataObject = {};
	private workflow!: Workflow;
	/** The binary data of the items that the last poll gave. */
	files: Array<IBinaryKeyData | undefined> = [];

	/** @param spec may be changed between polls, as a user does between two activations */
	constructor(
		private readonly engine: Engine,
		readonly spec: NodeSpec,
	) {
		this.start();
	}

	/** A process that knows only the saved state; to the node, a trigger of another workflow. */
	private start(): void {
		const { type, parameters, credentials = [], settings } = this.spec;
		const node: INode = {
			id: 'trigger',
			name: NODE,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as INode['parameters'],
			credentials: Object.fromEntries(credentials.map((name) => [name, { id: name, name }])),
			...settings,
		};
		this.workflow = new Workflow({
			id: `polled-${++processes}`,
			name: 'Polled',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes: this.engine.registry,
			staticData: deepCopy(this.saved),
			settings: { timezone: 'Australia/Sydney' },
		});
	}

	private async run(
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<INodeExecutionData[][] | null> {
		const node = this.workflow.getNode(NODE);
		if (!node) throw new UnexpectedError('The workflow has no node');
		const additional = this.engine.polling();
		const context = new PollContext(this.workflow, node, additional, mode, activation);
		const type = this.engine.registry.getByNameAndVersion(node.type, 1);
		if (!type.poll) throw new UnexpectedError('The node does not poll');
		const given = await type.poll.call(context);
		this.files = (given?.[0] ?? []).map(({ binary }) => binary);
		return given;
	}

	private save(): void {
		const stored = JSON.stringify(this.workflow.staticData);
		this.saved = JSON.parse(stored) as IDataObject;
	}

	/** Activates the workflow: n8n polls once and saves the state, whatever the result. */
	async activate(): Promise<IDataObject[]> {
		this.start();
		const given = await this.run('trigger', 'activate');
		this.save();
		return rowsOf(given);
	}

	/** One tick of the scheduler. n8n 2.8 saves the state only if there is output. */
	async poll(): Promise<IDataObject[]> {
		const given = await this.run('trigger', 'activate');
		if (given !== null) this.save();
		return rowsOf(given);
	}

	/** A tick whose result is lost, because n8n is killed. */
	async pollAndKill({ isSaved }: { isSaved: boolean }): Promise<IDataObject[]> {
		const given = await this.run('trigger', 'activate');
		if (given !== null && isSaved) this.save();
		this.start();
		return rowsOf(given);
	}

	/** Stops and starts n8n; it polls at the start, as on activation. */
	async restart(): Promise<IDataObject[]> {
		this.start();
		const given = await this.run('trigger', 'init');
		this.save();
		return rowsOf(given);
	}

	/** "Fetch Test Event" in the editor. */
	async test(): Promise<IDataObject[]> {
		const before = this.stored;
		const given = await this.run('manual', 'manual');
		expect(this.stored).toEqual(before);
		return rowsOf(given);
	}

	/** What n8n has stored, as JSON. */
	get stored(): string {
		return JSON.stringify(this.saved);
	}
}

function rowsOf(given: INodeExecutionData[][] | null): IDataObject[] {
	if (given === null) return [];
	const [items = []] = given;
	// An empty batch would start the workflow for nothing.
	expect(items.length).toBeGreaterThan(0);
	return items.map(({ json }) => json);
}
