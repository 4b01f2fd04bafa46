import { setTimeout as delay } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type FaultSpec } from '../fault-spec.mts';
import { type RecordedRequest } from '../types.mts';
import { type World } from '../world.mts';

declare module 'fastify' {
	interface FastifyRequest {
		/** Set at a wire: the record of this request and the fault that hit it. */
		arrival: { record: RecordedRequest; fault?: FaultSpec } | null;
	}
}

export interface ArrivalOptions {
	world: World;
	/** The name in the records and in fault specs. */
	wire: string;
	mount: string;
	/** The body of the wire's own error with this HTTP status. */
	failure: (status: number) => unknown;
}

const gatewayPage =
	'<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>';

function recordOf(request: FastifyRequest, { world, wire, mount }: ArrivalOptions) {
	const { pathname, searchParams } = new URL(request.url, 'http://sandbox');
	const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
		name,
		Array.isArray(value) ? value.join(', ') : (value ?? ''),
	]);
	return world.journal.add({
		wire,
		method: request.method,
		path: pathname.slice(mount.length) || '/',
		query: Object.fromEntries(searchParams),
		headers: Object.fromEntries(headers),
		body: request.body ?? null,
	});
}

/** Keeps the connection open without an answer, until the client or the sandbox closes it. */
function silence(reply: FastifyReply): void {
	reply.hijack();
}

function cut(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.socket?.resetAndDestroy();
}

function dress(reply: FastifyReply, fault: FaultSpec, status: number): void {
	reply.code(status);
	if (status === 429) {
		// Observed at ClickSend: docs/providers/clicksend.md §4.
		reply.header('x-ratelimit-limit', '20').header('x-ratelimit-remaining', '0');
	}
	if (fault.retryAfter !== undefined) {
		reply.header('retry-after', String(fault.retryAfter));
		reply.header('ratelimit-reset', String(fault.retryAfter));
	}
	reply.headers(fault.headers ?? {});
}

/** Text is sent as it is, everything else as JSON. */
function bodyOf(reply: FastifyReply, fault: FaultSpec, fallback: unknown): string {
	const body = fault.body === undefined ? fallback : fault.body;
	const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json';
	if (!fault.headers?.['content-type']) reply.header('content-type', type);
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Records every request of a wire and applies the faults. Every wire's plugin calls this first. */
export function observe(app: FastifyInstance, options: ArrivalOptions): void {
	const { world, failure } = options;

	// After the body was read, and before the wire (including its authentication) sees the request.
	app.addHook('preValidation', async (request, reply) => {
		const record = recordOf(request, options);
		const { id, latencyMs, fault } = world.faults.hit(record);
		request.arrival = { record, fault: fault?.spec };
		if (id) record.fault = id;
		if (latencyMs > 0) {
			const { era } = world;
			await delay(latencyMs, undefined, { ref: false });
			if (world.era !== era) return cut(reply);
		}
		if (!fault) return;
		const { spec } = fault;
		if (spec.kind === 'resetBefore') cut(reply);
		else if (spec.kind === 'hangBefore') silence(reply);
		else if (spec.kind === 'garbageBefore') {
			dress(reply, spec, 200);
			return reply.send(bodyOf(reply, spec, gatewayPage));
		} else if (spec.kind === 'status') {
			const status = spec.status ?? 500;
			dress(reply, spec, status);
			return reply.send(bodyOf(reply, spec, failure(status)));
		}
		if (reply.sent) return reply;
	});

	// The wire has handled the request: what it accepted stays accepted.
	app.addHook('onSend', (request, reply, payload, done) => {
		if (!world.settings.keepAlive) reply.header('connection', 'close');
		const record = request.arrival?.record;
		const fault = request.arrival?.fault;
		let answer = payload;
		if (fault?.kind === 'resetAfter') return cut(reply);
		if (fault?.kind === 'hangAfter') return silence(reply);
		if (fault?.kind === 'statusAfter') {
			const status = fault.status ?? 500;
			dress(reply, fault, status);
			answer = bodyOf(reply, fault, failure(status));
		} else if (fault?.kind === 'garbage') {
			const whole = typeof payload === 'string' ? payload : gatewayPage;
			dress(reply, fault, 200);
			reply.removeHeader('content-length');
			answer = fault.body === undefined ? halfOf(whole) : bodyOf(reply, fault, null);
		}
		if (record && !reply.raw.destroyed) record.status = reply.statusCode;
		done(null, answer);
	});
}

/** The first half of an answer, as if the connection broke in the middle of it. */
const halfOf = (text: string) => text.slice(0, Math.ceil(text.length / 2));
