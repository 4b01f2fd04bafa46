/** What the user wrote for one item, unchecked, and the first look at a value. */
import type { Failure } from './outcome';

/** A stored template and its variables, unchecked. */
export interface TemplateDraft {
	readonly id: unknown;
	readonly variables?: Readonly<Record<string, unknown>>;
}

/** The parameters of one input item, unchecked: an expression may have made anything of them. */
export interface Draft {
	/** Index of the input item, from 0. */
	readonly item: number;
	/** A string (commas, semicolons, new lines), a number, or an array of these. */
	readonly to?: unknown;
	/** Instead of `to`: a contact list of the provider. */
	readonly listId?: unknown;
	readonly text: unknown;
	/** Instead of `text`. */
	readonly template?: TemplateDraft;
	readonly from?: unknown;
	readonly reference?: unknown;
	readonly source?: unknown;
	readonly sendAt?: unknown;
	readonly defaultCountry?: string;
	readonly maxSegments?: number;
	readonly smartEncoding?: boolean;
	/** What only one provider's own node offers; see `OutboundMessage.extras`. */
	readonly extras?: Readonly<Record<string, string>>;
	/** What is different for one provider, by its id. */
	readonly perProvider?: Readonly<Record<string, Partial<Pick<Draft, 'from' | 'template'>>>>;
	/** The parameters could not be read at all (an expression failed). */
	readonly fault?: Fault;
}

/** A failure and the parameter, by its name in the user interface, that caused it. */
export interface Fault {
	readonly parameter: string;
	readonly failure: Failure;
}

export const fault = (
	parameter: string,
	kind: Failure['class'],
	message: string,
	hint: string,
): Fault => ({
	parameter,
	failure: { class: kind, message, hint },
});

/** What an expression that gave no text gave instead, in words. */
function describe(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'undefined';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Text of a parameter; numbers are taken as written, everything else is a fault. */
export function readText(value: unknown, parameter: string): string | Fault {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return fault(
		parameter,
		'content',
		`${parameter} is ${describe(value)}, not a text`,
		'Check the expression: it has to give one text, for example one field of the item.',
	);
}

export const isFault = (value: unknown): value is Fault =>
	typeof value === 'object' && value !== null && 'failure' in value;

/** An optional text; empty, null and undefined mean "not given". */
export function readOptional(value: unknown, parameter: string): string | undefined | Fault {
	if (value === undefined || value === null || value === '') return undefined;
	const text = readText(value, parameter);
	return typeof text === 'string' && text.trim() === '' ? undefined : text;
}
