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
		const value = readParam(ctx, field, itemIndex);
		const isText = TEXT_TYPES.has(field.type) && !field.typeOptions?.multipleValues;
		const isNumber = field.type === 'number' && !field.typeOptions?.multipleValues;
		values[field.name] = isText
			? asText(ctx, field, value, itemIndex)
			: isNumber
				? asNumber(ctx, field, value, itemIndex)
				: value;
		if (field.required && isText && values[field.name] === '') {
			throw new NodeOperationError(errorNode(ctx), `${field.displayName} is empty`, {
				itemIndex,
				description: `Enter a value for ${field.displayName}.`,
			});
		}
	}
	return values;
}
