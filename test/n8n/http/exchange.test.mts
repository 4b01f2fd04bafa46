import { PassThrough, Readable } from 'node:stream';
import { exchange } from '../../../n8n/http/request';

const MIB = 1024 * 1024;
const answer = (body: unknown) => ({ statusCode: 200, headers: {}, body });
const read = async (body: unknown, timeoutMs = 5000) =>
	(await exchange({ timeoutMs }, async () => await Promise.resolve(answer(body)))).body;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
	['text', 'text'],
	[undefined, '""'],
	[{ a: 1 }, '{"a":1}'],
])('a body that is no stream: %j', async (body, text) => {
	expect(await read(body)).toBe(text);
});

test('a stream is read as UTF-8, also if a character is split, and without a byte order mark', async () => {
	const bytes = Buffer.from('\uFEFF{"a":"é漢"}');
	const split = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
	expect(await read(split)).toBe('{"a":"é漢"}');
	expect(await read(Readable.from([]))).toBe('');
});

test('16 MiB are read; one more byte is an error, and the stream is closed', async () => {
	expect(await read(Readable.from(Array(16).fill(Buffer.alloc(MIB, 'x'))))).toHaveLength(16 * MIB);
	const larger = Readable.from([...Array<Buffer>(16).fill(Buffer.alloc(MIB)), Buffer.from('x')]);
	await expect(read(larger)).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' });
	expect(larger.destroyed).toBe(true);
});

test('a stream that breaks off is an error', async () => {
	const broken = new PassThrough();
	broken.write('{"a":');
	setTimeout(() => broken.destroy(), 20);
	await expect(read(broken)).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
	const failing = new PassThrough();
	setTimeout(() => failing.destroy(Object.assign(new Error('x'), { code: 'ECONNRESET' })), 20);
	await expect(read(failing)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a stream that drips ends with the timeout', async () => {
	const slow = new PassThrough();
	const timer = setInterval(() => slow.write('x'), 20);
	await expect(read(slow, 150)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
	clearInterval(timer);
});

test('a client that ignores the signal is not waited for, and its late answer is closed', async () => {
	const late = new PassThrough();
	let signal: AbortSignal | undefined;
	const request = exchange({ timeoutMs: 50 }, async (given) => {
		signal = given;
		await pause(150);
		return answer(late);
	});
	await expect(request).rejects.toMatchObject({ code: 'ETIMEDOUT' });
	expect(signal?.aborted).toBe(true);
	await pause(200);
	expect(late.destroyed).toBe(true);
});

test('a cancelled execution ends it, also if it was cancelled before', async () => {
	const execution = new AbortController();
	const never = async () => await new Promise(() => undefined);
	const request = exchange({ timeoutMs: 5000, cancel: execution.signal }, never);
	execution.abort();
	await expect(request).rejects.toMatchObject({ code: 'ERR_CANCELED' });
	const after = exchange({ timeoutMs: 5000, cancel: execution.signal }, never);
	await expect(after).rejects.toMatchObject({ code: 'ERR_CANCELED' });
});

test.each([2 ** 40, 0.5])('a timeout of %d ms is a timeout', async (timeoutMs) => {
	const slow = exchange({ timeoutMs }, async () => {
		await pause(50);
		return answer('late');
	});
	if (timeoutMs > 1) expect((await slow).body).toBe('late');
	else await expect(slow).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});
