/**
 * The only place where parameters are read: every parameter of every node, by the type that its field
 * declares (n8n/parameters/values.ts defines what values mean).
 */
import {
	type IExecuteFunctions,
	type IHookFunctions,
	type ILoadOptionsFunctions,
	type INode,
	type IPollFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import type { Fault } from '../../core/planning/draft';
import { isObject } from '../../core/values';
import { toError as nodeError } from '../errors';
import { emptiness, isMissing, isRead, Refusal, understanding, usualValue } from './values';
import type { Field, Fields, Member, MessageParams, Params, RunParams } from './fields';

/** Every context in which a node has parameters. */
export type ParameterContext =
	IExecuteFunctions | IPollFunctions | IHookFunctions | IWebhookFunctions | ILoadOptionsFunctions;

type Values = Record<string, unknown>;

/** Parameters are read per item only in contexts that have items. */
const hasItems = (ctx: ParameterContext): ctx is IExecuteFunctions => 'getInputData' in ctx;

const EXTRACTED = { extractValue: true };
const AS_IS = { extractValue: false };

/** The value of a parameter with expressions evaluated. Throws n8n's own error for a bad expression. */
function evaluate(ctx: ParameterContext, name: string, item: number, field: Member): unknown {
	const options = field.type === 'resourceLocator' ? EXTRACTED : AS_IS;
	const fallback: unknown = name === field.name ? field.default : null;
	return hasItems(ctx)
		? ctx.getNodeParameter(name, item, fallback, options)
		: ctx.getNodeParameter(name, fallback as object, options);
}

/** The value of some code of an expression, for an item; `undefined` if it fails. */
export function evaluateCode(ctx: IExecuteFunctions, code: string, item: number): unknown {
	try {
		return ctx.evaluateExpression(`{{ ${code} }}`, item) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * What a waiting node has stored in its context, as JSON. Contexts of webhooks do not offer it
 * otherwise.
 *
 * @param slot a name of ours
 */
export function storedInContext(ctx: IWebhookFunctions, slot: string): unknown {
	// The expression ends at the first two closing braces, also within a string.
	const name = JSON.stringify(ctx.getNode().name).replaceAll('}', String.raw`\u007d`);
	return ctx.evaluateExpression(`{{ $node[${name}].context.${slot} }}`) as unknown;
}

/** Whether a stored value contains an expression. */
function hasExpression(stored: unknown): boolean {
	if (typeof stored === 'string') return stored.startsWith('=');
	return typeof stored === 'object' && stored !== null && Object.values(stored).some(hasExpression);
}

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

/** Whether a limit that only the user may set would come from the model of an AI agent. */
const isSetByModel = (ctx: ParameterContext, { isFence }: Member, stored: unknown): boolean =>
	isFence === true && isTool(ctx.getNode()) && dependsOnItem(stored);

const BY_MODEL = [
	'comes from the model',
	'Only the user may set it: enter a fixed value.',
] as const;
const GAVE_NOTHING = [
	'has an expression that gives nothing',
	'Correct the expression, or remove the option to send without this limit.',
] as const;

const fenceRefusal = ({ displayName }: Member, [says, hint]: readonly [string, string]) =>
	new Refusal(displayName, displayName, says, hint);

const isUnset = (value: unknown): boolean =>
	value === undefined ||
	(typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** One parameter of a node, or a member of one of its collections. */
class Parameter {
	readonly name: string;
	/** Its value if it is not set or not shown. */
	readonly usual: unknown;
	/** It has no expression, so its value is the same for all items. */
	readonly isFixed: boolean;
	/** When it is shown: the values that other parameters must have one of. */
	readonly conditions: ReadonlyArray<readonly [name: string, allowed: readonly unknown[]]>;
	/** Of a collection with expressions: the members that are set. */
	readonly members: readonly Parameter[] | undefined;
	private readonly understand: (given: unknown) => unknown;
	/** Why its value does not count, whatever it is. */
	private readonly objection: Refusal | undefined;
	private known: { readonly value: unknown } | undefined;

	constructor(
		private readonly ctx: ParameterContext,
		readonly field: Member & Pick<Field, 'when'>,
		/** Its name, with that of its collection in front: `options.timeout`. */
		private readonly path: string,
		stored: unknown,
	) {
		const zoneOf = () => ctx.getTimezone();
		this.name = field.name;
		this.conditions = Object.entries(field.when ?? {});
		this.usual = usualValue(field, zoneOf);
		this.understand = understanding(field, zoneOf);
		this.isFixed = !hasExpression(stored);
		this.objection = isSetByModel(ctx, field, stored) ? fenceRefusal(field, BY_MODEL) : undefined;
		if (!this.isFixed && field.type === 'collection' && isObject(stored)) {
			this.members = ((field.options ?? []) as readonly Member[])
				.filter(({ name }) => stored[name] !== undefined)
				.map((one) => new Parameter(ctx, one, `${path}.${one.name}`, stored[one.name]));
		}
	}

	/** Its value for an item, `undefined` if it is not set, or a {@link Refusal}. */
	read(item: number): unknown {
		if (this.objection) return this.objection;
		if (this.members) return readMembers(this.members, item);
		if (!this.isFixed) return this.ask(item);
		this.known ??= { value: this.ask(item) };
		return this.known.value;
	}

	private ask(item: number): unknown {
		try {
			const value = this.understand(evaluate(this.ctx, this.path, item, this.field));
			const isOpen = this.field.isFence && !this.isFixed && isUnset(value);
			return isOpen ? fenceRefusal(this.field, GAVE_NOTHING) : value;
		} catch (error) {
			const { displayName } = this.field;
			const hint = 'Check the expressions of this node for this item.';
			const says = `could not be read: ${(error as Error).message}`;
			return new Refusal(displayName, displayName, says, hint, 'EXPRESSION');
		}
	}
}

/** Reads members one by one, so that a failing member affects only code that reads that member. */
function readMembers(members: readonly Parameter[], item: number): Values | Refusal {
	const values: Values = {};
	for (const member of members) {
		const value = member.read(item);
		if (value instanceof Refusal) return value;
		if (value !== undefined) values[member.name] = value;
	}
	return values;
}

/** Whether a field is shown. Conditions on parameters that are not read along with it are ignored. */
export function isShown(
	{ conditions }: Pick<Parameter, 'conditions'>,
	values: Readonly<Values>,
): boolean {
	return conditions.every(([name, allowed]) => {
		if (!(name in values)) return true;
		const chosen = values[name];
		return Array.isArray(chosen)
			? chosen.some((one) => allowed.includes(one))
			: allowed.includes(chosen);
	});
}

/** The parameters in the order in which they are read: first those that decide which others are shown. */
function parametersOf(ctx: ParameterContext, fields: Fields): Parameter[] {
	const { parameters } = ctx.getNode();
	const deciding = new Set(fields.flatMap(({ when = {} }) => Object.keys(when)));
	const isLater = ({ name }: Field) => Number(!deciding.has(name));
	return fields
		.filter(isRead)
		.sort((a, b) => isLater(a) - isLater(b))
		.map((field) => new Parameter(ctx, field, field.name, parameters[field.name]));
}

/**
 * Reads parameters in their order; the values read so far decide whether the next one is shown.
 *
 * @param read gives the value of a parameter that is shown
 * @param known values that were read earlier, for conditions
 */
function valuesOf(
	parameters: readonly Parameter[],
	read: (parameter: Parameter) => unknown,
	known: Values = {},
): Values | Refusal {
	const values: Values = { ...known };
	for (const parameter of parameters) {
		const { name, usual } = parameter;
		if (!isShown(parameter, values)) {
			// A parameter may be declared twice, with only one declaration shown.
			if (!(name in values)) values[name] = usual;
			continue;
		}
		const value = read(parameter);
		if (value instanceof Refusal) return value;
		values[name] = value ?? usual;
	}
	return values;
}

/**
 * Prepares {@link valuesOf} for many items: what is the same for all of them is read once.
 *
 * @param read as for `valuesOf`, for an item
 */
function itemReader(
	parameters: readonly Parameter[],
	read: (parameter: Parameter, item: number) => unknown,
	known: Values = {},
): (item: number) => Values | Refusal {
	// Parameters with an expression, and those whose condition depends on one of these.
	const varying = new Set<string>();
	for (const { name, isFixed, conditions } of parameters) {
		if (!isFixed || conditions.some(([other]) => varying.has(other))) varying.add(name);
	}
	const rest = parameters.filter(({ name }) => varying.has(name));
	const isAlwaysShown = rest.every(({ conditions }) =>
		conditions.every(([other]) => !varying.has(other)),
	);
	let shared: Values | undefined;
	let shown: Parameter[] = [];
	return (item) => {
		if (shared && isAlwaysShown) return valuesLike(shared, shown, read, item);
		if (shared) return valuesOf(rest, (one) => read(one, item), shared);
		shown = [];
		const ask = (one: Parameter) => {
			if (varying.has(one.name)) shown.push(one);
			return read(one, item);
		};
		const values = valuesOf(parameters, ask, known);
		if (values instanceof Refusal) return values;
		// With all names, if each item has the same: a copy then is quick.
		shared = isAlwaysShown
			? { ...values }
			: Object.fromEntries(Object.entries(values).filter(([name]) => !varying.has(name)));
		return values;
	};
}

/** The values of another item, with those that differ read anew. */
function valuesLike(
	values: Values,
	varying: readonly Parameter[],
	read: (parameter: Parameter, item: number) => unknown,
	item: number,
): Values | Refusal {
	const own = { ...values };
	for (const parameter of varying) {
		const value = read(parameter, item);
		if (value instanceof Refusal) return value;
		own[parameter.name] = value ?? parameter.usual;
	}
	return own;
}

/** A required parameter that is not set is refused, whatever its default. */
function wanted({ field }: Parameter, value: unknown): unknown {
	return isMissing(field, value) ? emptiness(field) : value;
}

const toError = (
	ctx: { getNode(): INode },
	{ parameter, message, full, hint, code }: Refusal,
	itemIndex?: number,
) =>
	nodeError(ctx, { class: 'configuration', code, message, full, hint }, { itemIndex, parameter });

/**
 * Prepares the fields of an operation once for all items. Fields that are not shown have their
 * default.
 *
 * @returns a function that reads one item; it throws a NodeOperationError that names the item and the
 *          parameter if a value is not valid for its field, or if a required one is not set
 */
export function paramsReader<const F extends Fields>(
	ctx: IExecuteFunctions,
	fields: F,
): (itemIndex: number) => Params<F> {
	const read = itemReader(parametersOf(ctx, fields), (one, item) => wanted(one, one.read(item)));
	return (itemIndex) => {
		const values = read(itemIndex);
		if (values instanceof Refusal) throw toError(ctx, values, itemIndex);
		return values as Params<F>;
	};
}

/**
 * Reads the fields of an operation for one item.
 *
 * @throws NodeOperationError as the reader of {@link paramsReader} does
 */
export const readParams = <const F extends Fields>(
	ctx: IExecuteFunctions,
	fields: F,
	itemIndex: number,
): Params<F> => paramsReader(ctx, fields)(itemIndex);

/** A refusal of a run parameter, and the item whose expression gave the value. */
interface RunRefusal {
	readonly refusal: Refusal;
	readonly item?: number;
}

const asText = (value: unknown): string =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);

/** The value of a parameter for all items, or a refusal if the items differ. */
function agreed(parameter: Parameter, items: number): { value: unknown } | RunRefusal {
	const { field, isFixed, members } = parameter;
	if (members) return agreedMembers(members, items);
	const value = parameter.read(0);
	if (value instanceof Refusal) return { refusal: value, ...(!isFixed && { item: 0 }) };
	for (let item = 1; !isFixed && item < items; item++) {
		const other = parameter.read(item);
		if (other instanceof Refusal) return { refusal: other, item };
		if (asText(other) === asText(value)) continue;
		const say = (one: unknown) =>
			typeof one === 'object' ? 'one value' : String(one ?? 'not set');
		const differ =
			typeof other === 'object' || typeof value === 'object'
				? `items 0 and ${item} do not match`
				: `${say(value)} for item 0, ${say(other)} for item ${item}`;
		const { displayName } = field;
		const says = `differs between items: ${differ}`;
		const hint =
			'It applies to the whole run. Set a single value, or run the node once for each value.';
		return { refusal: new Refusal(displayName, displayName, says, hint), item };
	}
	return { value };
}

function agreedMembers(
	members: readonly Parameter[],
	items: number,
): { value: Values } | RunRefusal {
	const value: Values = {};
	for (const member of members) {
		const one = agreed(member, items);
		if ('refusal' in one) return one;
		if (one.value !== undefined) value[member.name] = one.value;
	}
	return { value };
}

/**
 * Reads parameters that hold for the whole run, in any context: those of a trigger, of a list in the
 * editor, or those that govern an execution.
 *
 * @throws NodeOperationError that names the parameter if a value is not valid for its field, if a
 *         required one is not set, or if an expression gives different values for different items
 */
export function readRunParams<const F extends Fields>(ctx: ParameterContext, fields: F): Params<F> {
	const items = hasItems(ctx) ? ctx.getInputData().length : 1;
	let culprit: number | undefined;
	const values = valuesOf(parametersOf(ctx, fields), (parameter) => {
		const found = agreed(parameter, items);
		if (!('refusal' in found)) return wanted(parameter, found.value);
		culprit = found.item;
		return found.refusal;
	});
	if (values instanceof Refusal) throw toError(ctx, values, culprit);
	return values as Params<F>;
}

/** Selects the fields, or collection members, that govern the run, or those that do not. */
function part(fields: readonly Member[], ofRun: boolean): Member[] {
	return fields.flatMap((field) => {
		if (field.perRun || field.type !== 'collection')
			return (field.perRun === true) === ofRun ? [field] : [];
		return [{ ...field, options: part((field.options ?? []) as readonly Member[], ofRun) }];
	});
}

/** The parameters of a send operation: those that govern the run, and those of each item. */
export interface SendParams<F extends Fields> {
	readonly run: RunParams<F>;
	/**
	 * Reads the other fields for an item, or returns the fault of its messages. A missing text or
	 * recipient is reported by the plan or the provider, not here.
	 */
	readonly read: (itemIndex: number) => MessageParams<F> | Fault;
}

/**
 * Reads the parameters that govern the run, and prepares the rest for all items.
 *
 * @throws NodeOperationError as {@link readRunParams} does
 */
export function openSendParams<const F extends Fields>(
	ctx: IExecuteFunctions,
	fields: F,
): SendParams<F> {
	const run = readRunParams(ctx, part(fields, true)) as Values;
	let isFixed = false;
	const read = itemReader(
		parametersOf(ctx, part(fields, false)),
		(parameter, item) => {
			({ isFixed } = parameter);
			return parameter.read(item);
		},
		run,
	);
	return {
		run: run as RunParams<F>,
		read(itemIndex) {
			const values = read(itemIndex);
			return values instanceof Refusal ? toFault(values, isFixed) : (values as MessageParams<F>);
		},
	};
}

/** A value without an expression is wrong for every item, so it is a fault in the node's settings. */
const toFault = ({ parameter, message, full, hint, code }: Refusal, isFixed: boolean): Fault => ({
	parameter,
	failure: {
		class: isFixed ? 'configuration' : 'content',
		...(code !== undefined && { code }),
		message,
		...(full !== undefined && { full }),
		hint,
	},
});
