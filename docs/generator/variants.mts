/** The ways in which the parameters of an operation can be set, as far as a request may depend on them. */
import { type Field, type Fields } from '../../n8n/parameters/fields.ts';
import { type Samples, valuesOf } from './samples.mts';

export type Values = Readonly<Record<string, unknown>>;

/** Of a list of countries or languages a few will do: no path depends on all of them. */
const MOST_CHOICES = 20;
const SOME_CHOICES = 3;
/** Beyond this, one field at a time differs from the first of its values. */
const MOST_COMBINATIONS = 3_000;

/** What a field can be set to where that is a choice, and otherwise nothing. */
export function choicesOf(field: Field): unknown[] {
	if (field.type === 'boolean') return [false, true];
	if (field.type !== 'options') return [];
	const values = valuesOf(field);
	return values.length > MOST_CHOICES ? values.slice(0, SOME_CHOICES) : values;
}

function variantsOf(field: Field, samples: Samples): unknown[] {
	const full = samples.of(field);
	switch (field.type) {
		case 'options':
		case 'boolean': {
			const choices = choicesOf(field);
			return choices.length > 0 ? choices : [full];
		}
		case 'multiOptions':
			return [full, ...valuesOf(field).map((value) => [value])];
		case 'fixedCollection':
			return [full, {}];
		case 'collection': {
			const inner = (field.options ?? []) as Fields;
			const varied = inner.flatMap((one) =>
				choicesOf(one).map((value) => ({ ...(full as Values), [one.name]: value })),
			);
			const alone = inner.map(({ name }) => ({ [name]: (full as Values)[name] }));
			return [full, {}, ...alone, ...varied];
		}
		default:
			return [full];
	}
}

/** Every combination; where that would be too many, each variant once. */
export function combinations(fields: readonly Field[], samples: Samples): Values[] {
	const all = fields
		.filter(({ type }) => type !== 'notice')
		.map((field) => ({ name: field.name, variants: variantsOf(field, samples) }));
	const count = all.reduce((product, { variants }) => product * variants.length, 1);
	if (count <= MOST_COMBINATIONS) {
		return all.reduce<Values[]>(
			(made, { name, variants }) =>
				made.flatMap((values) => variants.map((value) => ({ ...values, [name]: value }))),
			[{}],
		);
	}
	const first = Object.fromEntries(all.map(({ name, variants }) => [name, variants[0]]));
	return all.flatMap(({ name, variants }) =>
		variants.map((value) => ({ ...first, [name]: value })),
	);
}
