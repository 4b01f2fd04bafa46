/** MMS with a picture of the input, and texts whose URLs are shortened, direct and through Maton. */
import { type IBinaryKeyData, type IDataObject } from 'n8n-workflow';
import { operationOf, PNG, rowsOf, WAYS } from '../../support/clicksend.mts';
import { errorOf, number, ON_ERROR, sending, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const GIF = Buffer.from('GIF89a').toString('base64');
const file = (data: string, field = 'data'): IBinaryKeyData => ({
	[field]: { data, mimeType: 'application/octet-stream' },
});
const uploads = () => suite.sandbox.requests({ path: '/v3/uploads' });
const sends = (channel: string) => suite.sandbox.requests({ path: `/v3/${channel}/send` });

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);
	const mms = (parameters: IDataObject = {}, settings = {}) =>
		operation(
			'mms',
			'send',
			{
				to: '={{ $json.to }}',
				subject: 'Chart',
				message: '={{ $json.text }}',
				mediaSource: 'binary',
				...parameters,
			},
			settings,
		);
	const ITEMS = [1, 2, 3].map((n) => ({ to: number(n), text: `No ${n}` }));

	describe('MMS: Send: a binary file', () => {
		test('is uploaded once for all items that have it, and sent from its address', async () => {
			const files = [file(PNG), file(GIF), file(PNG)];
			const outcome = await suite.engine.run(mms(), ITEMS, { files });
			expect(stories(outcome).map(({ outcome: one }) => one)).toEqual([
				'accepted',
				'accepted',
				'accepted',
			]);
			expect(uploads().map(({ query, body }) => [query.convert, body])).toEqual([
				['mms', { content: PNG }],
				['mms', { content: GIF }],
			]);
			const media = sends('mms').map(({ body }) => (body as IDataObject).media_file);
			expect(media).toEqual([
				expect.stringMatching(/^https:.*\.jpg$/),
				expect.stringMatching(/^https:.*\.gif$/),
			]);
			expect(suite.sandbox.messages().map(({ mediaUrl }) => mediaUrl)).toEqual(
				expect.arrayContaining(media),
			);
			expect(outcome.stored).not.toContain('_private');
		});

		test.each<[string, IDataObject, IBinaryKeyData | undefined, string]>([
			['no file', {}, undefined, 'the item has no binary field "data"'],
			['an empty file', {}, file(''), 'the file in "data" is empty'],
			[
				'another field',
				{ binaryPropertyName: 'chart' },
				file(PNG),
				'the item has no binary field "chart"',
			],
			[
				'another format',
				{},
				file(Buffer.from('%PDF-1.7').toString('base64')),
				'is not a picture that ClickSend converts',
			],
		])('%s: fails its own item only', async (_, parameters, binary, message) => {
			const other = parameters.binaryPropertyName === 'chart' ? file(GIF, 'chart') : file(GIF);
			const outcome = await suite.engine.run(
				mms(parameters, ON_ERROR.errorOutput),
				ITEMS.slice(0, 2),
				{ files: [binary, other] },
			);
			expect(rowsOf(outcome)).toHaveLength(1);
			const failed = errorOf(outcome.outputs[1]?.[0]?.json ?? {});
			expect(failed.message).toContain(message);
			expect(failed.failure).toMatchObject({ parameter: 'Input Data Field Name' });
		});

		test.each([
			{ kind: 'status', status: 500 },
			{ kind: 'resetAfter' },
			{ kind: 'garbage', body: { http_code: 200, response_code: 'SUCCESS', data: {} } },
		] as const)(
			'an upload that fails (%j) sends nothing, and a retry sends once',
			async (fault) => {
				suite.sandbox.fault({ ...fault, path: '/v3/uploads', times: 1 });
				const files = [file(PNG)];
				const failed = await suite.engine.run(mms(), ITEMS.slice(0, 1), { files });
				expect(failed.error).toBeDefined();
				expect(sends('mms')).toEqual([]);
				await suite.engine.retry(mms(), failed);
				expect(suite.sandbox.messages()).toHaveLength(1);
			},
		);

		test('a dry run uploads nothing', async () => {
			const node = mms({ options: { dryRun: true } });
			const outcome = await suite.engine.run(node, ITEMS, {
				files: [file(PNG), file(GIF), file(PNG)],
			});
			expect(rowsOf(outcome)).toHaveLength(3);
			expect(suite.sandbox.requests()).toEqual([]);
		});

		test('a retry does not send again what was sent, though the upload has another address', async () => {
			suite.sandbox.fault({
				kind: 'rows',
				path: '/v3/mms/send',
				rows: { status: 'INSUFFICIENT_CREDIT', to: number(2) },
				times: 1,
			});
			const files = [file(PNG), file(PNG)];
			const failed = await suite.engine.run(mms(), ITEMS.slice(0, 2), { files });
			expect(suite.sandbox.messages()).toHaveLength(1);
			await suite.engine.retry(mms(), failed);
			expect(suite.sandbox.messages().map(({ to }) => to)).toEqual([number(1), number(2)]);
		});
	});

	describe('SMS: Send: Shorten URLs', () => {
		const shortened = sending(way, { shortenUrls: true });
		const LINK = 'See https://example.com/a/very/long/path';

		test('the request asks for it, and its rows are told apart without the text', async () => {
			const items = [
				{ to: number(1), text: `${LINK}?1` },
				{ to: number(2), text: `${LINK}?2` },
				{ to: number(1), text: `${LINK}?3` },
			];
			const outcome = await suite.engine.run(shortened, items);
			expect(stories(outcome)).toEqual(
				items.map(({ to }, item) => ({ item, to, outcome: 'accepted' })),
			);
			expect(sends('sms').map(({ body }) => (body as IDataObject).shorten_urls)).toEqual([
				true,
				true,
			]);
			expect(suite.sandbox.messages().map(({ text }) => text)).toEqual(
				Array.from(
					{ length: 3 },
					() => expect.stringMatching(/^See https:\/\/smsg\.us\//) as string,
				),
			);
			const ids = suite.sandbox.messages().map(({ id }) => id);
			const told = rowsOf(outcome).map(({ messageId }) => messageId as string);
			expect([...told].sort()).toEqual([...ids].sort());
			// The first request has one text per recipient.
			expect([told[0], told[1], told[2]]).toEqual(ids);
		});

		test('without it, nothing asks for it', async () => {
			await suite.engine.run(sending(way), [{ to: number(1), text: LINK }]);
			expect(sends('sms')[0]?.body).not.toHaveProperty('shorten_urls');
			expect(suite.sandbox.messages()[0]?.text).toBe(LINK);
		});

		test('an unclear outcome of a text with a URL is not found in the history by its recipient', async () => {
			suite.sandbox.fault({ kind: 'resetAfter', path: '/v3/sms/send', times: 1 });
			const outcome = await suite.engine.run(
				sending(way, { shortenUrls: true, maxRetries: 0 }, ON_ERROR.continue),
				[
					{ to: number(1), text: LINK },
					{ to: number(2), text: 'Down' },
				],
			);
			expect(stories(outcome).map(({ outcome: one }) => one)).toEqual(['unknown', 'accepted']);
		});
	});
});
