/** The lists behind "From List", and the locators that use them. */
import type { IDataObject, ILoadOptionsFunctions, INode } from 'n8n-workflow';
import type { ApiOutcome, ApiRequest } from '../../../core/provider';
import { answerReader } from '../../../n8n/operations/answers';
import { chosenIn, type List, listSearches } from '../../../n8n/operations/list-search';
import { locator } from '../../../n8n/parameters/locators';
import { laravelPage, onePage, rowsIn } from '../../../n8n/operations/paging';
import type { Params } from '../../../n8n/parameters/fields';

const NODE: INode = {
	id: '1',
	name: 'Node',
	type: 'test',
	typeVersion: 1,
	position: [0, 0],
	parameters: { secret: 'text of a message' },
};

const contextWith = (parameters: IDataObject = {}) =>
	({
		getNode: () => NODE,
		// As n8n does for `extractValue`.
		getNodeParameter(name: string, fallback: unknown) {
			const value = parameters[name] ?? fallback;
			return typeof value === 'object' && value ? ((value as IDataObject).value ?? '') : value;
		},
	}) as unknown as ILoadOptionsFunctions;

const ok = (body: unknown): ApiOutcome => ({
	kind: 'response',
	status: 200,
	headers: {},
	text: '',
	body,
});

const read = answerReader(
	({ status }) =>
		status === 200 ? undefined : { class: 'auth', message: 'Acme refused', hint: 'Why.' },
	(body) => body,
);

/** A list of 250 rows, 100 per page, and the requests made. */
function shop(change: Partial<List> = {}) {
	const asked: ApiRequest[] = [];
	const all = Array.from({ length: 250 }, (_, id) => ({ id, name: `Thing ${id}` }));
	const api = {
		async request(request: ApiRequest): Promise<ApiOutcome> {
			asked.push(request);
			const { page = 1, q } = request.query ?? {};
			const found = all.filter(({ name }) => name.includes(String(q ?? '')));
			const from = (Number(page) - 1) * 100;
			return await Promise.resolve(
				ok({
					data: found.slice(from, from + 100),
					current_page: page,
					last_page: Math.ceil(found.length / 100),
				}),
			);
		},
	};
	const paging = {
		pageSize: (wanted: number) => Math.min(100, wanted),
		query: (page: number, size: number) => ({ page: page + 1, limit: size }),
		read: laravelPage,
	};
	const search = listSearches(async () => await Promise.resolve(api), { read, paging })({
		request: () => ({ method: 'GET', path: '/things', query: { kind: 'a' } }),
		toItem: (row) => {
			const { id, name } = row as { id: number; name: string };
			return id % 2 === 0 ? { name, value: String(id) } : undefined;
		},
		...change,
	});
	return {
		asked,
		search: async (filter?: string, token?: string) =>
			await search.call(contextWith(), filter, token),
	};
}

describe('a list search', () => {
	it('requests one page, and returns where the next one begins', async () => {
		const { asked, search } = shop();
		const first = await search();
		expect(first.results).toHaveLength(50);
		expect(first.results[1]).toEqual({ name: 'Thing 2', value: '2' });
		expect(first.paginationToken).toBe('1');
		expect(await search('', '1')).toMatchObject({ paginationToken: '2' });
		const last = await search('', '2');
		expect([last.results.length, last.paginationToken]).toEqual([25, undefined]);
		expect(asked.map(({ query }) => query)).toEqual(
			[1, 2, 3].map((page) => ({ kind: 'a', page, limit: 100 })),
		);
	});

	it('filters the names itself, in any case', async () => {
		const { results } = await shop().search('THING 4');
		expect(results.map(({ value }) => value)).toEqual(['4', '40', '42', '44', '46', '48']);
	});

	it('lets a provider with its own filter do the filtering, and shows its first rows', async () => {
		const { asked, search } = shop({ filterBy: 'q' });
		const { results, paginationToken } = await search('Thing 24');
		expect(results.map(({ value }) => value)).toEqual(['24', '240', '242', '244', '246', '248']);
		expect(paginationToken).toBeUndefined();
		expect(asked[0]?.query).toMatchObject({ q: 'Thing 24', kind: 'a' });
		await search('');
		expect(asked[1]?.query?.q).toBeUndefined();
	});

	it('shows the error, without the parameters of the node', async () => {
		const refusing = {
			request: async () => await Promise.resolve({ ...ok({}), status: 401 } as ApiOutcome),
		};
		const search = listSearches(async () => await Promise.resolve(refusing), {
			read,
			paging: onePage(rowsIn),
		})({ request: () => ({ method: 'GET', path: '/' }), toItem: () => undefined });
		const error = await search.call(contextWith()).catch((one: unknown) => one);
		expect(error).toMatchObject({ message: 'Acme refused', description: 'Why.', httpCode: '401' });
		expect(JSON.stringify(error)).not.toContain('text of a message');
	});
});

describe('what is chosen in the node', () => {
	const CONTACT_LIST = locator({
		displayName: 'Contact List',
		name: 'list',
		required: true,
		description: 'A contact list of the account',
		search: 'searchContactLists',
		placeholder: 'e.g. 428',
	});

	it.each([
		['428', '428'],
		[428, '428'],
		[{ mode: 'id', value: '428' }, '428'],
	])('%j is "%s"', (value, expected) => {
		expect(chosenIn(contextWith({ list: value }), CONTACT_LIST)).toBe(expected);
	});

	it.each([null, { mode: 'list' }, '', undefined])(
		'%j: a list that depends on it asks to choose it first',
		(value) => {
			expect(() => chosenIn(contextWith({ list: value }), CONTACT_LIST)).toThrow(
				'Choose the contact list first',
			);
		},
	);
});

describe('a locator', () => {
	it('is a field with a list and a second way', () => {
		const field = locator({
			displayName: 'Contact',
			name: 'contact',
			required: true,
			description: 'A contact of the list',
			search: 'searchContacts',
			placeholder: 'e.g. 7',
			hint: 'As Create returns it',
			within: 'contactList',
			when: { scope: ['one'] },
		});
		expect(field).toEqual({
			displayName: 'Contact',
			name: 'contact',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'A contact of the list',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchContacts', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 7',
					hint: 'As Create returns it',
				},
			],
			typeOptions: { loadOptionsDependsOn: ['contactList.value'] },
			when: { scope: ['one'] },
		});
		// Compiles only if the field keeps its name and its value is a string.
		const params: Params<readonly [typeof field]> = { contact: '7' };
		expect(params.contact).toBe('7');
	});

	it('accepts a value if the resource is a text itself, and may be empty', () => {
		const field = locator({
			displayName: 'From',
			name: 'from',
			description: 'The sender',
			search: 'searchSenders',
			by: 'value',
			placeholder: 'e.g. Acme',
		});
		expect(field.modes[1]).toMatchObject({ displayName: 'By Value', name: 'value' });
		expect(field).not.toHaveProperty('required');
		expect(field).not.toHaveProperty('typeOptions');
	});
});
