/** The requests that an operation states, asked from its descriptor with sample parameters. */
import { type ApiRequest } from '../../core/provider.ts';
import { environment } from '../../n8n/operations/execute.ts';
import { type Field } from '../../n8n/parameters/fields.ts';
import { type RequestOperation } from '../../n8n/operations/operation.ts';
import { readParams } from '../../n8n/parameters/read.ts';
import { fieldsOf } from '../../n8n/parameters/properties.ts';
import { documentationContext } from './context.mts';
import { Samples, STYLES } from './samples.mts';
import { choicesOf, combinations, type Values } from './variants.mts';

export interface StatedRequest {
	readonly request: ApiRequest;
	/** Puts `{field}` back into a path that this request led to. */
	readonly template: (path: string) => string;
}

/** A descriptor may state a request to be made before its own, where an update needs the whole. */
const STEPS = ['before', 'request'] as const;
type Step = (...args: Parameters<RequestOperation['request']>) => ApiRequest | undefined;
type Steps = Partial<Record<(typeof STEPS)[number], Step>>;

function state(operation: RequestOperation, fields: readonly Field[], values: Values) {
	const ctx = documentationContext({ parameters: values });
	const params = readParams(ctx, fields, 0);
	const env = environment(ctx, 0);
	const steps: Steps = operation;
	return STEPS.flatMap((step) => steps[step]?.(params as never, env) ?? []);
}

const isShown = ({ when = {} }: Field, params: Values): boolean =>
	Object.entries(when).every(([name, allowed]) =>
		(allowed as readonly unknown[]).includes(params[name]),
	);

/** The choices that these values make visibly, as `field = value`. */
const chosen = (fields: readonly Field[], values: Values): string[] =>
	fields
		.filter((field) => choicesOf(field).length > 0 && isShown(field, values))
		.map(({ name }) => `${name} = ${String(values[name])}`);

/**
 * Every distinct request of an operation, over all choices that its fields offer.
 *
 * @throws Error that names the choice for which no sample was accepted: a list with a gap would look
 *         complete
 */
export function requestsOf(operation: RequestOperation): StatedRequest[] {
	const fields = fieldsOf(operation);
	const found = new Map<string, StatedRequest>();
	const open = new Map<string, unknown>();
	const done = new Set<string>();
	for (const style of STYLES) {
		const samples = new Samples(style);
		for (const values of combinations(fields, samples)) {
			const choices = chosen(fields, values);
			// What the tokens showed needs no example.
			if (style !== STYLES[0] && choices.every((choice) => done.has(choice))) {
				if (choices.length > 0 || found.size > 0) continue;
			}
			try {
				for (const request of state(operation, fields, values)) {
					const key = JSON.stringify({ ...request, path: samples.template(request.path) });
					if (found.has(key)) continue;
					found.set(key, { request, template: (path) => samples.template(path) });
				}
				choices.forEach((choice) => done.add(choice));
			} catch (error) {
				for (const choice of choices) open.set(choice, error);
				if (found.size === 0) open.set('', error);
			}
		}
	}
	if (found.size > 0) open.delete('');
	for (const [choice, error] of open) {
		if (done.has(choice)) continue;
		throw new Error(
			`${operation.action}: no sample values were accepted${choice && ` with ${choice}`}: ${(error as Error).message}. Give its fields placeholders that are valid (docs/generator/samples.mts).`,
		);
	}
	return [...found.values()];
}
