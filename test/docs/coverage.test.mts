/** Every row of the tables below docs/coverage/ names a place that exists. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPack, type Pack, type PackNode, ROOT } from '../../docs/generator/pack.mts';
import { endpointOf, isListed, problemOf, readPage, type Row } from './coverage.mts';

const FOLDER = path.join(ROOT, 'docs/coverage');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
const OPERATIONS = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
const SUMMARY = readFileSync(path.join(ROOT, 'docs/coverage.md'), 'utf8');

/** What each of the user's documents has at least: rows do not get lost. */
const LEAST: Readonly<Record<string, number>> = {
	'clicksend.md': 70,
	'smsmobileapi.md': 43,
	'gotone.md': 75,
	'submail.md': 33,
	'engagelab.md': 36,
};

let pack: Pack;
beforeAll(async () => {
	pack = await loadPack();
});

const nodeNamed = (name: string): PackNode => {
	const found = pack.nodes.find(({ description }) => description.name === name);
	if (!found) throw new Error(`There is no node ${name}`);
	return found;
};

test('there is a page for each of the documents, and docs/coverage.md leads to it', () => {
	expect(FILES.sort()).toEqual(Object.keys(LEAST).sort());
	for (const file of FILES) expect(SUMMARY).toContain(`(coverage/${file})`);
});

describe.each(FILES)('%s', (file) => {
	const { node, rows } = readPage(readFileSync(path.join(FOLDER, file), 'utf8'));

	test('has all its rows, and every row has places', () => {
		expect(rows.length).toBeGreaterThanOrEqual(LEAST[file] ?? Infinity);
		expect(rows.filter(({ places }) => places.length === 0)).toEqual([]);
	});

	test('every place exists', () => {
		const problems = rows.flatMap(({ line, places }) =>
			places.flatMap((place) => {
				const problem = problemOf(place, nodeNamed(node), pack);
				return problem === undefined ? [] : [`docs/coverage/${file}:${line}: ${problem}`];
			}),
		);
		expect(problems).toEqual([]);
	});

	test('every endpoint is one that docs/operations.md lists', () => {
		const { displayName } = nodeNamed(node).description;
		const missing = rows
			.flatMap((row): Array<[Row, string]> => {
				const endpoint = endpointOf(row);
				return endpoint === undefined ? [] : [[row, endpoint]];
			})
			.filter(([, endpoint]) => !isListed(endpoint, displayName, OPERATIONS))
			.map(([{ line }, endpoint]) => `docs/coverage/${file}:${line}: ${endpoint}`);
		expect(missing).toEqual([]);
	});
});

describe('the check', () => {
	test.each([
		['`message: teleport`', /no operation message: teleport/],
		['`message: send` `options.nothing`', /no parameter options\.nothing/],
		['`message: send` `to.of`', /no parameter to\.of/],
		['`message: send` gives `nothing`', /no column nothing/],
		['`template: get` gives `title`', /no output schema/],
		['`nobodyApi`', /no credential or node nobodyApi/],
		['`submailApi` `nothing`', /no parameter nothing/],
		['`nodes/Submail/nothing.ts`', /no file/],
		['`nodes/Submail/errors.ts` has `nothing at all`', /has no nothing at all/],
		['', /is not a place/],
		['somewhere', /is not a place/],
		['[Not offered](elsewhere.md)', /is not a place/],
	])('%s is found', (place, problem) => {
		expect(problemOf(place, nodeNamed('submail'), pack)).toMatch(problem);
	});

	test('an endpoint that is not listed is found', () => {
		expect(isListed('GET /v3/nothing', 'ClickSend', OPERATIONS)).toBe(false);
		expect(isListed('GET /v3/account', 'SUBMAIL', OPERATIONS)).toBe(false);
		expect(isListed('GET /v3/account', 'ClickSend', OPERATIONS)).toBe(true);
		expect(isListed('PUT /v3/sms/{x}/cancel', 'ClickSend', OPERATIONS)).toBe(true);
	});

	test('a row without a place is found, and a bar in a text is no cell', () => {
		expect(readPage('<!-- node: submail -->\n| a \\| b | `x` | |\n').rows).toEqual([
			{ line: 2, document: 'a \\| b', places: ['`x`'] },
		]);
	});
});
