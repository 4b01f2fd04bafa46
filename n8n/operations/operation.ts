import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { IfNotDelivered, IfUnsure } from '../../core/sending/dispatch';
import type { Draft } from '../../core/planning/draft';
import type { OutboundMessage, Recipient } from '../../core/message';
import type { Failure } from '../../core/outcome';
import type { PreparingAccount } from '../../core/planning/plan';
import type {
	Api,
	ApiOutcome,
	ApiRequest,
	Endpoint,
	FilePart,
	ProviderAccount,
} from '../../core/provider';
import type { Fields, MessageParams, Params, RunParams } from '../parameters/fields';
import {
	type OptionsOf,
	sendFields,
	type SharedMessageOptions,
	type SharedRunOptions,
} from '../sending/options';
import type { Line } from '../sending/summary';

/** The content of an answer, without the provider's envelope. */
export type Answer =
	| { readonly ok: true; readonly data: unknown }
	| { readonly ok: false; readonly failure: Failure; readonly status?: number };

/** One page of a list. */
export interface Page {
	readonly rows: readonly IDataObject[];
	/** Whether the next page may have more rows. */
	readonly more: boolean;
}

/** How a provider's lists are requested page by page. */
export interface Paging {
	/** Page size to request when `wanted` more rows are needed. */
	pageSize(wanted: number): number;
	/** Query parameters of a page; `page` counts from 0, `last` is the last row of the page before. */
	query(page: number, size: number, last?: IDataObject): Readonly<Record<string, string | number>>;
	/** Reads the page from an answer's data. */
	read(data: unknown): Page;
	/** The provider may ignore what page is requested and return everything, which is then not a fault. */
	readonly endsByRepeating?: true;
}

/** What the engine needs to know about a provider to run its operations. */
export interface Client {
	/** Opens the account of the node's credential. Throws a NodeOperationError if there is none. */
	connect(ctx: IExecuteFunctions): Promise<Api>;
	/** Judges an answer by the provider's own rules. */
	read(outcome: ApiOutcome): Answer;
	readonly paging: Paging;
}

interface Described<F extends Fields> {
	/** Title Case, in the operation list: `Get Many`. */
	readonly name: string;
	readonly value: string;
	/** Sentence case, in the node creator: `Get many messages`. */
	readonly action: string;
	readonly description?: string;
	readonly fields: F;
}

/** What a request may need from its execution. */
export interface RequestEnv {
	/**
	 * Reads a time from a text field that may also hold something else; `undefined` if it is empty. Date
	 * fields already give times.
	 *
	 * @throws NodeOperationError that names the item and the field if it is not a valid time
	 */
	readTime(text: string, displayName: string): Date | undefined;
	/**
	 * Plans a message as a send would; nothing is sent.
	 *
	 * @throws NodeOperationError that names the item, for the first of its faults
	 */
	planMessages(draft: Omit<Draft, 'item'>, target: PreparingAccount): OutboundMessage[];
	/** The file that `file` of the operation names; absent where it names none, and in the documentation. */
	readonly file?: ItemFile;
	/** Creates the error that the request throws to stop this item. */
	refuse(message: string, description: string): Error;
}

/** A file of an item: its name, its MIME type and what it contains. */
export type ItemFile = Omit<FilePart, 'field' | 'content'> & { readonly content: Buffer };

/** Which of the item's files a request uploads. */
export interface Attachments {
	/** The label of the parameter that names them. */
	readonly parameter: string;
	/** The names of the item's binary fields. */
	readonly names: readonly string[];
	/** The field of the form that they are sent in. */
	readonly field: string;
}

/** One request per item, or page by page where `list` is set. Methods, not properties: bivariance. */
export interface RequestOperation<F extends Fields = Fields> extends Described<F> {
	readonly kind: 'request';
	/** Adds Return All and Limit, and stops asking when there is enough. */
	readonly list?: true;
	/**
	 * Reads a list until the first row that `keep` accepts. If there is none, the error is `absent`, which
	 * has to be set.
	 */
	readonly first?: true;
	/**
	 * Which rows of a list are wanted (`list`, `first`), where the provider does not surely select them
	 * itself; `undefined` for all. Limit counts these rows.
	 */
	keep?(params: Params<F>): ((row: IDataObject) => boolean) | undefined;
	/** A retry of the execution does not repeat a request that was done, or may have been done. */
	readonly once?: true;
	/** How its answers are read, where they differ from the provider's others. */
	readonly reader?: Pick<Client, 'read' | 'paging'>;
	/** The binary field with the file that a request has in its body, and the label of its parameter. */
	file?(params: Params<F>): { readonly parameter: string; readonly name: string } | undefined;
	/**
	 * Made first, if the request needs its answer: the current state (an update that replaces the whole
	 * resource), or the address of an uploaded file. `undefined` where it does not.
	 */
	before?(params: Params<F>, env: RequestEnv): ApiRequest | undefined;
	/** @param known the answer to `before` */
	request(params: Params<F>, env: RequestEnv, known?: IDataObject): ApiRequest;
	/** Files of the item that the request uploads, besides its form. */
	attach?(params: Params<F>): Attachments;
	/** Error message where an answer (to `before`, or else to the request) without data means "not found". */
	readonly absent?: string;
	/** Items of an answer (`list`: of one row); default: the data as it is. */
	items?(data: IDataObject, params: Params<F>): IDataObject[];
	/** Adds Simplify, on by default, and applies this to every item when it is on. */
	simplify?(item: IDataObject): IDataObject;
}

