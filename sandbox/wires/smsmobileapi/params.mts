import { type FastifyRequest } from 'fastify';
import { type Fields, fieldsOf, textOf } from '../../values.mts';
import { type World } from '../../world.mts';

export type Params = Record<string, string>;

/** A form; JSON only where a setting says so: one example of the provider posts it. */
function bodyOf({ headers, body }: FastifyRequest, { settings }: World): Fields {
	const type = headers['content-type'] ?? '';
	const isRead =
		type.includes('application/x-www-form-urlencoded') ||
		(settings.smsMobileJson === 'read' && type.includes('json'));
	return isRead ? fieldsOf(body) : {};
}

/**
 * The content of PHP's `$_REQUEST`: the query, and the form of a POST above it. The provider's own
 * clients use both at once (docs/providers/smsmobileapi.md §3).
 */
export function paramsOf(request: FastifyRequest, world: World): Params {
	const { method, query } = request;
	const given = { ...fieldsOf(query), ...(method === 'POST' && bodyOf(request, world)) };
	return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, textOf(value)]));
}
