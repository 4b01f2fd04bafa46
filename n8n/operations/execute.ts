/** Runs the selected operation: one engine for every node of the package. */
import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import { TRY_AGAIN, whileReading } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import { isFault } from '../../core/planning/draft';
import { isPlanned, plan } from '../../core/planning/plan';
import type { Api, ApiRequest } from '../../core/provider';
import { asNodeError, errorItem, errorNode, failItems, shielded, toError } from '../errors';
import { type Settled, settle } from '../../core/values';
import { itemsByAccount } from '../http/accounts';
import { Refusal, understanding } from '../parameters/values';
import type { Fields } from '../parameters/fields';
import { readAttachments, readFile } from './attachments';
import type {
	Answer,
	Client,
	ItemFile,
	Operation,
	RequestEnv,
	RequestOperation,
	Resource,
} from './operation';
import { claim, Once, settle as settleClaim } from './once';
import { collect } from './paging';
import { paramsReader, readRunParams } from '../parameters/read';
import { leavesItsPlace } from './path';
import { fieldsOf } from '../parameters/properties';
import { Earlier } from '../sending/earlier';
import { runSend } from '../sending/run';

/** Concurrent requests for operations that only read. Writes run one after another. */
const READS_AT_ONCE = 5;

/** Their options depend on the node, and on each other. */
const SELECTORS = [
	{ displayName: 'Resource', name: 'resource', type: 'string', default: '' },
	{ displayName: 'Operation', name: 'operation', type: 'string', default: '' },
] as const satisfies Fields;

function findOperation(
	ctx: IExecuteFunctions,
	resources: readonly Resource[],
): { operation: Operation; resource: Resource } {
	const chosen = readRunParams(ctx, SELECTORS);
	const resource = resources.find(({ value }) => value === chosen.resource);
	const operation = resource?.operations.find(({ value }) => value === chosen.operation);
	if (resource && operation) return { operation, resource };
	// Its operations are hidden: n8n gives none.
	if (resource?.otherwise && chosen.operation === '') {
		const { problem, hint } = resource.otherwise;
		throw new NodeOperationError(errorNode(ctx), problem, { description: hint });
	}
	throw new NodeOperationError(
		errorNode(ctx),
		`There is no operation "${chosen.operation}" for the resource "${chosen.resource}"`,
		{ description: 'Choose Resource and Operation from their lists.' },
	);
}

/** What the request of one item may need from this execution. */
export function environment(
	ctx: IExecuteFunctions,
	itemIndex: number,
	file?: ItemFile,
): RequestEnv {
	const refuse = (message: string, description: string) =>
		new NodeOperationError(errorNode(ctx), shielded(message), { itemIndex, description });
	return {
		refuse,
		...(file && { file }),
		planMessages(draft, target) {
			const entries = plan([{ item: itemIndex, ...draft }], [target], { now: new Date() });
			return entries.map((entry) => {
				if (isPlanned(entry)) return entry.message;
				throw toError(ctx, entry.failure, { itemIndex, parameter: entry.parameter });
			});
		},
		readTime(text, displayName) {
			const value = understanding({ displayName, name: '', type: 'dateTime', default: '' }, () =>
				ctx.getTimezone(),
			)(text);
			if (value instanceof Refusal) throw refuse(value.message, value.hint);
			return value as Date | undefined;
		},
	};
}

/** @throws NodeOperationError that names the item and the field if the file cannot be read */
async function fileFor(
	ctx: IExecuteFunctions,
	itemIndex: number,
	operation: RequestOperation,
	params: Record<string, unknown>,
): Promise<ItemFile | undefined> {
	const wanted = operation.file?.(params as never);
	if (!wanted) return undefined;
	const { parameter, name } = wanted;
	const file = await readFile(ctx, itemIndex, parameter, name.trim());
	if (isFault(file)) throw toError(ctx, file.failure, { itemIndex, parameter });
	return file;
}

type ItemResult =
	| { readonly ok: true; readonly items: IDataObject[] }
	| { readonly ok: false; readonly failure: Failure; readonly status?: number };

function toItems(
	operation: RequestOperation,
	data: IDataObject,
	params: Record<string, unknown>,
): IDataObject[] {
	const items = operation.items?.(data, params as never) ?? [data];
	return params.simplify === true && operation.simplify
		? items.map((item) => operation.simplify!(item))
		: items;
}

/** What was done in this execution, and what earlier runs of it may have done. */
interface Guard {
	readonly memory: Once;
	readonly earlier: Earlier;
}

/** Makes a request, unless this execution has done it or may have done it. */
async function askOnce(
	{ memory, earlier, item }: Guard & { readonly item: number },
	request: ApiRequest,
	make: () => Promise<Answer>,
): Promise<Answer> {
	const known = memory.find(item, request);
	if (known) return known;
	const key = memory.key(item, request);
	const doubt = await claim(earlier, key);
	const answer = doubt ?? (await make());
	memory.record(item, request, answer);
	if (!doubt) await settleClaim(earlier, key, answer);
	return answer;
}