/** What a send operation opens for a run. */
export interface Opened {
	/** The providers that may send, in the order in which they are tried; at least one. */
	readonly targets: readonly ProviderAccount[];
	/** A different order for some recipients, as positions of `targets`. */
	readonly order?: (to: Recipient) => readonly number[];
	/** Why some of the targets cannot be used at all; the others send. */
	readonly closed?: readonly Failure[];
	/** Never Send Twice if not given. */
	readonly ifUnsure?: IfUnsure;
	/** Report if not given. */
	readonly ifNotDelivered?: IfNotDelivered;
	/** The accounts that call who got no text, in the order in which they are tried. */
	readonly callers?: readonly ProviderAccount[];
	/** Adds data to the drafts that must be requested first; a failure becomes a fault of its drafts. */
	complete?(drafts: readonly Draft[]): Promise<readonly Draft[]>;
	/**
	 * Makes another output of what was sent than one item per message; `undefined` leaves it at that. Not
	 * asked in a Dry Run.
	 */
	conclude?(lines: readonly Line[]): Promise<INodeExecutionData[] | undefined>;
	/** Undoes what {@link complete} has set up, if the run ends with an error. */
	abandon?(): Promise<void>;
}

/** Fields, and the shared options together with an operation's own. */
type SendRun<F extends Fields, O extends Fields> = RunParams<F> & {
	readonly options: SharedRunOptions & Partial<RunParams<O>>;
};
type SendMessage<F extends Fields, O extends Fields> = MessageParams<F> & {
	readonly options: SharedMessageOptions & Partial<MessageParams<O>>;
};

/** All input items at once, planned and sent. Its fields include Simplify and Options. */
export interface SendOperation<
	F extends Fields = Fields,
	O extends Fields = Fields,
> extends Described<ReturnType<typeof sendFields>> {
	readonly kind: 'send';
	/** All endpoints that it may call, for docs/operations.md; test/docs checks them against the sandbox. */
	readonly endpoints: readonly Endpoint[];
	/**
	 * Opens the account, or the accounts. Rejects with a NodeOperationError before anything is sent.
	 *
	 * @param run the parameters that govern the run
	 */
	open(ctx: IExecuteFunctions, run: SendRun<F, O>): Promise<Opened>;
	/** The draft of one item; the engine adds the shared options. */
	read(params: SendMessage<F, O>): Omit<Draft, 'item'>;
}

/** All input items at once, for requests that concern many of them. */
export interface BatchOperation extends Described<Fields> {
	readonly kind: 'batch';
	/** All endpoints that it may call, for docs/operations.md. */
	readonly endpoints: readonly Endpoint[];
	/** @throws NodeApiError | NodeOperationError unless the node continues on fail */
	run(ctx: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

export type Operation = RequestOperation | SendOperation | BatchOperation;

export interface Resource {
	/** Title Case. */
	readonly name: string;
	readonly value: string;
	readonly operations: readonly Operation[];
	/** Offered in the editor only while other parameters of the node have these values. */
	readonly when?: Readonly<Record<string, readonly string[]>>;
	/** What the selector adds to its name in parentheses: where it works. Title Case. */
	readonly only?: string;
	/** What the editor and the error say where `when` does not hold: why, and what to change. */
	readonly otherwise?: { readonly problem: string; readonly hint: string };
	/** Set if an API other than the node's own serves it. */
	readonly client?: Client;
}

/** Endpoints that are called only if the user has set an option, by its label. */
export const onlyWithOption = (option: string, endpoints: readonly Endpoint[]): Endpoint[] =>
	endpoints.map(({ method, path, where }) => ({
		method,
		path,
		where: `${option} is set${where === undefined ? '' : `, and ${where}`}`,
	}));

/** The endpoints that waiting for delivery calls. */
export const whileWaiting = (endpoints: readonly Endpoint[]): Endpoint[] =>
	onlyWithOption('Wait for Delivery', endpoints);

/** The output item after a deletion, as everywhere in n8n. */
export const deleted = (id: string): IDataObject[] => [{ deleted: true, id }];

/** Declares an operation whose `request` is typed by its fields. */
export function requestOperation<const F extends Fields>(
	operation: Omit<RequestOperation<F>, 'kind'>,
): RequestOperation<F> {
	return { kind: 'request', ...operation };
}

/** Declares an operation over all input items. Its fields include Simplify and Options. */
export const batchOperation = (operation: Omit<BatchOperation, 'kind'>): BatchOperation => ({
	kind: 'batch',
	...operation,
});

/**
 * Declares a send operation whose `open` and `read` are typed by its fields and options. Simplify and
 * the shared options are added.
 */
export function sendOperation<const F extends Fields, const O extends Fields = readonly []>({
	fields,
	options,
	without,
	descriptions,
	...operation
}: Omit<SendOperation<F, O>, 'kind' | 'fields'> &
	OptionsOf<O> & { readonly fields: F }): SendOperation<F, O> {
	const all = sendFields(fields, { options, without, descriptions });
	return { kind: 'send', ...operation, fields: all };
}
