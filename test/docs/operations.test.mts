/** docs/operations.md is complete and matches the current descriptors. */
import { type INodeProperties } from 'n8n-workflow';
import { generate, written } from '../../docs/generator/document.mts';
import { describePack, type NodeDoc } from '../../docs/generator/model.mts';
import { loadPack, type Pack } from '../../docs/generator/pack.mts';

let pack: Pack;
let nodes: NodeDoc[];
beforeAll(async () => {
	pack = await loadPack();
	nodes = await describePack(pack);
});

test('it is up to date', async () => {
	if ((await generate()) === written()) return;
	throw new Error('docs/operations.md is stale: run `npm run docs` and commit the result');
});

/** Every operation that the editor offers, as `node: resource: operation`. */
function offered(name: string, properties: readonly INodeProperties[]): string[] {
	return properties
		.filter((property) => property.name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			options.flatMap((option) => {
				if (!('value' in option)) return [];
				const resources = (displayOptions?.show?.resource ?? ['-']) as string[];
				return resources.map((resource) => `${name}: ${resource}: ${String(option.value)}`);
			}),
		);
}

test('every operation of every node is in it, with an endpoint', () => {
	const expected = pack.nodes.flatMap(({ description }) =>
		offered(description.name, description.properties),
	);
	const told = nodes.flatMap(({ name, resources, operations }) => [
		...operations.map((operation) => ({ where: `${name}: -`, operation })),
		...resources.flatMap((one) =>
			one.operations.map((operation) => ({ where: `${name}: ${one.value}`, operation })),
		),
	]);
	expect(told.map(({ where, operation }) => `${where}: ${operation.value}`).sort()).toEqual(
		expected.sort(),
	);
	expect(told.filter(({ operation }) => operation.endpoints.length === 0)).toEqual([]);
	expect(expected).toContain('sendSms: -: send');
});

test('no sample value is left in it', () => {
	expect(written()).not.toMatch(/x-\w+-x|987654|\.invalid/);
});

describe('ClickSend', () => {
	const resource = (value: string) => {
		const found = nodes
			.find(({ name }) => name === 'clickSend')
			?.resources.find((one) => one.value === value);
		if (!found) throw new Error(`There is no resource ${value}`);
		return found;
	};
	const endpoints = (value: string, operation: string) =>
		resource(value)
			.operations.find((one) => one.value === operation)
			?.endpoints.map(({ method, path }) => `${method} ${path}`);

	test('paths name the parameters that they contain', () => {
		expect(endpoints('contact', 'move')).toEqual([
			'PUT /v3/lists/{contactList}/contacts/{contact}/transfer/{targetList}',
		]);
	});

	test('a choice that leads to another endpoint is followed', () => {
		expect(endpoints('inboundSms', 'markAsRead')).toEqual([
			'PUT /v3/sms/inbound-read',
			'PUT /v3/sms/inbound-read/{messageId}',
		]);
	});

	test('the prefix of Maton, and the address of its own connections', () => {
		expect(resource('sms')).toMatchObject({
			address: 'Base URL',
			prefixes: [{ prefix: '' }, { prefix: '/clicksend', note: 'Authentication: Maton Gateway' }],
		});
		expect(resource('sms').note).toBeUndefined();
		expect(resource('connection')).toMatchObject({
			address: 'Control URL',
			note: 'Authentication: Maton Gateway',
			prefixes: [{ prefix: '' }],
		});
	});
});
