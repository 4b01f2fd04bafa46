import { createServer, type RequestListener, type Server } from 'node:http';
import { type Socket } from 'node:net';

const host = '127.0.0.1';

/** A TCP listener on loopback that can stop listening for a while. */
export class Listener {
	readonly #server: Server;
	#port = 0;
	#comeBack: NodeJS.Timeout | undefined;
	/** Open connections without a request in progress. */
	readonly #idle = new Set<Socket>();

	constructor(handle: RequestListener) {
		// No timeout: a slow request must not be cut.
		this.#server = createServer({ requestTimeout: 0 }, (request, response) => {
			const { socket } = request;
			this.#idle.delete(socket);
			response.once('close', () => {
				if (!socket.destroyed) this.#idle.add(socket);
			});
			handle(request, response);
		});
		this.#server.on('connection', (socket: Socket) => {
			this.#idle.add(socket);
			socket.once('close', () => this.#idle.delete(socket));
		});
	}

	get port(): number {
		return this.#port;
	}

	async open(port: number): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject);
			this.#server.listen(port, host, () => {
				this.#server.off('error', reject);
				resolve();
			});
		});
		const address = this.#server.address();
		if (address && typeof address === 'object') this.#port = address.port;
	}

	/**
	 * Stops listening, so that the operating system refuses connections.
	 * Requests in progress finish normally. Idle connections are closed, including those opened before
	 * a first request (as undici does).
	 */
	refuseFor(ms: number): void {
		clearTimeout(this.#comeBack);
		if (this.#server.listening) this.#server.close();
		for (const socket of this.#idle) socket.destroy();
		this.#comeBack = setTimeout(() => this.comeBack(), ms);
	}

	/** Ends a refusal early; does nothing when there is none. */
	comeBack(): void {
		if (!this.#comeBack) return;
		clearTimeout(this.#comeBack);
		this.#comeBack = undefined;
		if (!this.#server.listening) this.#server.listen(this.#port, host);
	}

	async close(): Promise<void> {
		clearTimeout(this.#comeBack);
		this.#comeBack = undefined;
		const closed = new Promise<void>((resolve) => {
			// An error only means that it was not listening.
			this.#server.close(() => resolve());
		});
		this.#server.closeAllConnections();
		await closed;
	}
}
