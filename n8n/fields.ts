/**
 * Parameters as data. A field is an n8n parameter without `displayOptions` (the engine knows where
 * it belongs), and its literal gives the type of its value: a renamed field fails to compile.
 */
import type { INodeProperties } from 'n8n-workflow';

type DeepReadonly<T> = T extends (infer E)[]
	? readonly DeepReadonly<E>[]
	: T extends object
		? { readonly [K in keyof T]: DeepReadonly<T[K]> }
		: T;

/** An n8n parameter; `when` shows it only while other fields of the operation have these values. */
export type Field = DeepReadonly<Omit<INodeProperties, 'displayOptions'>> & {
	readonly when?: { readonly [field: string]: ReadonlyArray<string | number | boolean> };
};

export type Fields = readonly Field[];

interface Section {
	readonly name: string;
	readonly values: Fields;
}

type Multiple = { readonly typeOptions: { readonly multipleValues: true } };

type OptionValues<O> =
	O extends ReadonlyArray<infer E> ? (E extends { readonly value: infer V } ? V : never) : never;

type SectionValues<F, O extends readonly Section[]> = {
	[S in O[number] as S['name']]?: F extends Multiple ? Params<S['values']>[] : Params<S['values']>;
};

type SingleValue<F> = F extends { readonly type: 'boolean' }
	? boolean
	: F extends { readonly type: 'number' }
		? number
		: F extends { readonly type: 'options'; readonly options: infer O }
			? OptionValues<O>
			: F extends { readonly type: 'multiOptions'; readonly options: infer O }
				? Array<OptionValues<O>>
				: F extends { readonly type: 'collection'; readonly options: infer O extends Fields }
					? Partial<Params<O>>
					: F extends {
								readonly type: 'fixedCollection';
								readonly options: infer O extends readonly Section[];
						  }
						? SectionValues<F, O>
						: string; // string, dateTime, json, dynamic options, resource locator

type Value<F> = F extends { readonly type: 'fixedCollection' | 'collection' | 'multiOptions' }
	? SingleValue<F>
	: F extends Multiple
		? Array<SingleValue<F>>
		: SingleValue<F>;

/** The values of the fields, by name. A resource locator is its value, without the mode. */
export type Params<F extends Fields> = {
	[P in F[number] as P extends { readonly type: 'notice' } ? never : P['name']]: Value<P>;
};
