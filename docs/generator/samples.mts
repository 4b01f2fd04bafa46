/** Values for the fields of an operation, such that its request can be made and its path be read. */
import { type Field, type Fields } from '../../n8n/parameters/fields.ts';

/**
 * How texts are filled in. Most operations take any token; some check their texts and want the
 * example of the field's placeholder, a few even for what is chosen from a list.
 */
export const STYLES = ['tokens', 'examples of texts', 'examples'] as const;
export type Style = (typeof STYLES)[number];

/** Samples of one style; remembers which field each recognisable value stands for. */
export class Samples {
	/** Value to the names of the fields that have it. */
	readonly #fields = new Map<string, Set<string>>();

	constructor(private readonly style: Style) {}

	#remember(value: string, name: string): string {
		this.#fields.set(value, (this.#fields.get(value) ?? new Set()).add(name));
		return value;
	}

	#text(field: Field, example: string | undefined, exact: boolean): string {
		// Bounded on both sides: no token is a part of another one.
		return this.#remember(exact && example ? example : `x-${field.name}-x`, field.name);
	}

	#number({ name, typeOptions, default: usual }: Field): number {
		const least = typeOptions?.minValue ?? 0;
		const most = typeOptions?.maxValue ?? Infinity;
		const rare = 987_654;
		const fits = this.style === 'tokens' && rare >= least && rare <= most;
		const value = fits ? rare : Math.max(least, Number(usual) || 0);
		if (fits) this.#remember(String(value), name);
		return value;
	}

	/** One value, of the kind that the engine hands to `request`. */
	of(field: Field): unknown {
		const several = field.typeOptions?.multipleValues === true;
		const one = this.#one(field);
		return several && !['collection', 'fixedCollection'].includes(field.type) ? [one] : one;
	}

	#one(field: Field): unknown {
		switch (field.type) {
			case 'string':
				return this.#text(field, exampleOf(field.placeholder), this.style !== 'tokens');
			case 'resourceLocator': {
				const written = field.modes?.find(({ placeholder }) => placeholder)?.placeholder;
				return this.#text(field, exampleOf(written), this.style === 'examples');
			}
			case 'options':
				return valuesOf(field)[0] ?? this.#text(field, undefined, false);
			case 'multiOptions':
				return valuesOf(field);
			case 'number':
				return this.#number(field);
			case 'dateTime':
				return '2030-01-31T09:00:00';
			case 'json':
				return exampleOf(field.placeholder) ?? '{}';
			case 'collection':
				return this.#all((field.options ?? []) as Fields);
			case 'fixedCollection':
				return this.#sections(field);
			default:
				return field.default;
		}
	}

	#all(fields: Fields): Record<string, unknown> {
		return Object.fromEntries(fields.map((field) => [field.name, this.of(field)]));
	}

	#sections({ options = [], typeOptions }: Field): Record<string, unknown> {
		const sections = options as ReadonlyArray<{ name: string; values: Fields }>;
		return Object.fromEntries(
			sections.map(({ name, values }) => {
				const row = this.#all(values);
				return [name, typeOptions?.multipleValues ? [row] : row];
			}),
		);
	}

	/**
	 * The path with `{field}` in place of what stands for a field.
	 *
	 * @throws Error where two fields of the path have the same value
	 */
	template(path: string): string {
		const known = [...this.#fields].map(([value, names]) => ({
			written: encodeURIComponent(value),
			names: [...names],
		}));
		const segments = path.split('/').map((segment) => {
			for (const { written, names } of known) {
				const isToken = /^x-.*-x$/.test(written);
				if (!(isToken ? segment.includes(written) : segment === written)) continue;
				if (names.length > 1) {
					throw new Error(`"${segment}" in ${path} may be ${names.join(' or ')}`);
				}
				segment = segment.replaceAll(written, `{${names[0]}}`);
			}
			return segment;
		});
		return segments.join('/');
	}
}

const exampleOf = (placeholder: string | undefined): string | undefined =>
	placeholder?.replace(/^e\.g\.\s*/, '') || undefined;

/** The values of a list; where they are dynamic there are none. */
export const valuesOf = (field: Field): unknown[] =>
	((field.options ?? []) as ReadonlyArray<{ readonly value?: unknown }>).flatMap(({ value }) =>
		value === undefined ? [] : [value],
	);
