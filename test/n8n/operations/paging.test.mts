import { type IDataObject } from 'n8n-workflow';
import { type Failure } from '../../../core/outcome';
import { type Api, type ApiOutcome, type ApiRequest } from '../../../core/provider';
import { type Client } from '../../../n8n/operations/operation';
import { collect } from '../../../n8n/operations/paging';

const FAILURE: Failure = { class: 'auth', message: 'No' };

interface Script {
	/** Rows the provider has. */
	readonly total: number;
	/** The page, from 0, that fails. */
	readonly failAt?: number;
	/** The provider always reports that there is more. */
	readonly alwaysMore?: boolean;
	/** After this many pages, the first one comes again. */
	readonly repeatsAfter?: number;
	readonly endsByRepeating?: true;
	/** The text of every answer. */
	readonly text?: string;
	onRequest?(page: number): void;
}

/** Pages of 15 to 100 rows, as at ClickSend. */
function scripted(script: Script) {
	const { total, failAt, alwaysMore, repeatsAfter = Infinity, endsByRepeating, text = '' } = script;
	const requests: ApiRequest[] = [];
	const api: Api = {
		request: async (request): Promise<ApiOutcome> => {
			requests.push(request);
			const { page, limit } = request.query ?? {};
			if (page === failAt) return await Promise.resolve({ kind: 'unknown', reason: FAILURE });
			script.onRequest?.(Number(page));
			const start = (Number(page) % repeatsAfter) * Number(limit);
			const rows = Array.from({ length: Math.max(0, Math.min(Number(limit), total - start)) });
			const body = {
				rows: rows.map((_, at) => ({ row: start + at })),
				more: alwaysMore ?? start + rows.length < total,
			};
			return { kind: 'response', status: 200, headers: {}, text, body };
		},
	};
	const client: Pick<Client, 'read' | 'paging'> = {
		read: (outcome) =>
			outcome.kind === 'response'
				? { ok: true, data: outcome.body }
				: { ok: false, failure: outcome.reason, status: 401 },
		paging: {
			pageSize: (wanted) => Math.min(100, Math.max(15, wanted)),
			query: (page, limit) => ({ page, limit }),
			read: (data) => data as { rows: IDataObject[]; more: boolean },
			...(endsByRepeating && { endsByRepeating }),
		},
	};
	const get = (limit: number, request: ApiRequest = { method: 'GET', path: '/rows' }) =>
		collect(client, api, request, limit);
	return { get, requests };
}

describe('collect', () => {
	const cases: Array<[limit: number, total: number, rows: number, sizes: number[]]> = [
		[1, 0, 0, [15]],
		[1, 250, 1, [15]],
		[15, 250, 15, [15]],
		[16, 250, 16, [16]],
		[100, 250, 100, [100]],
		[101, 250, 101, [100, 100]],
		[200, 250, 200, [100, 100]],
		[201, 250, 201, [100, 100, 100]],
		[Infinity, 250, 250, [100, 100, 100]],
		[Infinity, 200, 200, [100, 100]],
		[Infinity, 0, 0, [100]],
		[50, 7, 7, [50]],
		[50, 50, 50, [50]],
		[1000, 100, 100, [100]],
		[0, 250, 0, []],
	];

	it.each(cases)('%d of %d gives %d', async (limit, total, count, sizes) => {
		const { get, requests } = scripted({ total });
		expect(await get(limit)).toEqual({
			ok: true,
			rows: Array.from({ length: count }, (_, row) => ({ row })),
		});
		expect(requests.map(({ query }) => query)).toEqual(
			sizes.map((size, page) => ({ page, limit: size })),
		);
	});

	it('keeps the rest of the request on every page', async () => {
		const { get, requests } = scripted({ total: 150 });
		await get(Infinity, { method: 'GET', path: '/a', query: { q: 'x', page: 9 }, timeoutMs: 5 });
		expect(requests).toEqual([
			{ method: 'GET', path: '/a', query: { q: 'x', page: 0, limit: 100 }, timeoutMs: 5 },
			{ method: 'GET', path: '/a', query: { q: 'x', page: 1, limit: 100 }, timeoutMs: 5 },
		]);
	});

	it('ends at an empty page, even if the provider reports more', async () => {
		const { get, requests } = scripted({ total: 120, alwaysMore: true });
		expect(await get(Infinity)).toMatchObject({ ok: true });
		expect(requests).toHaveLength(3);
	});

	it('ends where the provider reports the end, even on a page that is not full', async () => {
		const { get, requests } = scripted({ total: 250, alwaysMore: false });
		expect(await get(Infinity)).toMatchObject({ ok: true });
		expect(requests).toHaveLength(1);
	});

	it.each([0, 1])('fails as a whole if page %d fails', async (failAt) => {
		const { get, requests } = scripted({ total: 250, failAt });
		expect(await get(Infinity)).toEqual({ ok: false, failure: FAILURE, status: 401 });
		expect(requests).toHaveLength(failAt + 1);
	});

	it('fails after 1,000 pages that all report more', async () => {
		const { get, requests } = scripted({ total: 1_000_000 });
		expect(await get(Infinity)).toMatchObject({
			ok: false,
			failure: { code: 'TOO_MANY_PAGES', message: expect.stringMatching(/1,000 pages/) as string },
		});
		expect(requests).toHaveLength(1000);
	});

	it('reads 1,000 pages if that is all', async () => {
		const { get } = scripted({ total: 100_000 });
		const all = await get(Infinity);
		expect(all.ok && all.rows.length).toBe(100_000);
	});

	it.each([Infinity, 250])(
		'fails if a page comes again, also a later one (limit %d)',
		async (limit) => {
			const { get, requests } = scripted({ total: 1_000, repeatsAfter: 2 });
			expect(await get(limit)).toMatchObject({
				ok: false,
				failure: {
					code: 'REPEATED_PAGE',
					message: expect.stringMatching(/same page twice/) as string,
				},
			});
			expect(requests).toHaveLength(3);
		},
	);

	it('ends at a page that comes again where the provider may not know pages', async () => {
		const { get, requests } = scripted({ total: 1_000, repeatsAfter: 1, endsByRepeating: true });
		const all = await get(Infinity);
		expect(all.ok && all.rows.length).toBe(100);
		expect(requests).toHaveLength(2);
	});

	it('fails if its pages are too large together, or take too long', async () => {
		const large = scripted({ total: 1_000, text: 'x'.repeat(130 * 1024 * 1024) });
		expect(await large.get(Infinity)).toMatchObject({ failure: { code: 'LIST_TOO_LARGE' } });
		const now = jest.spyOn(Date, 'now');
		const start = Date.now();
		const slow = scripted({
			total: 1_000,
			onRequest: (page) => now.mockReturnValue(start + page * 31 * 60_000),
		});
		const failed = await slow.get(Infinity);
		now.mockRestore();
		expect(failed).toMatchObject({ failure: { code: 'LIST_TOO_SLOW' } });
		expect(slow.requests).toHaveLength(3);
	});
});