async function runItem(
	operation: RequestOperation,
	client: Client,
	api: Api,
	request: ApiRequest,
	params: Record<string, unknown>,
	once?: Guard & { readonly item: number },
): Promise<ItemResult> {
	const reader = operation.reader ?? client;
	if (operation.list || operation.first) {
		const limit = params.returnAll === true ? Infinity : Number(params.limit);
		const keep = operation.keep?.(params as never);
		const list = await collect(reader, api, request, operation.first ? 1 : limit, keep);
		if (!list.ok) return list;
		if (operation.first && list.rows.length === 0) return notFound(operation.absent ?? '');
		return { ok: true, items: list.rows.flatMap((row) => toItems(operation, row, params)) };
	}
	const absent = operation.before ? undefined : operation.absent;
	const make = async () => await ask(reader, api, request, absent);
	const answer = once ? await askOnce(once, request, make) : await make();
	if (!answer.ok) return answer;
	return { ok: true, items: toItems(operation, (answer.data ?? {}) as IDataObject, params) };
}

/** @param absent the error message if the answer has no data */
async function ask(
	client: Pick<Client, 'read'>,
	api: Api,
	request: ApiRequest,
	absent: string | undefined,
): Promise<Answer> {
	const answer = client.read(await api.request(request));
	if (!answer.ok || !absent || (answer.data ?? undefined) !== undefined) return answer;
	return notFound(absent);
}

function notFound(message: string): Extract<Answer, { ok: false }> {
	const hint = 'Check the ID; it may have been deleted.';
	return { ok: false, failure: { class: 'configuration', message, hint } };
}

function checkPath(request: ApiRequest, env: RequestEnv): ApiRequest {
	if (!leavesItsPlace(request.path)) return request;
	throw env.refuse('An ID cannot consist only of dots', 'Check the IDs of this item.');
}

/** Operations called Get only read, whatever HTTP method the provider uses for them. */
function isRead(operation: RequestOperation): boolean {
	return /^get/.test(operation.value);
}

/**
 * Opens the account of each item; items of the same account share one.
 *
 * @throws NodeOperationError if all items have the same account and it cannot be opened
 */
async function openAccounts(
	ctx: IExecuteFunctions,
	client: Client,
): Promise<ReadonlyArray<Settled<Api>>> {
	const groups = await itemsByAccount(ctx);
	const accounts: Array<Settled<Api>> = [];
	for (const { ctx: own, items } of groups) {
		const opened = await settle(client.connect(own));
		if (!opened.ok && groups.length === 1) throw opened.error;
		for (const item of items) accounts[item] = opened;
	}
	return accounts;
}

async function runRequests(
	ctx: IExecuteFunctions,
	operation: RequestOperation,
	client: Client,
): Promise<INodeExecutionData[]> {
	const guard = operation.once && { earlier: new Earlier(ctx), memory: new Once(ctx) };
	const inputs = ctx.getInputData();
	const accounts = await settle(openAccounts(ctx, client));
	if (!accounts.ok) return failItems(ctx, accounts.error);
	const read = paramsReader(ctx, fieldsOf(operation));
	const output: INodeExecutionData[][] = inputs.map(() => []);
	let stopped = false;
	let firstError: { position: number; error: Error } | undefined;

	const fail = (position: number, error: Error) => {
		if (ctx.continueOnFail()) {
			output[position] = [errorItem(ctx, error, position)];
			return;
		}
		stopped = true;
		if (!firstError || position < firstError.position) firstError = { position, error };
	};

	const work = async (_: INodeExecutionData, position: number) => {
		if (stopped) return;
		const account = accounts.value[position];
		if (!account?.ok) {
			if (account) fail(position, account.error);
			return;
		}
		const api = account.value;
		let params: Record<string, unknown>;
		let request: ApiRequest;
		try {
			params = read(position);
			const env = environment(ctx, position, await fileFor(ctx, position, operation, params));
			const before = operation.before?.(params as never, env);
			const known = before && (await ask(client, api, checkPath(before, env), operation.absent));
			if (known && !known.ok) {
				const { failure, status } = known;
				throw toError(ctx, whileReading(failure, TRY_AGAIN), { itemIndex: position, status });
			}
			request = checkPath(
				operation.request(params as never, env, (known?.data ?? {}) as IDataObject),
				env,
			);
			const attached = operation.attach?.(params as never);
			if (attached) {
				request = { ...request, files: await readAttachments(ctx, position, attached, env) };
			}
		} catch (error) {
			fail(position, asNodeError(ctx, error as Error, position));
			return;
		}
		const once = guard && { ...guard, item: position };
		const result = await runItem(operation, client, api, request, params, once);
		if (result.ok) {
			output[position] = result.items.map((json) => ({ json, pairedItem: { item: position } }));
			return;
		}
		const { failure, status } = result;
		const told = isRead(operation) ? whileReading(failure, TRY_AGAIN) : failure;
		fail(position, toError(ctx, told, { itemIndex: position, status }));
	};

	await forEachBounded(inputs, isRead(operation) ? READS_AT_ONCE : 1, work);
	if (firstError) throw firstError.error;
	return output.flat();
}

/**
 * The whole `execute` of a node: finds the operation, runs it over all items with bounded
 * concurrency, pairs every output with its input and respects the node's On Error setting.
 *
 * @throws NodeApiError | NodeOperationError with the item index, unless the node continues on fail
 */
export async function execute(
	ctx: IExecuteFunctions,
	resources: readonly Resource[],
	client: Client,
): Promise<INodeExecutionData[][]> {
	const { operation, resource } = findOperation(ctx, resources);
	if (operation.kind === 'send') return [await runSend(ctx, operation)];
	if (operation.kind === 'batch') return [await operation.run(ctx)];
	return [await runRequests(ctx, operation, resource.client ?? client)];
}
