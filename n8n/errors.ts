/** Turns failures into n8n's errors. Built field by field, so that no part of a request can leak. */
import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { type Failure, fullMessage } from '../core/outcome';

// Found before a request, or caused by the user's input: errors of the node, not of the service.
const OURS: ReadonlySet<Failure['class']> = new Set([
	'configuration',
	'content',
	'invalidRecipient',
	'notAllowed',
]);

/**
 * The node for an error, without its parameters: n8n logs and stores errors together with their node,
 * and the parameters may contain the text of a message.
 */
export function errorNode(ctx: { getNode(): INode }): INode {
	return { ...ctx.getNode(), parameters: {} };
}

/** A failure, and the label of the parameter that caused it. */
export interface Cause extends Failure {
	readonly parameter?: string;
}

/** The causes of our errors, because n8n's error classes have no room for them. */
const causes = new WeakMap<Error, Cause>();

/** What an error says: its own cause, or for other errors that something is not set up correctly. */
export function causeOf(error: Error): Cause {
	const known = causes.get(error);
	if (known) return known;
	const { message, description } = error as Error & { description?: string | null };
	return { class: 'configuration', message, ...(description ? { hint: description } : {}) };
}

// The keys of COMMON_ERRORS in n8n-workflow (errors/abstract/node.error), 2.8 to 2.41.
const REPLACED =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/gi;

/**
 * A sentence that n8n leaves as it is. n8n's errors, also those of its Stop and Error node, replace a
 * message that has one of these words anywhere: "ECONNRESET" becomes "You can retry the request
 * immediately", although the text may have been sent. Our sentences have none, but those of providers
 * and users may; an invisible word joiner then parts the word.
 */
export const shielded = (message: string): string =>
	message.replace(REPLACED, (word) => `${word.slice(0, 1)}\u2060${word.slice(1)}`);

/** The parts of a context that an error needs. */
interface ErrorContext {
	getNode(): INode;
	/** Triggers and lists in the editor have no mode that matters here. */
	getMode?(): string;
}

/**
 * Whether an error stays with the user at the editor. Errors of other executions go into n8n's log and to
 * error workflows, which pass them on to other people, so numbers are masked there. Items and hints always
 * show them: they are next to the input.
 */
export const isPrivate = (ctx: ErrorContext): boolean => ctx.getMode?.() === 'manual';

/** A failure in the form that every output has. */
export const failureJson = (failure: Failure, parameter?: string): IDataObject => {
	const { class: kind, code, hint, retryAfterMs } = failure;
	return {
		class: kind,
		code: code ?? null,
		message: shielded(fullMessage(failure)),
		hint: hint === undefined ? null : shielded(hint),
		// No parameter has an empty label.
		parameter: parameter || null,
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
};

export interface ErrorDetails {
	readonly itemIndex?: number;
	/** The label of the parameter that is the cause. */
	readonly parameter?: string;
	/** HTTP status, if there was an answer. */
	readonly status?: number;
	/** Shown below the message. */
	readonly description?: string;
	/** Stored in the error's details and with the execution. */
	readonly data?: object;
}

/**
 * n8n replaces messages that contain words it knows ("EPERM") and searches whatever it is given for
 * texts to show, so every field is passed explicitly.
 */
export function toError(
	ctx: ErrorContext,
	failure: Failure,
	details: ErrorDetails = {},
): NodeApiError | NodeOperationError {
	const node = errorNode(ctx);
	const { itemIndex, status, data, parameter } = details;
	const description = details.description ?? failure.hint;
	const message = shielded(isPrivate(ctx) ? fullMessage(failure) : failure.message);
	const error =
		OURS.has(failure.class) && status === undefined
			? new NodeOperationError(node, message, { itemIndex, description })
			: new NodeApiError(
					node,
					{ message },
					{
						message,
						description: description ?? 'No further details.',
						httpCode: status === undefined ? (failure.code ?? 'none') : String(status),
						itemIndex,
					},
				);
	error.message = message;
	if (data) error.context.data = data;
	causes.set(error, { ...failure, parameter });
	return error;
}

/** n8n's terms for why a trigger failed: n8n waits longer if polling again soon cannot help. */
const CAUSES = {
	configuration: 'configuration-invalid',
	auth: 'credential-invalid',
	content: 'configuration-invalid',
	insufficientCredit: 'quota-exhausted',
	rateLimited: 'rate-limited',
} as const;

/** The error that a trigger throws, with the cause by which n8n 2.35 and newer schedule the next poll. */
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
 * Puts everything that an error says into its message, because n8n shows nothing else of an error on
 * workflow activation. Elsewhere n8n shows message and description, so the description is removed.
 */
export function inOneSentence(error: Error): Error {
	const told = error as { description?: string | null };
	const { description } = told;
	if (!description) return error;
	told.description = undefined;
	if (!error.message.includes(description)) error.message = `${error.message}. ${description}`;
	return error;
}

/** Converts an error thrown during a request to a node error, with the item it belongs to. */
export function asNodeError(ctx: { getNode(): INode }, error: Error, itemIndex?: number): Error {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const message = shielded(`A parameter could not be read: ${error.message}`);
	return new NodeOperationError(errorNode(ctx), message, {
		itemIndex,
		description: 'Check the expressions of this node.',
	});
}

/**
 * The item of a failed input, for nodes that continue. On the error output it has no other key, which
 * is how n8n finds it; n8n adds the input's own fields.
 */
export function errorItem(ctx: IExecuteFunctions, error: Error, item: number): INodeExecutionData {
	const { parameter, ...cause } = causeOf(error);
	const failure = failureJson(cause, parameter);
	// In full, unlike the message of the error.
	const message = shielded(fullMessage(cause));
	const json = isErrorOutput(ctx)
		? { error: { message, failure } }
		: { error: cause.hint ? `${message}. ${cause.hint}` : message, failure };
	return { json, pairedItem: { item } };
}

/** Whether failed items go to an output of their own. */
export const isErrorOutput = (ctx: IExecuteFunctions): boolean =>
	ctx.getNode().onError === 'continueErrorOutput';

/**
 * Reports a fault of the whole run. If the node continues on fail, every input gets an error item:
 * if we threw, n8n would pass the inputs on as if they had succeeded.
 *
 * @throws the error, if the node stops on errors
 */
export function failItems(ctx: IExecuteFunctions, error: Error): INodeExecutionData[] {
	if (!ctx.continueOnFail()) throw error;
	return ctx.getInputData().map((_, item) => errorItem(ctx, error, item));
}
