/**
 * Where a trigger keeps its state in the workflow's static data. n8n keys it by the node's name, so a
 * renamed node would find nothing, and a node that takes over a name would find another node's state.
 * Every slot therefore says which node it belongs to.
 */
import type { IDataObject, INode } from 'n8n-workflow';
import { anyText, isObject } from '../../core/values';

interface SlotContext {
	getNode(): INode;
	getWorkflowStaticData(type: string): IDataObject;
}

/** The state of one trigger. */
export interface Slot {
	readonly data: IDataObject;
	/** Identifies the trigger within its workflow, copies with the same id included. */
	readonly place: string;
	/** The same before it was renamed or got a new id: what the process knows has to follow. */
	readonly formerPlace?: string;
}

const SLOT = 'node:';
/** For the state of a node whose name another node has taken over, until that node asks for it. */
const MOVED = 'moved:';

type Identity = Pick<INode, 'id' | 'webhookId'>;

/** Identifies a node regardless of its name; two copies can have the same identity. */
const ownerOf = ({ id, webhookId }: Identity): string =>
	webhookId === undefined ? id : `${id} ${webhookId}`;

const placeOf = (owner: string, name: string): string => JSON.stringify([owner, name]);

/** Identifies a trigger within its workflow. n8n's ids are not unique: copies and merges keep them. */
export const placeOfNode = (node: Identity & Pick<INode, 'name'>): string =>
	placeOf(ownerOf(node), node.name);

/** All slots of the workflow, and its nodes by name. */
interface Shelf {
	readonly slots: Record<string, unknown>;
	readonly nodes: Readonly<Record<string, INode>>;
}

/**
 * n8n's contexts have the workflow, but its interface for nodes does not promise it. Without it, state
 * is kept by name only, as n8n does.
 */
function shelfOf(ctx: object): Shelf | undefined {
	const { workflow } = ctx as { readonly workflow?: unknown };
	if (!isObject(workflow) || !isObject(workflow.staticData) || !isObject(workflow.nodes)) {
		return undefined;
	}
	return { slots: workflow.staticData, nodes: workflow.nodes as Record<string, INode> };
}

function replace(target: IDataObject, source: object): void {
	for (const name of Object.keys(target)) delete target[name];
	Object.assign(target, source);
}

const nameIn = (key: string): string => key.slice(key.indexOf(':') + 1);

interface Stray {
	readonly key: string;
	readonly data: IDataObject;
}

/** The slots that belong to this owner and to no node that has their name now. */
const straysOf = ({ slots, nodes }: Shelf, owner: string): Stray[] =>
	Object.entries(slots).flatMap(([key, data]) => {
		if (!isObject(data) || data.owner !== owner) return [];
		const holder = key.startsWith(SLOT) ? nodes[nameIn(key)] : undefined;
		const isStray = holder ? ownerOf(holder) !== owner : /^(?:node|moved):/.test(key);
		return isStray ? [{ key, data: data as IDataObject }] : [];
	});

/**
 * The part of one trigger in what n8n keeps by node id: newer versions can do so for polling triggers,
 * and copies with the same id then share it.
 */
function partOf(shared: IDataObject, { nodes }: Shelf, { id, name }: INode): IDataObject {
	const copies = isObject(shared.copies) ? (shared.copies as IDataObject) : {};
	const own = Object.hasOwn(copies, name) ? copies[name] : undefined;
	if (isObject(own)) return own as IDataObject;
	const holder = nodes[anyText(shared.name)];
	if (holder === undefined || holder.name === name || holder.id !== id) return shared;
	const part: IDataObject = {};
	shared.copies = { ...copies, [name]: part };
	return part;
}

/**
 * Returns the slot of the trigger, with the state that it had under its former name if it was renamed;
 * the slot under that name is dropped. State of a node that still exists is never taken.
 *
 * @param fits whether a slot has state that the trigger can continue with
 */
export function ownSlot(ctx: SlotContext, fits: (data: IDataObject) => boolean): Slot {
	const node = ctx.getNode();
	const owner = ownerOf(node);
	const place = placeOfNode(node);
	const stored = ctx.getWorkflowStaticData('node');
	const shelf = shelfOf(ctx);
	if (!shelf) return { data: stored, place };
	const owners = Object.values(shelf.nodes).map(ownerOf);
	const isByName = shelf.slots[`${SLOT}${node.name}`] === stored;
	const data = isByName ? stored : partOf(stored, shelf, node);

	const before = typeof data.owner === 'string' ? data.owner : owner;
	// If the owner is gone, this is the same node with a new id, as generated workflows have them.
	const isForeign = before !== owner && owners.includes(before);
	const strays = straysOf(shelf, owner);
	const isOwn = before === owner && fits(data);
	const found = isOwn ? undefined : strays.find((stray) => fits(stray.data));
	const kept = { ...(found?.data ?? (isForeign ? {} : data)), owner };
	const foreign = { ...data };
	// With copies in the workflow, the other strays may be theirs.
	const isOnly = owners.filter((other) => other === owner).length === 1;
	for (const stray of strays) if (stray === found || isOnly) delete shelf.slots[stray.key];
	if (isForeign) shelf.slots[`${MOVED}${node.name}`] = foreign;
	if (found || isForeign || data.owner !== owner) replace(data, kept);
	const name = found ? nameIn(found.key) : isByName ? node.name : data.name;
	if (!isByName) data.name = node.name;
	const formerPlace = placeOf(found || isForeign ? owner : before, anyText(name ?? node.name));
	return formerPlace === place ? { data, place } : { data, place, formerPlace };
}
