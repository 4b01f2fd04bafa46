import { Bounded } from './bounded.mts';
import { type RecordedRequest, type RequestFilter } from './types.mts';

const limit = 20_000;

/** Every request that arrived at a wire, in order. */
export class Journal {
	readonly #requests = new Bounded<RecordedRequest>(limit);
	#count = 0;

	add(request: Omit<RecordedRequest, 'id' | 'at' | 'status'>): RecordedRequest {
		const record: RecordedRequest = {
			id: ++this.#count,
			at: new Date().toISOString(),
			...request,
			status: null,
		};
		this.#requests.push(record);
		return record;
	}

	list({ wire, method, path }: RequestFilter = {}): RecordedRequest[] {
		const fits = (request: RecordedRequest) =>
			(wire === undefined || request.wire === wire) &&
			(method === undefined || request.method === method.toUpperCase()) &&
			(path === undefined ||
				(typeof path === 'string' ? request.path.includes(path) : path.test(request.path)));
		return this.#requests.newest().filter(fits);
	}

	clear(): void {
		this.#requests.clear();
		this.#count = 0;
	}
}
