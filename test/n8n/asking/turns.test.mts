/** Several calls of the review tool at once: what n8n does to one of them must not touch the others. */
import { type IExecuteData, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { takeTurns } from '../../../n8n/asking/turns';

const NAME = 'Review';

/** The calls of an agent that wants two tools, which n8n runs from the last one on. */
function calls(type: string, runs: unknown[] | undefined) {
	const node = { name: NAME, type } as INode;
	const [one, two] = [{ node }, { node }] as IExecuteData[];
	const runExecutionData = runs && { resultData: { runData: { [NAME]: runs } } };
	const ctxOf = (call: IExecuteData) =>
		({ getNode: () => node, getExecuteData: () => call, runExecutionData }) as object;
	return { one: one!, two: two!, ctxOf: (call: IExecuteData) => ctxOf(call) as IExecuteFunctions };
}

const TOOL = 'n8n-nodes-sms-suite.sendSmsHitlTool';

test('the call that waits has its own node, so that disabling it leaves the others alone', () => {
	const { one, two, ctxOf } = calls(TOOL, [{}, {}]);
	takeTurns(ctxOf(two), 1);
	two.node.disabled = true;
	expect(one.node.disabled).toBeUndefined();
	expect(two.node).toMatchObject({ name: NAME, type: TOOL });
});

test('a run that was answered stays when n8n removes the last one', () => {
	const [waiting, answered] = [{}, { data: {} }];
	const runs: unknown[] = [waiting, answered];
	const { one, two, ctxOf } = calls(TOOL, runs);
	takeTurns(ctxOf(two), 1);
	expect(runs).toEqual([waiting, answered]);
	takeTurns(ctxOf(one), 0);
	runs.pop();
	expect(runs).toEqual([waiting, answered]);
});

test('outside of agents, and where n8n does not show its runs, nothing else changes', () => {
	const runs = [{}, {}];
	const { one, ctxOf } = calls('n8n-nodes-sms-suite.sendSms', runs);
	const { node } = one;
	takeTurns(ctxOf(one), 0);
	expect(one.node).toBe(node);
	expect(runs).toHaveLength(2);
	const hidden = calls(TOOL, undefined);
	takeTurns(hidden.ctxOf(hidden.one), 0);
	expect(hidden.one.node).not.toBe(hidden.two.node);
});
