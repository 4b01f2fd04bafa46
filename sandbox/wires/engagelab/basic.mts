import { type FastifyRequest } from 'fastify';

/** HTTP Basic; the pairs of the two generations do not work in each other (facts: engagelab §1). */
export function hasPair({ headers }: FastifyRequest, user: string, key: string): boolean {
	const encoded = Buffer.from(`${user}:${key}`).toString('base64');
	return headers.authorization === `Basic ${encoded}`;
}
