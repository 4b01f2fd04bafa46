import { type FastifyRequest } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';

export type Params = Record<string, string>;

/**
 * The content of PHP's `$_POST` or `$_GET`: the fields of a form or of the query. A JSON body has
 * none, although one example of the provider posts JSON (docs/providers/smsmobileapi.md §3).
 */
export function paramsOf({ method, headers, body, query }: FastifyRequest): Params {
	const isForm = headers['content-type']?.includes('application/x-www-form-urlencoded');
	const given = fieldsOf(method === 'POST' ? (isForm ? body : null) : query);
	return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, textOf(value)]));
}
