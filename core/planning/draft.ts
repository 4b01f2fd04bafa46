/** What the user wrote for one item, in the types of its parameters, and what is wrong with it. */
import type { Failure } from '../outcome';
import type { Written } from '../text/written';

/** A stored template and its variables. */
export interface TemplateDraft {
	readonly id: string;
	readonly variables?: Readonly<Record<string, string>>;
}

/** The parameters of one input item. Empty texts mean "not given". */
export interface Draft {
	/** Index of the input item, from 0. */
	readonly item: number;
	/** Phone numbers as they were written; what is no text is a fault of its own. */
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

export const isFault = (value: unknown): value is Fault =>
	typeof value === 'object' && value !== null && 'failure' in value;

/** An optional text: nothing where there is nothing to read in it. */
export const given = (text: string | undefined): string | undefined =>
	text?.trim() === '' ? undefined : text;
