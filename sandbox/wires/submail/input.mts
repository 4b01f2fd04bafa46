import { type FastifyRequest } from 'fastify';
import { Upload } from '../../multipart.mts';
import { isFields, textOf } from '../../values.mts';

/** The parameters of a request by name, as the texts that are signed. */
export type Params = ReadonlyMap<string, string>;

/**
 * A value as text. JSON strings are wanted even in a JSON body (facts: submail §2): anything nested
 * becomes the word that PHP makes of it, which no check for JSON lets pass.
 */
function asText(value: unknown): string {
	if (typeof value === 'object' && value !== null) return 'Array';
	return value === true ? '1' : textOf(value);
}

/**
 * GET has them in the query, everything else in its body: urlencoded, multipart or JSON (facts:
 * submail §2). A body that none of these could read leaves no parameters, which ends in 101.
 */
export function readParams({ method, url, body }: FastifyRequest): Params {
	if (method === 'GET') return new Map(new URL(url, 'http://sandbox').searchParams);
	const params = new Map<string, string>();
	for (const [name, value] of Object.entries(isFields(body) ? body : {})) {
		// Uploads are no part of what is signed (facts: submail §3.2).
		if (!(value instanceof Upload)) params.set(name, asText(value));
	}
	return params;
}
