/** Runs a send operation: reads parameters, opens the account and calls n8n/sending/send.ts. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Draft, isFault } from '../../core/planning/draft';
import { asNodeError, settle, failItems } from '../errors';
import type { SendOperation } from '../operations/operation';
import { openSendParams } from '../parameters/read';
import { sendFieldsOf } from '../parameters/properties';
import { draftOptions, runSettings } from './options';
import { send } from './send';

async function sendItems(
	ctx: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const { run, read } = openSendParams(ctx, sendFieldsOf(operation));
	const { targets, order, ifUnsure, complete } = await operation.open(ctx, run);
	const drafts = ctx.getInputData().map((_, item): Draft => {
		const params = read(item);
		if (isFault(params)) return { item, fault: params };
		// The types are those that the operation's own fields declare, see sendOperation().
		return { item, ...draftOptions(params.options), ...operation.read(params as never) };
	});
	return await send(ctx, {
		targets,
		order,
		drafts: complete ? await complete(drafts) : drafts,
		settings: runSettings(run.options, ifUnsure),
		simplify: run.simplify,
	});
}

/**
 * Runs a send operation over all items.
 *
 * @throws NodeOperationError before the first request for faults of the whole run, and at the end as in
 *         n8n/sending/results.ts; if the node continues on fail, every item gets its error instead
 */
export async function runSend(
	ctx: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const done = await settle(sendItems(ctx, operation));
	return done.ok ? done.value : failItems(ctx, asNodeError(ctx, done.error));
}
