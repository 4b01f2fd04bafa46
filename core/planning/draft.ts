/** What the user wrote for one item, as typed parameters, and the faults found in it. */
import type { Failure } from '../outcome';
import type { Written } from '../text/written';

/** A stored template and its variables. */
export interface TemplateDraft {
	readonly id: string;
	readonly variables?: Readonly<Record<string, string>>;
}

/** The parameters of one input item. Empty strings mean "not given". */
export interface Draft {
	/** Index of the input item, from 0. */
	readonly item: number;
	/** Phone numbers as written; an entry that is not a string becomes a fault of its own. */
	readonly to?: readonly Written[];
	/** Instead of `to`: a contact list of the provider. */
	readonly listId?: string;
	readonly text?: string;
	/** Instead of `text`. */
	readonly template?: TemplateDraft;
	readonly from?: string;
	readonly reference?: string;
	readonly source?: string;
	readonly sendAt?: Date;
	readonly defaultCountry?: string;
	/** 0 for no limit. */
	readonly maxSegments?: number;
	readonly smartEncoding?: boolean;
	/** Values that only the provider's own node offers; see `OutboundMessage.extras`. */
	readonly extras?: Readonly<Record<string, string>>;
	/** Overrides for single providers, by provider id. */
	readonly perProvider?: Readonly<Record<string, Partial<Pick<Draft, 'from' | 'template'>>>>;
	/** The parameters could not be read at all (an expression failed). */
	readonly fault?: Fault;
}

/** A failure, and the parameter that caused it, by its name in the user interface. */
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

export const isFault = (value: unknown): value is Fault =>
	typeof value === 'object' && value !== null && 'failure' in value;

/** Returns an optional text; `undefined` if it is blank. */
export const given = (text: string | undefined): string | undefined =>
	text?.trim() === '' ? undefined : text;
