/**
 * One request and its answer, bounded in time and size whatever the server does. n8n's clients bound
 * neither: their timeout is the time of silence, and they read an answer of any size into memory.
 */

/** The largest answer that is read, in bytes after decompression. */
const LARGEST_ANSWER = 16 * 1024 * 1024;
export const LARGEST_ANSWER_TEXT = '16 MiB';

/** The longest time that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** An answer as n8n's clients return it. */
export interface FullResponse {
	readonly statusCode: number;
	readonly headers: unknown;
	/** A stream if one was requested; text or a value from other clients. */
	readonly body: unknown;
}

export interface Exchange {
	/** Time of the whole request, until the last byte of the answer, in milliseconds. */
	readonly timeoutMs: number;
	/** Cancels the request, with the execution. */
	readonly cancel?: AbortSignal;
}

/** The part of Node's streams that is needed here. */
interface Stream {
	on(event: 'data', listener: (chunk: Uint8Array) => void): void;
	on(event: 'error', listener: (error: unknown) => void): void;
	on(event: 'end' | 'close', listener: () => void): void;
	destroy(): void;
}

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && 'destroy' in body && 'pipe' in body;

/** An error with one of the codes that `classifyError` knows. */
const failedWith = (code: string): Error => Object.assign(new Error(code), { code });

const bytesOf = async (stream: Stream, signal: AbortSignal): Promise<Buffer> =>
	await new Promise((resolve, reject) => {
		// A client that ignores the signal would go on.
		signal.addEventListener('abort', () => stream.destroy());
		const chunks: Uint8Array[] = [];
		let size = 0;
		stream.on('data', (chunk) => {
			size += chunk.length;
			if (size <= LARGEST_ANSWER) {
				chunks.push(chunk);
				return;
			}
			chunks.length = 0;
			reject(failedWith('ANSWER_TOO_LARGE'));
			stream.destroy();
		});
		stream.on('end', () => resolve(Buffer.concat(chunks)));
		stream.on('error', reject);
		stream.on('close', () => reject(failedWith('ERR_STREAM_PREMATURE_CLOSE')));
	});

/**
 * Makes a request through one of n8n's clients and reads the answer.
 *
 * @param start starts the request; the signal ends it. A client that ignores the signal goes on in the
 *              background, but is not waited for.
 * @throws the client's error, or one with the code `ETIMEDOUT` (nothing more was read after the
 *         timeout), `ERR_CANCELED`, `ANSWER_TOO_LARGE` or `ERR_STREAM_PREMATURE_CLOSE`
 */
export async function exchangeBytes(
	{ timeoutMs, cancel }: Exchange,
	start: (signal: AbortSignal) => Promise<unknown>,
): Promise<FullResponse & { readonly body: Buffer }> {
	const request = new AbortController();
	const deadline = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), LONGEST_MS));
	let stop: (code: string) => void = () => undefined;
	const stopped = new Promise<never>((_resolve, reject) => {
		stop = (code) => {
			reject(failedWith(code));
			request.abort();
		};
	});
	const late = () => stop('ETIMEDOUT');
	const cancelled = () => stop('ERR_CANCELED');
	deadline.addEventListener('abort', late);
	cancel?.addEventListener('abort', cancelled);
	if (cancel?.aborted) cancelled();

	const read = async () => {
		const response = (await start(request.signal)) as FullResponse;
		const { body } = response;
		if (!isStream(body)) {
			const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
			return { ...response, body: Buffer.from(text) };
		}
		const bytes = bytesOf(body, request.signal);
		// An answer that came too late: nobody waits for it.
		if (request.signal.aborted) body.destroy();
		return { ...response, body: await bytes };
	};
	try {
		return await Promise.race([read(), stopped]);
	} finally {
		deadline.removeEventListener('abort', late);
		cancel?.removeEventListener('abort', cancelled);
	}
}

/** {@link exchangeBytes}, with the answer as text. */
export async function exchange(
	bounds: Exchange,
	start: (signal: AbortSignal) => Promise<unknown>,
): Promise<FullResponse & { readonly body: string }> {
	const { body, ...response } = await exchangeBytes(bounds, start);
	return { ...response, body: body.toString('utf8').replace(/^\uFEFF/, '') };
}
