import { type FastifyRequest } from 'fastify';
import { Upload } from '../../multipart.mts';
import { isFields, textOf } from '../../values.mts';

/** The parameters of a request by name, as the texts that are signed. */
export type Params = ReadonlyMap<string, string>;

/**
 * A value as text. Even a JSON body must contain JSON strings (docs/providers/submail.md §2): PHP
 * turns anything nested into the word "Array", which is not valid JSON.
 */
function asText(value: unknown): string {
	if (typeof value === 'object' && value !== null) return 'Array';
	return value === true ? '1' : textOf(value);
}

/**
 * Reads the query of a GET, and the body of other requests: urlencoded, multipart or JSON
 * (docs/providers/submail.md §2). A body in any other format has no parameters, which leads to 101.
 */
export function readParams({ method, url, body }: FastifyRequest): Params {
	if (method === 'GET') return new Map(new URL(url, 'http://sandbox').searchParams);
	const params = new Map<string, string>();
	for (const [name, value] of Object.entries(isFields(body) ? body : {})) {
		// Uploads are not signed (docs/providers/submail.md §3.2).
		if (uploadsIn(value).length === 0) params.set(name, asText(value));
	}
	return params;
}

/** The uploads in the value of a field: itself, or the members of a list. */
const uploadsIn = (value: unknown): Upload[] =>
	(Array.isArray(value) ? (value as unknown[]) : [value]).filter((one) => one instanceof Upload);

/** The uploads of a request, by field. */
export function readFiles({ body }: FastifyRequest): ReadonlyMap<string, Upload[]> {
	const entries = Object.entries(isFields(body) ? body : {});
	return new Map(entries.map(([name, value]) => [name, uploadsIn(value)]));
}
