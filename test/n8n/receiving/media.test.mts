/** Downloading the files of received messages: what is opened, what is not, and what is said about it. */
import { Readable } from 'node:stream';
import { type IDataObject, type IHttpRequestOptions, type INodeExecutionData } from 'n8n-workflow';
import { downloadMedia, type MediaContext } from '../../../n8n/receiving/media';

interface Answer {
	readonly status?: number;
	readonly headers?: IDataObject;
	readonly bytes?: number;
	readonly error?: Error & { code?: string };
	/** Never answers. */
	readonly hangs?: true;
}

/** A context whose client gives these answers by address. */
function contextWith(answers: Readonly<Record<string, Answer>>) {
	const requests: IHttpRequestOptions[] = [];
	const helpers = {
		async httpRequest(options: IHttpRequestOptions) {
			requests.push(options);
			const { status = 200, headers = {}, bytes = 3, error, hangs } = answers[options.url] ?? {};
			if (error) throw error;
			if (hangs) await new Promise(() => undefined);
			const part = Buffer.alloc(1024 * 1024, 'x');
			const chunks = [
				...Array.from({ length: Math.floor(bytes / part.length) }, () => part),
				Buffer.alloc(bytes % part.length, 'x'),
			];
			return { statusCode: status, headers, body: Readable.from(chunks) };
		},
		async prepareBinaryData(content: Buffer, fileName?: string, mimeType?: string) {
			return await Promise.resolve({ data: String(content.length), fileName, mimeType });
		},
	};
	return { ctx: { helpers } as unknown as MediaContext, requests };
}

const itemWith = (...media: string[]): INodeExecutionData => ({ json: { media } });

const A = 'https://files.example.com/a%20b.jpg?X-Amz-Signature=abc';

test('a file becomes binary data with its type and a harmless name', async () => {
	const { ctx, requests } = contextWith({
		[A]: { headers: { 'Content-Type': 'image/jpeg; q=1' } },
	});
	const item = itemWith(A);
	await downloadMedia(ctx, [item], { withinMs: 5000 });
	expect(item.binary).toEqual({
		media_0: { data: '3', fileName: 'a_20b.jpg', mimeType: 'image/jpeg' },
	});
	expect(item.json).toEqual({ media: [A] });
	expect(requests).toMatchObject([{ method: 'GET', url: A, disableFollowRedirect: true }]);
	expect(requests[0]).not.toHaveProperty('headers');
	expect(requests[0]).not.toHaveProperty('auth');
});

test('items without media are left alone', async () => {
	const { ctx, requests } = contextWith({});
	const item = { json: { text: 'hello' } };
	await downloadMedia(ctx, [item], { withinMs: 5000 });
	expect(item).toEqual({ json: { text: 'hello' } });
	expect(requests).toEqual([]);
});

test.each([
	'http://127.0.0.1/a',
	'http://localhost:5678/rest/credentials',
	'http://169.254.169.254/latest/meta-data/',
	'http://[::1]/a',
	'http://10.0.0.1/a',
	'https://n8n.internal/a',
	'http://0x7f.1/a',
])('the private address %s is not opened, and not as the target of a redirect', async (url) => {
	const { ctx, requests } = contextWith({ [A]: { status: 302, headers: { location: url } } });
	const item = itemWith(url, A);
	await downloadMedia(ctx, [item], { withinMs: 5000 });
	expect(requests.map((one) => one.url)).toEqual([A]);
	expect(item.binary).toBeUndefined();
	expect(item.json.mediaError).toBe(
		'media_0 could not be downloaded: it is a private address. media_1 could not be downloaded: it is a private address',
	);
});

test('the account’s own private address is opened, and no other port of it', async () => {
	const { ctx, requests } = contextWith({});
	const item = itemWith('http://127.0.0.1:8080/a.gif', 'http://127.0.0.1:8081/a.gif');
	await downloadMedia(ctx, [item], { withinMs: 5000, own: 'http://127.0.0.1:8080' });
	expect(requests.map((one) => one.url)).toEqual(['http://127.0.0.1:8080/a.gif']);
	expect(Object.keys(item.binary ?? {})).toEqual(['media_0']);
});

test('redirects are followed, three times', async () => {
	const at = (n: number) => `https://files.example.com/${n}`;
	const moved = (n: number): Answer => ({ status: 307, headers: { location: `/${n}` } });
	const answers = { [at(0)]: moved(1), [at(1)]: moved(2), [at(2)]: moved(3), [at(9)]: moved(9) };
	const { ctx, requests } = contextWith(answers);
	const item = itemWith(at(0), at(9));
	await downloadMedia(ctx, [item], { withinMs: 5000 });
	expect(Object.keys(item.binary ?? {})).toEqual(['media_0']);
	expect(item.json.mediaError).toContain(
		'media_1 could not be downloaded: it was redirected too often',
	);
	expect(requests).toHaveLength(4 + 4);
});

test.each<[string, Answer, string]>([
	['expired', { status: 403 }, 'it answered with HTTP 403'],
	['too large', { bytes: 17 * 1024 * 1024 }, 'more than 16 MiB'],
	[
		'refused',
		{ error: Object.assign(new Error(), { code: 'ECONNREFUSED' }) },
		'refused the connection',
	],
	['silent', { hangs: true }, 'did not answer within'],
	['leading nowhere', { status: 302, headers: { location: 'ftp://x/y' } }, 'not http'],
])(
	'a file that is %s is reported, and the next one is downloaded',
	async (_name, answer, problem) => {
		const { ctx } = contextWith({ [A]: answer });
		const item = itemWith(A);
		const other = itemWith('https://files.example.com/b.jpg');
		await downloadMedia(ctx, [other, item], { withinMs: answer.hangs ? 100 : 5000 });
		expect(item.binary).toBeUndefined();
		expect(item.json.mediaError).toContain(problem);
		expect(other.binary).toHaveProperty('media_0');
	},
);

test('all files together are bounded in time and size', async () => {
	const large = { bytes: 15 * 1024 * 1024 };
	const urls = Array.from({ length: 6 }, (_, n) => `https://files.example.com/${n}`);
	const { ctx } = contextWith(Object.fromEntries(urls.map((url) => [url, large])));
	const items = urls.map((url) => itemWith(url));
	await downloadMedia(ctx, items, { withinMs: 20_000 });
	expect(items.filter(({ binary }) => binary)).toHaveLength(4);
	expect(items.filter(({ json }) => JSON.stringify(json).includes('64 MiB'))).toHaveLength(2);

	const late = itemWith(A);
	const { ctx: fast, requests } = contextWith({});
	await downloadMedia(fast, [late], { withinMs: 0 });
	expect(late.json.mediaError).toContain('no time left');
	expect(requests).toEqual([]);
});
