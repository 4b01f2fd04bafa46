/** Reads a node's parameters as the fields declare them. */
import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import type { Field, Fields } from './fields';
import { errorNode } from './errors';

type Values = Record<string, unknown>;

function isShown(field: Field, values: Values): boolean {
	return Object.entries(field.when ?? {}).every(([name, allowed]) =>
		(allowed as readonly unknown[]).includes(values[name]),
	);
}

/** One parameter, a resource locator by its value. Throws what n8n throws for a bad expression. */
export function readParam(ctx: IExecuteFunctions, field: Field, itemIndex: number): unknown {
	return ctx.getNodeParameter(field.name, itemIndex, field.default, {
		extractValue: field.type === 'resourceLocator',
	});
}

/** Reads one item's parameters as the user wrote them, by the names of their fields. */
export const paramReader =
	<F extends Fields>(ctx: IExecuteFunctions, fields: F, itemIndex: number) =>
	(name: F[number]['name']): unknown => {
		const field = fields.find((one) => one.name === name);
		return field && readParam(ctx, field, itemIndex);
	};

const TEXT_TYPES: ReadonlySet<string> = new Set(['string', 'dateTime', 'resourceLocator']);

/** `$now` and its like are objects of luxon; they, and dates, have one text that means the same. */
function timeText(value: unknown): unknown {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	const { toISO } = (value ?? {}) as { toISO?: unknown };
	return typeof toISO === 'function' ? (toISO.call(value) as unknown) : value;
}

/** Text fields as text: an expression may have given a number, nothing, or something else. */
function asText(ctx: IExecuteFunctions, field: Field, value: unknown, itemIndex: number): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new NodeOperationError(
		errorNode(ctx),
		`${field.displayName} is ${Array.isArray(value) ? 'a list' : 'an object'}, not a text`,
		{
			itemIndex,
			description:
				'Check the expression: it has to give one text, for example one field of the item.',
		},
	);
}

/** Number fields as numbers that their field allows. */
function asNumber(ctx: IExecuteFunctions, field: Field, value: unknown, itemIndex: number): number {
	const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	const least = field.typeOptions?.minValue ?? -Infinity;
	if (Number.isFinite(number) && number >= least) return number;
	throw new NodeOperationError(
		errorNode(ctx),
		`${field.displayName} is not a number${least > -Infinity ? ` of at least ${least}` : ''}`,
		{ itemIndex, description: `Enter a number for ${field.displayName}.` },
	);
}

type Rows = ReadonlyArray<{ readonly name: string; readonly values: readonly Field[] }>;

const isRecord = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a collection that are given, each as its own field declares it. */
function asMembers(
	ctx: IExecuteFunctions,
	members: readonly Field[],
	value: unknown,
	itemIndex: number,
): Values {
	const given = isRecord(value) ? value : {};
	return Object.fromEntries(
		members
			.filter(({ name }) => given[name] !== undefined)
			.map((member) => [member.name, asDeclared(ctx, member, given[member.name], itemIndex)]),
	);
}

/** The sections of a fixed collection: one row, or several. */
function asSections(
	ctx: IExecuteFunctions,
	field: Field,
	value: unknown,
	itemIndex: number,
): Values {
	const given = isRecord(value) ? value : {};
	const sections = (field.options ?? []) as Rows;
	return Object.fromEntries(
		sections
			.filter(({ name }) => given[name] !== undefined)
			.map(({ name, values }) => {
				const row = (one: unknown) => asMembers(ctx, values, one, itemIndex);
				const rows = given[name];
				if (!field.typeOptions?.multipleValues) return [name, row(rows)];
				return [name, (Array.isArray(rows) ? (rows as unknown[]) : [rows]).map(row)];
			}),
	);
}

/** A value as its field declares it, whatever an expression has made of it. */
function asDeclared(
	ctx: IExecuteFunctions,
	field: Field,
	value: unknown,
	itemIndex: number,
): unknown {
	if (field.type === 'collection') {
		return asMembers(ctx, (field.options ?? []) as readonly Field[], value, itemIndex);
	}
	if (field.type === 'fixedCollection') return asSections(ctx, field, value, itemIndex);
	if (field.typeOptions?.multipleValues) return value;
	if (TEXT_TYPES.has(field.type)) {
		const text = field.type === 'dateTime' ? timeText(value) : value;
		return asText(ctx, field, text, itemIndex);
	}
	if (field.type === 'number') return asNumber(ctx, field, value, itemIndex);
	// Options have texts and numbers as values.
	if (field.type === 'options' && typeof value !== 'number') {
		return asText(ctx, field, value, itemIndex);
	}
	return value;
}

/**
 * All fields of an operation for one item. Fields that are not shown have their default.
 *
 * @throws NodeOperationError that names the item if a value is not of its field's kind, or if a
 *         required text is empty
 */
export function readParams(
	ctx: IExecuteFunctions,
	fields: readonly Field[],
	itemIndex: number,
): Values {
	const values: Values = {};
	for (const field of fields) {
		if (field.type === 'notice') continue;
		if (!isShown(field, values)) {
			values[field.name] = field.default;
			continue;
		}
		const value = asDeclared(ctx, field, readParam(ctx, field, itemIndex), itemIndex);
		values[field.name] = value;
		if (field.required && value === '') {
			throw new NodeOperationError(errorNode(ctx), `${field.displayName} is empty`, {
				itemIndex,
				description: `Enter a value for ${field.displayName}.`,
			});
		}
	}
	return values;
}
