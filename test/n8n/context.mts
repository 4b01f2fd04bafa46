/** As much of n8n's execute context as the glue asks for. */
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
	/** Parameters that the user set; an expression may have made anything of them. */
	readonly parameters?: Readonly<Record<string, unknown>>;
	/** The node's memory in this execution. */
	readonly memory?: IContextObject;
	readonly type?: string;
	readonly runIndex?: number;
}

export function context({ parameters = {}, memory = {}, type, runIndex = 0 }: World) {
	const asked: Array<[name: string, item: number, options: unknown]> = [];
	const getNodeParameter = (name: string, item: number, fallback: unknown, options: unknown) => {
		asked.push([name, item, options]);
		return name in parameters ? parameters[name] : fallback;
	};
	const proxy: Partial<IWorkflowDataProxyData> = { $runIndex: runIndex };
	const there: Partial<IExecuteFunctions> = {
		getNode: () => ({ ...NODE, ...(type !== undefined && { type }) }),
		getContext: () => memory,
		getNodeParameter: getNodeParameter as IExecuteFunctions['getNodeParameter'],
		getWorkflowDataProxy: () => proxy as IWorkflowDataProxyData,
	};
	return { ctx: there as IExecuteFunctions, asked };
}
