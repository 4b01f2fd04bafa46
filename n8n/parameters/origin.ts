/** Where the value of a parameter comes from: the user, the input items, or the model of an AI agent. */
import type { INode } from 'n8n-workflow';

/** Names that mean the same for all items of a run. */
const SAME_FOR_ALL = /\$(?:self|secrets|vars|env|workflow|execution)\b/g;

/** Whether a stored value has an expression that may give something else for each item. */
export function dependsOnItem(stored: unknown): boolean {
	if (typeof stored === 'object' && stored !== null) {
		return Object.values(stored).some(dependsOnItem);
	}
	return (
		typeof stored === 'string' &&
		stored.startsWith('=') &&
		stored.replace(SAME_FOR_ALL, '').includes('$')
	);
}

/** Whether the node is a tool of an AI agent: its items are then what the model wrote. */
export const isTool = ({ type }: Pick<INode, 'type'>): boolean => type.endsWith('Tool');
