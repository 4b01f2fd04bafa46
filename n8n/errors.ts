/** Failures as the errors that n8n shows. Built field by field: nothing of a request can leak in. */
import {
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { Failure, FailureClass } from '../core/outcome';

// Found before a request, or about what the user wrote: the node's own fault, not the service's.
const OURS: ReadonlySet<FailureClass> = new Set(['configuration', 'content', 'invalidRecipient']);

/**
 * The node for an error, without its parameters: n8n logs and stores errors with the node they
 * carry, and the parameters may hold the text of a message.
 */
export function errorNode(ctx: { getNode(): INode }): INode {
	return { ...ctx.getNode(), parameters: {} };
}

export interface ErrorDetails {
	readonly itemIndex?: number;
	/** HTTP status, where there was an answer. */
	readonly status?: number;
	/** Shown below the message. */
	readonly description?: string;
	/** Goes to the error's details, and with the execution. */
	readonly data?: object;
}

/**
 * n8n replaces messages that contain words it knows ("EPERM") and looks for texts in whatever it
 * is given, so everything is passed explicitly.
 */
export function toError(
	ctx: { getNode(): INode },
	failure: Failure,
	details: ErrorDetails = {},
): NodeApiError | NodeOperationError {
	const node = errorNode(ctx);
	const { itemIndex, status, data } = details;
	const description = details.description ?? failure.hint;
	const error =
		OURS.has(failure.class) && status === undefined
			? new NodeOperationError(node, failure.message, { itemIndex, description })
			: new NodeApiError(
					node,
					{ message: failure.message },
					{
						message: failure.message,
						description: description ?? 'No further details.',
						httpCode: status === undefined ? (failure.code ?? 'none') : String(status),
						itemIndex,
					},
				);
	error.message = failure.message;
	if (data) error.context.data = data;
	return error;
}

/** n8n's words for why a trigger failed: it waits longer where it cannot help to ask again soon. */
const CAUSES = {
	configuration: 'configuration-invalid',
	auth: 'credential-invalid',
	content: 'configuration-invalid',
	insufficientCredit: 'quota-exhausted',
	rateLimited: 'rate-limited',
} as const;

/** What a trigger throws: with the cause that n8n 2.35 and newer plan the next poll by. */
export function toTriggerError(
	ctx: { getNode(): INode },
	failure: Failure,
	details: ErrorDetails = {},
): NodeApiError | NodeOperationError {
	const error = toError(ctx, failure, details);
	const { class: kind, retryAfterMs } = failure;
	const cause = CAUSES[kind as keyof typeof CAUSES] ?? 'temporarily-unavailable';
	error.failure =
		cause === 'credential-invalid' || cause === 'configuration-invalid'
			? { cause }
			: { cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
	return error;
}

/**
 * An error with all that it says in its message: of what goes wrong when a workflow is switched on, n8n
 * shows nothing else.
 */
export function inOneSentence(error: Error): Error {
	const { description } = error as { description?: string | null };
	if (!description || error.message.includes(description)) return error;
	error.message = `${error.message}. ${description}`;
	return error;
}

/** What was thrown while a request was made: with the item it belongs to, whatever it is. */
export function asNodeError(ctx: { getNode(): INode }, error: Error, itemIndex?: number): Error {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	return new NodeOperationError(errorNode(ctx), `A parameter could not be read: ${error.message}`, {
		itemIndex,
		description: 'Check the expressions of this node.',
	});
}

/** The item of an input that failed, for nodes that continue. Its only key sends it to the error output. */
export function errorItem(error: Error, item: number): INodeExecutionData {
	const { description } = error as { description?: string | null };
	return {
		json: { error: description ? `${error.message}. ${description}` : error.message },
		pairedItem: { item },
	};
}

/**
 * A fault of the whole run. Where the node continues on fail, every input gets its error item:
 * if we threw, n8n would pass the inputs on as if they had succeeded.
 *
 * @throws the error, where the node stops on errors
 */
export function failItems(ctx: IExecuteFunctions, error: Error): INodeExecutionData[] {
	if (!ctx.continueOnFail()) throw error;
	return ctx.getInputData().map((_, item) => errorItem(error, item));
}

export type Attempted<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

/** A promise's end as a value, so that who called can decide between item and error. */
export async function attempt<T>(promise: Promise<T>): Promise<Attempted<T>> {
	return await promise.then(
		(value): Attempted<T> => ({ ok: true, value }),
		(error: Error): Attempted<T> => ({ ok: false, error }),
	);
}
