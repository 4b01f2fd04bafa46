import { type FastifyRequest } from 'fastify';
import { type Fields, fieldsOf, isFields } from '../../values.mts';

function jsonOf(text: string): Fields {
	try {
		return fieldsOf(JSON.parse(text));
	} catch {
		return {};
	}
}

/**
 * The input of a request: query and body together. Bodies are read as JSON whatever their content
 * type is, so the fields of forms are lost (docs/providers/gotone.md §2).
 */
export function inputOf({ body, query, headers }: FastifyRequest): Fields {
	const isForm = headers['content-type']?.includes('x-www-form-urlencoded') === true;
	const given = isFields(body) && !isForm ? body : jsonOf(typeof body === 'string' ? body : '');
	return { ...fieldsOf(query), ...given };
}
