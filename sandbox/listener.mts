import { createServer, type RequestListener, type Server } from 'node:http';
import { type Socket } from 'node:net';

const host = '127.0.0.1';

/** The real TCP listener on loopback, which can go away for a while and come back. */
export class Listener {
	readonly #server: Server;
	#port = 0;
	#comeBack: NodeJS.Timeout | undefined;
	/** Open connections without a request under way. */
	readonly #idle = new Set<Socket>();

	constructor(handle: RequestListener) {
		// Sends wait for their answers: no request may be cut because it is slow.
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
	 * Really stops listening, so that connections are refused by the operating system.
	 * Requests that are under way end as they would; connections that clients keep for later are
	 * closed, also those that were opened ahead of a first request (undici does that).
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
			// An error only says that it was not listening, which is what was wanted.
			this.#server.close(() => resolve());
		});
		this.#server.closeAllConnections();
		await closed;
	}
}
