/**
 * Parameters as data. A field is an n8n parameter without `displayOptions` (the engine knows where
 * it belongs), and its literal gives the type of its value: uses of a renamed field do not compile.
 */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Written } from '../../core/text/written';

type DeepReadonly<T> = T extends (infer E)[]
	? readonly DeepReadonly<E>[]
	: T extends object
		? { readonly [K in keyof T]: DeepReadonly<T[K]> }
		: T;

/** Marks that only our engine uses; n8n/parameters/properties.ts removes them before n8n sees a field. */
interface Marks {
	/**
	 * The field governs the whole run: it is read before the first request, must be the same for all
	 * items, and an invalid value stops the run.
	 */
	readonly perRun?: true;
	/**
	 * A limit that only the user may set: in a tool of an AI agent it must not come from the model, and
	 * an expression that gives nothing is refused, because that would be no limit.
	 */
	readonly isFence?: true;
	/**
	 * A text that holds a list of words, of phone numbers, or of the recipients of a send; its value is the
	 * list of entries.
	 */
	readonly many?: true | 'numbers' | 'recipients';
	/** A text that is one phone number, or a name: a number with a plus is given in E.164. */
	readonly phone?: true;
	/** A country: case does not matter, and `UK` is taken for `GB`. */
	readonly country?: true;
	/**
	 * Values that are accepted although the list does not offer them: the code that reads them gives a
	 * better error.
	 */
	readonly alsoTakes?: readonly string[];
	/** A text, or texts, that become part of the message; its expressions are watched (n8n/sending/gaps.ts). */
	readonly isContent?: true;
	/** A date without a time; its value is the day as written: `2030-01-31`. */
	readonly wholeDay?: true;
}

/** A field inside a collection. */
export type Member = DeepReadonly<Omit<INodeProperties, 'options'>> &
	Marks & {
		readonly options?: ReadonlyArray<DeepReadonly<INodePropertyOptions> | Member | Section>;
	};

/** A section of a fixed collection; its rows have these fields. */
export interface Section {
	readonly name: string;
	readonly displayName: string;
	readonly values: readonly Member[];
}

/** An n8n parameter; `when` shows it only if other fields of the operation have these values. */
export type Field = Omit<Member, 'displayOptions'> & {
	readonly when?: { readonly [field: string]: ReadonlyArray<string | number | boolean> };
};

export type Fields = readonly Field[];

interface SectionLike {
	readonly name: string;
	readonly values: Fields;
}

type Multiple = { readonly typeOptions: { readonly multipleValues: true } };
type PerRun = { readonly perRun: true };
type Collection<O extends Fields> = { readonly type: 'collection'; readonly options: O };

type OptionValues<O> =
	O extends ReadonlyArray<infer E> ? (E extends { readonly value: infer V } ? V : never) : never;

type SectionValues<F, O extends readonly SectionLike[]> = {
	[S in O[number] as S['name']]?: F extends Multiple ? Params<S['values']>[] : Params<S['values']>;
};

type SingleValue<F> = F extends { readonly type: 'boolean' }
	? boolean
	: F extends { readonly type: 'number' }
		? number
		: F extends { readonly type: 'dateTime' }
			? F extends { readonly wholeDay: true }
				? string
				: Date | undefined
			: F extends { readonly type: 'options'; readonly options: infer O }
				? OptionValues<O>
				: F extends { readonly type: 'multiOptions'; readonly options: infer O }
					? Array<OptionValues<O>>
					: F extends Collection<infer O>
						? Partial<Params<O>>
						: F extends {
									readonly type: 'fixedCollection';
									readonly options: infer O extends readonly SectionLike[];
							  }
							? SectionValues<F, O>
							: F extends { readonly many: true | 'numbers' | 'recipients' }
								? readonly Written[]
								: string; // string, json, dynamic options, resource locator

type Value<F> = F extends { readonly type: 'fixedCollection' | 'collection' | 'multiOptions' }
	? SingleValue<F>
	: F extends Multiple
		? Array<SingleValue<F>>
		: SingleValue<F>;

/** The values of the fields, by name. A resource locator gives its value, without the mode. */
export type Params<F extends Fields> = {
	[P in F[number] as P extends { readonly type: 'notice' } ? never : P['name']]: Value<P>;
};

/** The values of the fields, and of the collection members, that govern the run. */
export type RunParams<F extends Fields> = {
	[P in F[number] as P extends PerRun | Collection<Fields> ? P['name'] : never]: P extends PerRun
		? Value<P>
		: P extends Collection<infer O>
			? Partial<RunParams<O>>
			: never;
};

/** The values of the other fields, which concern the messages of one item. */
export type MessageParams<F extends Fields> = {
	[
		P in F[number] as P extends PerRun | { readonly type: 'notice' } ? never : P['name']
	]: P extends Collection<infer O> ? Partial<MessageParams<O>> : Value<P>;
};

/** A sentence to read before the operation is run, such as what it destroys. */
export const noticeOf = <const N extends string = 'warning'>(
	displayName: string,
	name: N = 'warning' as N,
) => ({ displayName, name, type: 'notice', default: '' }) as const satisfies Field;

/** How much of a list to return. */
export const LIST_FIELDS = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
		when: { returnAll: [false] },
	},
] as const satisfies Fields;

/** Whether the output is simplified. */
export const SIMPLIFY_FIELD = [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
] as const satisfies Fields;
