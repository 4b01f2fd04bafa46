/** The part of n8n's execute context that n8n/ uses. */
import {
	type IContextObject,
	type IExecuteFunctions,
	type INode,
	type IWorkflowDataProxyData,
} from 'n8n-workflow';

export const NODE: INode = {
	id: '1',
	name: 'Node',
	type: 'n8n-nodes-sms-suite.test',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export interface World {
	/** How many items there are; 1 if not given. */
	readonly items?: number;
	/**
	 * Parameters that the user set; an expression may give any value. A function stands for an
	 * expression: it returns the value for an item.
	 */
	readonly parameters?: Readonly<Record<string, unknown>>;
	/** The node's memory in this execution. */
	readonly memory?: IContextObject;
	readonly type?: string;
	readonly runIndex?: number;
}

/** The value as stored in the workflow: an expression if a function gives the value. */
function stored(value: unknown): unknown {
	if (typeof value === 'function') return '={{ }}';
	if (Array.isArray(value)) return value.map(stored);
	if (typeof value !== 'object' || value === null || value instanceof Date) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, stored(one)]));
}

/** The value as n8n returns it for an item. */
function evaluated(value: unknown, item: number): unknown {
	if (typeof value === 'function') return (value as (item: number) => unknown)(item);
	if (Array.isArray(value)) return value.map((one) => evaluated(one, item));
	if (typeof value !== 'object' || value === null) return value;
	// Luxon times have methods.
	if (value instanceof Date || 'toISO' in value) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [name, evaluated(one, item)]),
	);
}

export function context({ parameters = {}, memory = {}, type, runIndex = 0, items = 1 }: World) {
	const asked: Array<[name: string, item: number, options: unknown]> = [];
	const getNodeParameter = (path: string, item: number, fallback: unknown, options: unknown) => {
		asked.push([path, item, options]);
		const [name = '', member] = path.split('.');
		if (!(name in parameters)) return fallback;
		const value = parameters[name];
		if (member === undefined) return evaluated(value, item);
		return evaluated((value as Record<string, unknown>)[member], item) ?? fallback;
	};
	const proxy: Partial<IWorkflowDataProxyData> = { $runIndex: runIndex };
	const there: Partial<IExecuteFunctions> = {
		getNode: () => ({
			...NODE,
			parameters: stored(parameters) as INode['parameters'],
			...(type !== undefined && { type }),
		}),
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getTimezone: () => 'Australia/Sydney',
		getContext: () => memory,
		getNodeParameter: getNodeParameter as IExecuteFunctions['getNodeParameter'],
		getWorkflowDataProxy: () => proxy as IWorkflowDataProxyData,
	};
	return { ctx: there as IExecuteFunctions, asked };
}
