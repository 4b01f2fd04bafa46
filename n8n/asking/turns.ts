/** An agent may want several tools at once: their reviews are asked one after the other. */
import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import { isTool } from '../parameters/read';

/**
 * Keeps n8n's handling of one waiting call of a tool away from the other calls of the same node. Seen in
 * n8n 2.8.4 and 2.41.1: when the execution goes on, n8n disables the node of the call that waited and removes
 * the node's last run.
 *
 * @param run the run that is going to wait
 */
export function takeTurns(ctx: IExecuteFunctions, run: number): void {
	if (!isTool(ctx.getNode())) return;
	const call = ctx.getExecuteData();
	// All calls share one object: disabled, the others would pass their input on, as if somebody had answered.
	call.node = { ...call.node };
	// n8n's contexts have this, but its types do not show it; without it an earlier answer counts as none.
	const { runExecutionData } = ctx as { readonly runExecutionData?: IRunExecutionData };
	const runs = runExecutionData?.resultData.runData[call.node.name];
	// Removed in place of the last run, which has been answered already.
	if (runs && run < runs.length - 1) {
		runs.push({ startTime: 0, executionTime: 0, executionIndex: 0, source: [] });
	}
}
