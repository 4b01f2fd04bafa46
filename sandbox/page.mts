import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type FastifyInstance } from 'fastify';

const types: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
};

const folder = path.join(import.meta.dirname, 'page');

/** Serves the page that shows the phones: a few static files, nothing from other hosts. */
export function phonesPage(app: FastifyInstance, _options: object, done: () => void): void {
	for (const name of readdirSync(folder)) {
		app.get(name === 'index.html' ? '/' : `/page/${name}`, (_request, reply) =>
			reply
				.header('content-security-policy', "default-src 'self'; img-src 'self' data:")
				.header('cache-control', 'no-store')
				.type(types[path.extname(name)] ?? 'text/plain')
				.send(readFileSync(path.join(folder, name))),
		);
	}
	done();
}
