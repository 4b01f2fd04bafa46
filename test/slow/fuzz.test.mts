/**
 * Seeded fuzzing of every operation of every node (issue 4): whatever values expressions give the
 * parameters, the outcome is items, or a NodeOperationError or NodeApiError that names its item.
 */
import fc from 'fast-check';
import {
	type IDataObject,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { type NodeSpec, type Outcome } from '../support/engine.mts';
import { ON_ERROR } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();

/** Milliseconds per operation; all of them together stay below two minutes. */
const LIMIT_MS = 700;
const SEED = 20_261_122;
const OURS = 'n8n-nodes-sms-suite.';

jest.setTimeout(240_000);

/** Values that expressions produce, and that users enter in fields. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ maxLength: 40 }),
	fc.constantFrom<unknown>(
		'',
		' ',
		'.',
		'..',
		'../..',
		'a/b?c=d#e',
		'%2e%2e',
		'{{ $json }}',
		'={{ 1 }}',
		'+61411111111',
		'+8613800138000',
		'12345',
		'0',
		'-1',
		'【Sandbox】Hi',
		'【】',
		'\u0000',
		'\uD800',
		'2030-01-31T09:00',
		'not a date',
		'9'.repeat(400),
		null,
		undefined,
		true,
		NaN,
		Infinity,
		-0,
		1e21,
		[],
		{},
		[[]],
		{ value: {} },
		{ __proto__: null },
		['+61411111111', null],
	),
	fc.integer(),
	fc.double(),
	fc.jsonValue({ maxDepth: 2 }),
);

/** What n8n shows for these values of resource and operation. */
function visible(properties: readonly INodeProperties[], chosen: IDataObject): INodeProperties[] {
	return properties.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(
			([name, values]) => !(name in chosen) || (values ?? []).includes(chosen[name] as never),
		),
	);
}

type Draw = (name: string) => string;

/** A parameter whose every leaf is an expression over the item. */
function withExpressions(property: INodeProperties, draw: Draw): unknown {
	const { type, name, options = [], typeOptions, modes } = property;
	if (type === 'notice') return undefined;
	if (type === 'resourceLocator') {
		const mode = modes?.find((one) => one.type === 'string')?.name ?? 'id';
		return { __rl: true, mode, value: draw(name) };
	}
	if (type === 'collection') {
		return Object.fromEntries(
			(options as INodeProperties[]).map((option) => [option.name, withExpressions(option, draw)]),
		);
	}
	if (type === 'fixedCollection') {
		return Object.fromEntries(
			(options as INodePropertyCollection[]).map((section) => {
				const row = Object.fromEntries(
					section.values.map((value) => [value.name, withExpressions(value, draw)]),
				);
				return [section.name, typeOptions?.multipleValues ? [row] : row];
			}),
		);
	}
	return draw(name);
}

interface Target {
	name: string;
	type: string;
	chosen: IDataObject;
	credentials: string[];
	/** How many values a parameter set has. */
	leaves: number;
	parameters: IDataObject;
}

function targetsOf(type: string, description: INodeTypeDescription): Target[] {
	const { properties, credentials = [] } = description;
	const ways = properties.find(({ name }) => name === 'authentication')?.options ?? [{}];
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map((option) => ({
				resource: displayOptions?.show?.resource?.[0],
				operation: (option as { value: string }).value,
			})),
		);
	return operations.flatMap(({ resource, operation }) =>
		ways.map((way): Target => {
			const authentication = (way as { value?: string }).value;
			const chosen: IDataObject = {
				...(resource !== undefined && { resource: resource }),
				operation,
				...(authentication !== undefined && { authentication }),
			};
			let leaves = 0;
			const draw = () => `={{ $json.v[${leaves++}] }}`;
			const parameters: IDataObject = { ...chosen };
			for (const property of visible(properties, chosen)) {
				if (property.name in chosen || property.name === 'providers') continue;
				parameters[property.name] = withExpressions(property, draw) as IDataObject;
			}
			const providers = properties.find(({ name }) => name === 'providers')?.options;
			if (providers)
				parameters.providers = providers.map((one) => (one as { value: string }).value);
			return {
				name: [type.replace(OURS, ''), resource as string, operation, authentication]
					.filter(Boolean)
					.join(' '),
				type,
				chosen,
				credentials: credentials.map(({ name }) => name),
				leaves,
				parameters,
			};
		}),
	);
}

/** An error of the whole run has no item: its settings come from the first item. */
function expectGood({ error, outputs: [first = []] }: Outcome, items: number): void {
	if (error === undefined) {
		for (const { json, pairedItem } of first) {
			expect(typeof json).toBe('object');
			expect((pairedItem as { item: number }).item).toBeLessThan(items);
		}
		return;
	}
	const { name, message, context } = error;
	// n8n stores a copy of the error, which has its name but not its class.
	if (name !== 'NodeOperationError' && name !== 'NodeApiError') {
		throw new Error(`Not an error of a node: ${name} ${message}`);
	}
	if (context?.itemIndex !== undefined) expect(Number(context.itemIndex)).toBeLessThan(items);
	expect(message).not.toBe('');
	expect(message).not.toMatch(/\bundefined\b|\[object Object\]|is not a function|Cannot read/);
}

test('any values of expressions lead to items, or to an error of the node', async () => {
	const { registry } = suite.engine;
	const targets = Object.keys(registry.nodes)
		.filter((type) => type.startsWith(OURS))
		.map((type) => ({ type, description: registry.getByNameAndVersion(type).description }))
		.filter(({ description }) => description.inputs.length > 0)
		.flatMap(({ type, description }) => targetsOf(type, description));
	expect(targets.length).toBeGreaterThan(30);

	for (const target of targets) {
		const values = fc.array(anything, { minLength: target.leaves, maxLength: target.leaves });
		const runs = fc.record({
			items: fc.array(values, { minLength: 1, maxLength: 3 }),
			mode: fc.constantFrom(...(Object.keys(ON_ERROR) as Array<keyof typeof ON_ERROR>)),
		});
		await fc.assert(
			fc.asyncProperty(runs, async ({ items, mode }) => {
				suite.sandbox.reset();
				const spec: NodeSpec = {
					type: target.type,
					credentials: target.credentials,
					parameters: target.parameters,
					settings: ON_ERROR[mode],
				};
				const outcome = await suite.engine.run(
					spec,
					items.map((v) => ({ v: v as IDataObject[] })),
				);
				try {
					expectGood(outcome, items.length);
				} catch (cause) {
					throw new Error(`${target.name} (${mode})`, { cause });
				}
			}),
			{ seed: SEED, numRuns: 25, interruptAfterTimeLimit: LIMIT_MS },
		);
	}
});
