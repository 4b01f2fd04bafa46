import { createServer } from 'node:net';
import { DemoFailure } from './failure.mts';

const HOST = '127.0.0.1';

/** Whether a port of this machine is free to listen on. */
export async function isFree(port: number): Promise<boolean> {
	return (await listenOnce(port)) !== undefined;
}

/** Any free port. */
export async function freePort(): Promise<number> {
	const port = await listenOnce(0);
	if (port === undefined) throw new DemoFailure('This machine has no free port left.');
	return port;
}

/**
 * The port that the user named, or else the usual one, or else any free one.
 *
 * @throws DemoFailure when a named port is taken: the user relies on that port
 */
export async function choosePort(
	wanted: { flag: string; named?: number; usual: number },
	say: (line: string) => void,
): Promise<number> {
	const { flag, named, usual } = wanted;
	if (await isFree(named ?? usual)) return named ?? usual;
	if (named !== undefined) {
		throw new DemoFailure(
			`Port ${named} is taken. Stop the program that listens there, name another one (${flag} N), or omit ${flag}: the demo then finds a free one.`,
		);
	}
	const port = await freePort();
	say(`port ${usual} is taken, so this one is on ${port}`);
	return port;
}

/** Listens on a port for a moment and returns it; undefined when that is not possible. */
function listenOnce(port: number): Promise<number | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, HOST, () => {
			const address = server.address();
			const found = typeof address === 'object' ? address?.port : undefined;
			server.close(() => resolve(found));
		});
	});
}
