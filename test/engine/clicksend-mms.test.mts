/** ClickSend's MMS, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { operationOf, rowsOf, WAYS } from '../support/clicksend.mts';
import { seedMessages } from '../support/clicksend-seed.mts';
import { number } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

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
		])('%j gives %i rows and asks for %i pages', async (parameters, rows, asked) => {
			await seed(120);
			const outcome = await suite.engine.run(operation('mms', 'getAll', parameters));
			expect(rowsOf(outcome)).toHaveLength(rows);
			expect(requests('/v3/mms/history')).toHaveLength(asked);
			expect(new Set(rowsOf(outcome).map(({ messageId }) => messageId)).size).toBe(rows);
		});

		test('what Simplify leaves, and the dates of the filters', async () => {
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

		test('Simplify off gives the rows as they are', async () => {
			await seed(1);
			const outcome = await suite.engine.run(
				operation('mms', 'getAll', { limit: 1, simplify: false }),
			);
			expect(rowsOf(outcome)[0]).toHaveProperty('_media_file_url', GIF);
		});
	});
});
