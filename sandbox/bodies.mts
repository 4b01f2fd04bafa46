import { type FastifyInstance } from 'fastify';
import { readMultipart } from './multipart.mts';

function read(contentType: string, text: string): unknown {
	if (text === '') return null;
	if (contentType.includes('json')) {
		try {
			return JSON.parse(text);
		} catch {
			return text;
		}
	}
	if (contentType.includes('x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	if (contentType.includes('multipart/form-data')) return readMultipart(contentType, text) ?? text;
	return text;
}

/**
 * Reads every body and never rejects one: the record must hold what arrived, and each wire reports
 * an invalid body in its own way.
 */
export function readAllBodies(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
		done(null, read(request.headers['content-type'] ?? '', body.toString()));
	});
}
