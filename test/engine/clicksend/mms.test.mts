/** ClickSend's MMS, direct and through Maton. */
import { type IBinaryKeyData, type IDataObject } from 'n8n-workflow';
import { operationOf, PNG, rowsOf, WAYS } from '../../support/clicksend.mts';
import { seedMessages } from '../../support/clicksend-seed.mts';
import { errorOf, number, ON_ERROR, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const requests = (path: string) => suite.sandbox.requests({ path });
const GIF = 'https://example.com/chart.gif';

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);

	describe('MMS: Get Many', () => {
		const seed = async (count: number) =>
			await seedMessages(suite.sandbox.url, '/v3/mms/send', {
				media_file: GIF,
				messages: Array.from({ length: count }, (_, n) => ({
					to: number(n),
					subject: 'Chart',
					body: `No ${n}`,
				})),
			});

		test.each<[IDataObject, number, number]>([
			[{ returnAll: false, limit: 1 }, 1, 1],
			[{ returnAll: false, limit: 100 }, 100, 1],
			[{ returnAll: false, limit: 101 }, 101, 2],
			[{ returnAll: true }, 120, 2],
		])('%j returns %i rows and requests %i pages', async (parameters, rows, asked) => {
			await seed(120);
			const outcome = await suite.engine.run(operation('mms', 'getAll', parameters));
			expect(rowsOf(outcome)).toHaveLength(rows);
			expect(requests('/v3/mms/history')).toHaveLength(asked);
			expect(new Set(rowsOf(outcome).map(({ messageId }) => messageId)).size).toBe(rows);
		});

		test('the simplified columns, and the date filters', async () => {
			const [id] = await seed(1);
			const filters = { dateFrom: '2026-01-01T00:00:00Z', dateTo: '2036-01-01T00:00:00Z' };
			const outcome = await suite.engine.run(
				operation('mms', 'getAll', { returnAll: true, filters }),
			);
			expect(rowsOf(outcome)).toEqual([
				{
					messageId: id,
					to: number(0),
					from: expect.any(String) as string,
					body: 'No 0',
					status: 'Completed',
					deliveryStatus: 'sent',
					errorCode: null,
					errorText: null,
					segments: 1,
					price: '2.420000',
					reference: null,
					date: expect.stringMatching(/^20\d\d-/) as string,
					scheduledAt: expect.any(String) as string,
					subject: 'Chart',
					mediaUrl: GIF,
				},
			]);
			expect(requests('/v3/mms/history')[0]?.query).toEqual({
				page: '1',
				limit: '100',
				date_from: String(Date.UTC(2026, 0) / 1000),
				date_to: String(Date.UTC(2036, 0) / 1000),
			});
		});

		test('with Simplify off, the rows are returned unchanged', async () => {
			await seed(1);
			const outcome = await suite.engine.run(
				operation('mms', 'getAll', { limit: 1, simplify: false }),
			);
			expect(rowsOf(outcome)[0]).toHaveProperty('_media_file_url', GIF);
		});
	});

	describe('MMS: Get Price', () => {
		const price = (parameters: IDataObject = {}) =>
			operation('mms', 'getPrice', {
				to: `${number(1)}, ${number(2)}`,
				subject: 'Chart',
				message: 'Look',
				mediaUrl: GIF,
				...parameters,
			});

		test('sends picture and subject, as a send would; one item per recipient', async () => {
			const outcome = await suite.engine.run(price());
			const message = (n: number) => ({
				to: number(n),
				subject: 'Chart',
				body: 'Look',
				source: 'n8n',
			});
			expect(requests('/v3/mms/price').map(({ body }) => body)).toEqual([
				{ media_file: GIF, messages: [message(1), message(2)] },
			]);
			expect(rowsOf(outcome)).toMatchObject([
				{ to: number(1), status: 'SUCCESS', price: { amount: '2.4200' }, problem: null },
				{ to: number(2), status: 'SUCCESS' },
			]);
			expect(suite.sandbox.messages()).toEqual([]);
		});

		describe('a binary file', () => {
			const binary = (data: string): { files: IBinaryKeyData[] } => ({
				files: [{ data: { data, mimeType: 'image/png' } }],
			});
			const uploads = () => requests('/v3/uploads');

			test('is uploaded first, and the price is asked with its address', async () => {
				const node = price({ mediaSource: 'binary' });
				const outcome = await suite.engine.run(node, [{}], binary(PNG));
				expect(uploads().map(({ query, body }) => [query.convert, body])).toEqual([
					['mms', { content: PNG }],
				]);
				expect(requests('/v3/mms/price').map(({ body }) => body)).toMatchObject([
					{ media_file: expect.stringMatching(/^https:.*\.jpg$/) as string },
				]);
				expect(rowsOf(outcome)).toMatchObject([
					{ to: number(1), price: { amount: '2.4200' } },
					{ to: number(2), status: 'SUCCESS' },
				]);
				expect(suite.sandbox.messages()).toEqual([]);
			});

			test.each<[string, string, string]>([
				['is missing', 'chart', 'the item has no binary field "chart"'],
				['is no picture', 'data', 'is not a picture that ClickSend converts'],
			])('that %s is reported before any request', async (_name, field, text) => {
				const node = price({ mediaSource: 'binary', binaryPropertyName: field });
				const pdf = Buffer.from('%PDF-1.7').toString('base64');
				const { error } = await suite.engine.run(node, [{}], binary(pdf));
				expect(error?.message).toContain(text);
				expect(error?.context?.itemIndex).toBe(0);
				expect(suite.sandbox.requests()).toEqual([]);
			});

			test.each([
				{ kind: 'status', status: 500 },
				{ kind: 'garbage', body: { http_code: 200, response_code: 'SUCCESS', data: {} } },
			] as const)('that cannot be uploaded (%j) has no price', async (fault) => {
				suite.sandbox.fault({ ...fault, path: '/v3/uploads', times: 9 });
				const node = price({ mediaSource: 'binary' });
				const { error } = await suite.engine.run(node, [{}], binary(PNG));
				expect(error).toBeDefined();
				expect(requests('/v3/mms/price')).toEqual([]);
			});
		});

		test.each<[IDataObject, string]>([
			[{ subject: '={{ "" }}' }, 'Subject is empty'],
			[{ mediaUrl: 'chart.gif' }, 'not a web address'],
		])('%j is reported before any request', async (parameters, text) => {
			const { error } = await suite.engine.run(price(parameters));
			expect(error?.message).toContain(text);
			expect(error?.context?.itemIndex).toBe(0);
			expect(suite.sandbox.requests()).toEqual([]);
		});
	});

	describe('MMS: Send', () => {
		const send = (parameters: IDataObject = {}, settings = {}) =>
			operation(
				'mms',
				'send',
				{
					to: '={{ $json.to }}',
					subject: '={{ $json.subject ?? "Chart" }}',
					message: '={{ $json.text ?? "Look" }}',
					mediaUrl: `={{ $json.media ?? "${GIF}" }}`,
					...parameters,
				},
				settings,
			);
		const bodies = () => requests('/v3/mms/send').map(({ body }) => body);

		test('the picture is set per request, so items with different pictures are sent separately', async () => {
			const other = 'https://example.com/other.jpg';
			const outcome = await suite.engine.run(
				send({ from: { __rl: true, mode: 'value', value: 'SandboxCo' } }),
				[{ to: number(1) }, { to: number(2), media: other }, { to: number(3), subject: 'CPU' }],
			);
			const message = (n: number, subject = 'Chart') => ({
				to: number(n),
				subject,
				body: 'Look',
				from: 'SandboxCo',
				source: 'n8n',
			});
			expect(bodies()).toEqual([
				{ media_file: GIF, messages: [message(1), message(3, 'CPU')] },
				{ media_file: other, messages: [message(2)] },
			]);
			expect(stories(outcome).map(({ item, to }) => [item, to])).toEqual([
				[0, number(1)],
				[1, number(2)],
				[2, number(3)],
			]);
			const media = suite.sandbox.messages().map(({ to, mediaUrl }) => [to, mediaUrl]);
			expect(media.sort()).toEqual([
				[number(1), GIF],
				[number(2), other],
				[number(3), GIF],
			]);
		});

		test.each<[IDataObject, string, string]>([
			[{ subject: '' }, 'Subject', 'Subject is empty'],
			[{ subject: 's'.repeat(21) }, 'Subject', 'Subject has 21 characters'],
			[{ media: '' }, 'Media URL', 'Media URL is empty'],
			[{ media: 'chart.gif' }, 'Media URL', 'not a web address'],
			[{ media: 'ftp://example.com/a.gif' }, 'Media URL', 'not a web address'],
			[{ media: 'https://example.com/a.PNG?key=canary' }, 'Media URL', 'a png file'],
			[{ text: 'x'.repeat(1501) }, 'Message', 'cut it off after 1500'],
			[{ text: 'ж'.repeat(501) }, 'Message', 'cut it off after 500'],
			[{ text: ' ' }, 'Message', 'Message is empty'],
		])('%j is reported before sending; the others are sent', async (item, parameter, text) => {
			const outcome = await suite.engine.run(send({}, ON_ERROR.errorOutput), [
				{ to: number(1), ...item },
				{ to: number(2), subject: 's'.repeat(20), text: 'x'.repeat(1500) },
			]);
			expect(suite.sandbox.messages().map(({ to }) => to)).toEqual([number(2)]);
			const failed = errorOf(outcome.outputs[1]?.[0]?.json ?? {});
			expect(failed.failure).toMatchObject({ class: 'content', parameter });
			expect(failed.message).toContain(text);
			expect(JSON.stringify(failed)).not.toContain('canary');
		});

		test.each(['rows', 'request'] as const)(
			'a picture that ClickSend refuses in the %s: rejected',
			async (invalidMediaFile) => {
				suite.sandbox.configure({ invalidMediaFile });
				const outcome = await suite.engine.run(send({}, ON_ERROR.errorOutput), [
					{ to: number(1), media: 'https://example.com/a.pdf' },
				]);
				expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
					outcome: 'rejected',
					failure: { class: 'content', code: 'INVALID_MEDIA_FILE' },
				});
			},
		);

		test('a long text is one part', async () => {
			const outcome = await suite.engine.run(send({ options: { dryRun: true } }), [
				{ to: number(1), text: 'x'.repeat(1500) },
			]);
			expect(rowsOf(outcome)[0]).toMatchObject({ segments: 1, encoding: 'GSM-7' });
		});

		test('two pictures with the same text: the history does not show which one was sent', async () => {
			suite.sandbox.fault({ path: '/v3/mms/send', kind: 'resetBefore' });
			suite.sandbox.fault({ path: '/v3/mms/send', kind: 'resetAfter' });
			const outcome = await suite.engine.run(
				send({ options: { concurrency: 1 } }, ON_ERROR.continue),
				[{ to: number(1) }, { to: number(1), media: 'https://example.com/other.gif' }],
			);
			expect(stories(outcome).map(({ outcome: fate }) => fate)).toEqual(['unknown', 'unknown']);
			expect(suite.sandbox.messages()).toHaveLength(1);
		});
	});
});
