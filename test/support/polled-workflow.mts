/**
 * A workflow with several polling triggers in n8n's engine, whose nodes can be renamed, copied and
 * removed between two activations. The process stays the same unless {@link PolledWorkflow.restart}
 * ends it.
 */
import { randomUUID } from 'node:crypto';
import { PollContext } from 'n8n-core';
import { deepCopy, type IDataObject, type INode, UnexpectedError, Workflow } from 'n8n-workflow';
import { type Engine, type NodeSpec } from './engine.mts';

export class PolledWorkflow {
	/** Static data as stored in the database. */
	saved: IDataObject = {};
	/** As the editor shows them; a change counts from the next activation on. */
	nodes: INode[] = [];
	/** State by node id, as newer versions of n8n can keep it for polling triggers. */
	private readonly byId: Record<string, IDataObject> = {};
	private id: string = randomUUID();
	private workflow?: Workflow;

	/** @param keepsById whether n8n keeps the state by node id instead of by name */
	constructor(
		private readonly engine: Engine,
		private readonly keepsById = false,
	) {}

	add(name: string, id: string, { type, parameters, credentials = [] }: NodeSpec): this {
		this.nodes.push({
			id,
			name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: deepCopy(parameters) as INode['parameters'],
			credentials: Object.fromEntries(credentials.map((one) => [one, { id: one, name: one }])),
		});
		return this;
	}

	node(name: string): INode {
		const found = this.nodes.find((node) => node.name === name);
		if (!found) throw new UnexpectedError(`There is no node ${name}`);
		return found;
	}

	/** @param names pairs of a former and a new name, at the same time */
	rename(names: Record<string, string>): void {
		for (const node of this.nodes) node.name = names[node.name] ?? node.name;
	}

	private get slots(): IDataObject {
		return this.workflow?.staticData ?? {};
	}

	private save(): void {
		this.saved = JSON.parse(JSON.stringify(this.slots)) as IDataObject;
	}

	/** One poll of one trigger: the texts with which the workflow starts. */
	async poll(name: string): Promise<string[]> {
		const node = this.workflow?.getNode(name);
		if (!this.workflow || !node) throw new UnexpectedError(`There is no node ${name}`);
		const additional = this.engine.polling();
		const snapshot = deepCopy(this.byId[node.id] ?? {});
		const hooks = [undefined, undefined, undefined, undefined] as const;
		const state = this.keepsById ? () => snapshot : undefined;
		const scene = [this.workflow, node, additional, 'trigger', 'activate'] as const;
		const context = new PollContext(...scene, ...hooks, state);
		const given = await this.engine.registry.getByNameAndVersion(node.type, 1).poll?.call(context);
		this.byId[node.id] = snapshot;
		if (!given) return [];
		this.save();
		return (given[0] ?? []).map(({ json }) => json.text as string).sort();
	}

	/** Publishes what the editor shows: n8n polls every trigger once and saves the state. */
	async activate(): Promise<Record<string, string[]>> {
		this.workflow = new Workflow({
			id: this.id,
			name: 'Polled',
			nodes: deepCopy(this.nodes),
			connections: {},
			active: true,
			nodeTypes: this.engine.registry,
			staticData: deepCopy(this.saved),
		});
		const given: Record<string, string[]> = {};
		for (const { name } of this.nodes) given[name] = await this.poll(name);
		this.save();
		return given;
	}

	/** n8n stops and starts; to the node, another process is another workflow. */
	async restart(): Promise<Record<string, string[]>> {
		this.id = randomUUID();
		return await this.activate();
	}

	/** The keys of the stored state. */
	get places(): string[] {
		return Object.keys(this.saved).sort();
	}
}
