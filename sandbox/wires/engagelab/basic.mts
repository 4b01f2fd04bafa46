import { type FastifyRequest } from 'fastify';

/** HTTP Basic; a pair of one generation does not work in the other (docs/providers/engagelab.md §1). */
export function hasPair({ headers }: FastifyRequest, user: string, key: string): boolean {
	const encoded = Buffer.from(`${user}:${key}`).toString('base64');
	return headers.authorization === `Basic ${encoded}`;
}
