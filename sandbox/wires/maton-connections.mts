import { randomUUID } from 'node:crypto';
import { type Settings } from '../settings.mts';
import { type World } from '../world.mts';

export const matonKey = 'maton-key';

/** The connection that exists at start. */
export const firstConnectionId = '37beee67-29f7-43b6-b0b2-5f0f7a5d6440';

/** See docs/providers/maton.md §3. */
export interface Connection {
	connection_id: string;
	status: Settings['matonConnectionStatus'];
	creation_time: string;
	last_updated_time: string;
	/** Contains a session token: a client should treat it as a secret. */
	url: string;
	app: string;
	metadata: Record<string, unknown>;
	method: string;
}

/** UTC with microseconds (docs/providers/maton.md §3). */
const now = () => new Date().toISOString().replace('Z', '000Z');

/** The connections of the Maton account, oldest first. */
export class MatonConnections {
	readonly #world: World;
	readonly #connectUrl: () => string;
	readonly #connections = new Map<string, Connection>();

	constructor(world: World, connectUrl: () => string) {
		this.#world = world;
		this.#connectUrl = connectUrl;
		world.onReset(() => this.#start());
		this.#start();
	}

	list(): Connection[] {
		return [...this.#connections.values()].map((connection) => ({
			...connection,
			status: this.#statusOf(connection),
			url: `${this.#connectUrl()}?session_token=${connection.connection_id}`,
		}));
	}

	find(id: string): Connection | undefined {
		return this.list().find(({ connection_id }) => connection_id === id);
	}

	/** Creates a PENDING connection; the user completes it at `url` (docs/providers/maton.md §3). */
	create(app: string, method: string): Connection | undefined {
		const id = randomUUID();
		this.#add(id, app, 'PENDING', method);
		return this.find(id);
	}

	/** Completes a connection, as the user does at `url`; returns false for an unknown token. */
	finish(sessionToken: string): boolean {
		const connection = this.#connections.get(sessionToken);
		if (!connection) return false;
		connection.status = 'ACTIVE';
		connection.last_updated_time = now();
		return true;
	}

	remove(id: string): boolean {
		return this.#connections.delete(id);
	}

	/** The status of the first connection is a setting, so that a test can make it unusable. */
	#statusOf({ connection_id, status }: Connection): Connection['status'] {
		return connection_id === firstConnectionId
			? this.#world.settings.matonConnectionStatus
			: status;
	}

	#add(id: string, app: string, status: Connection['status'], method: string): void {
		const time = now();
		this.#connections.set(id, {
			connection_id: id,
			status,
			creation_time: time,
			last_updated_time: time,
			url: '',
			app,
			metadata: {},
			method,
		});
	}

	#start(): void {
		this.#connections.clear();
		this.#add(firstConnectionId, 'clicksend', 'ACTIVE', 'API_KEY');
	}
}
