/** Static data that follows its node: whatever is renamed, swapped, added and removed in between. */
import fc from 'fast-check';
import { type IDataObject, type INode } from 'n8n-workflow';
import { ownSlot } from '../../../n8n/receiving/slot';

const nodeOf = (id: string, name: string): INode => ({
	...{ id, name, type: 'trigger', typeVersion: 1, position: [0, 0], parameters: {} },
});

/** A workflow between two activations, as n8n's contexts show it to a node. */
class Loaded {
	readonly nodes: Record<string, INode>;

	constructor(
		nodes: readonly INode[],
		readonly staticData: IDataObject,
	) {
		this.nodes = Object.fromEntries(nodes.map((node) => [node.name, node]));
	}

	/** @param canSee whether the context has the workflow, which n8n does not promise */
	slotOf(name: string, fits: (data: IDataObject) => boolean, canSee = true) {
		const node = this.nodes[name] as INode;
		const getWorkflowStaticData = () => (this.staticData[`node:${name}`] ??= {}) as IDataObject;
		const ctx = { getNode: () => node, getWorkflowStaticData };
		const whole = { ...ctx, workflow: this };
		return ownSlot(canSee ? whole : ctx, fits);
	}

	get saved(): IDataObject {
		return JSON.parse(JSON.stringify(this.staticData)) as IDataObject;
	}
}

const NAMES = ['A', 'B', 'C', 'D'];
const IDS = ['1', '2', '3', '4', '5', '6'];

/** What a user publishes: up to four nodes, each with an id and a name of its own. */
const published = fc
	.tuple(fc.shuffledSubarray(IDS, { maxLength: 4 }), fc.shuffledSubarray(NAMES, { minLength: 4 }))
	.map(([ids, names]) => ids.map((id, n) => nodeOf(id, names[n] as string)));

test('every node finds its own state again, and never that of a node that still exists', () => {
	fc.assert(
		fc.property(fc.array(published, { maxLength: 8 }), (versions) => {
			let saved: IDataObject = {};
			/** What each node has stored. */
			let known = new Map<string, number>();
			let count = 0;
			for (const nodes of versions) {
				const loaded = new Loaded(nodes, saved);
				const now = new Map<string, number>();
				for (const { id, name } of [...nodes, ...nodes]) {
					const { data } = loaded.slotOf(name, ({ count: stored }) => stored !== undefined);
					const own = now.get(id) ?? known.get(id);
					if (own !== undefined) expect(data.count).toBe(own);
					// A new node continues at most where a removed one with its name has stopped.
					const others = nodes.filter((other) => other.id !== id);
					for (const other of others) {
						const theirs = now.get(other.id) ?? known.get(other.id);
						if (theirs !== undefined) expect(data.count).not.toBe(theirs);
					}
					data.count = ++count;
					now.set(id, count);
				}
				saved = loaded.saved;
				const keys = Object.keys(saved).filter((key) => !key.startsWith('node:'));
				expect(keys).toEqual([]);
				for (const { name } of nodes) expect(saved).toHaveProperty([`node:${name}`]);
				known = now;
			}
		}),
		{ numRuns: 300 },
	);
});

test('without the workflow in its context, a node has what n8n keeps under its name', () => {
	const loaded = new Loaded([nodeOf('1', 'B')], { 'node:A': { owner: '1', count: 1 } });
	const { data, formerPlace } = loaded.slotOf('B', () => false, false);
	expect([data, formerPlace]).toEqual([{}, undefined]);
	expect(loaded.saved).toHaveProperty(['node:A']);
});

test('state from before slots named their node is found under the name, and then belongs to it', () => {
	const loaded = new Loaded([nodeOf('1', 'A')], { 'node:A': { count: 1 } });
	expect(loaded.slotOf('A', () => true).data).toEqual({ owner: '1', count: 1 });
});

test('what other nodes and the user keep in static data is left alone', () => {
	const other = { global: { owner: '1' }, 'node:Code': { owner: 'a Code node' }, odd: 'text' };
	const loaded = new Loaded([nodeOf('1', 'A'), nodeOf('2', 'Code')], { ...other });
	loaded.slotOf('A', () => false);
	expect(loaded.saved).toEqual({ ...other, 'node:A': { owner: '1' } });
});
