/** Whatever an expression gives for a parameter: it is read as the declared type, or refused by name. */
import fc from 'fast-check';
import { NodeOperationError } from 'n8n-workflow';
import { loadPack } from '../../docs/generator/pack.mts';
import { isFault } from '../../core/planning/draft';
import { type Field, type Fields, type Member, type Section } from '../../n8n/parameters/fields';
import { type Operation } from '../../n8n/operations/operation';
import { openSendParams, readParams } from '../../n8n/parameters/read';
import { fieldsOf } from '../../n8n/parameters/properties';
import { send } from '../../nodes/SendSms/send';
import { context } from '../n8n/context.mts';

/** Per operation. */
const RUNS = 60;

jest.setTimeout(120_000);

const DATE = new Date('2030-01-31T09:00:00Z');

const anything: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		undefined,
		null,
		'',
		' ',
		true,
		'TRUE',
		'maybe',
		0,
		1,
		'1',
		-1,
		NaN,
		1e21,
		'2030-01-31T09:00',
		DATE,
		new Date(NaN),
		{ toISO: () => '2030-01-31T09:00:00.000+02:00' },
		{ toISO: () => null },
		'+61411111111, 12',
		['+61411111111', null, { a: 1 }],
		'["sms"]',
		'[',
		Object.create(null),
		{ value: {} },
		{ length: 3 },
	),
	fc.string({ maxLength: 20 }),
	fc.integer(),
	fc.jsonValue({ maxDepth: 3 }),
);

/** A value for a field: of any type, or with the field's members, each of any type. */
function givenTo(field: Member): fc.Arbitrary<unknown> {
	const record = (members: readonly Member[]) =>
		fc.record(Object.fromEntries(members.map((one) => [one.name, givenTo(one)])), {
			requiredKeys: [],
		});
	const rows = (section: Section) =>
		fc.oneof(record(section.values), fc.array(fc.oneof(record(section.values), anything)));
	if (field.type === 'collection') {
		return fc.oneof(record((field.options ?? []) as Member[]), anything);
	}
	if (field.type !== 'fixedCollection') return anything;
	const sections = (field.options ?? []) as Section[];
	return fc.oneof(
		fc.record(Object.fromEntries(sections.map((one) => [one.name, rows(one)])), {
			requiredKeys: [],
		}),
		anything,
	);
}

const isNotSet = (value: unknown) => value === undefined;

/** Whether a value has the type that n8n/parameters/fields.ts derives. */
function fits(field: Member, value: unknown): boolean {
	const several = field.typeOptions?.multipleValues === true;
	const options = (field.options ?? []) as Member[];
	const members = (fields: readonly Member[], given: unknown) =>
		typeof given === 'object' &&
		Object.entries(given ?? {}).every(([name, one]) =>
			fields.some((member) => member.name === name && fits(member, one)),
		);
	switch (field.type) {
		case 'boolean':
			return typeof value === 'boolean';
		case 'number':
			return typeof value === 'number' && value >= (field.typeOptions?.minValue ?? -Infinity);
		case 'dateTime':
			return field.wholeDay
				? typeof value === 'string'
				: isNotSet(value) || (value instanceof Date && !Number.isNaN(value.getTime()));
		case 'options':
			return (
				options.some((one) => 'value' in one && one.value === value) ||
				field.alsoTakes?.includes(String(value)) === true
			);
		case 'multiOptions':
			return Array.isArray(value);
		case 'collection':
			return members(options, value);
		case 'fixedCollection':
			return Object.entries(value ?? {}).every(([name, rows]) => {
				const section = (field.options as Section[]).find((one) => one.name === name);
				const list = (several ? rows : [rows]) as unknown[];
				return Array.isArray(list) && list.every((one) => members(section?.values ?? [], one));
			});
		default:
			return field.many
				? Array.isArray(value) && value.every((one) => typeof one === 'string' || 'notText' in one)
				: typeof value === 'string';
	}
}

function labelsOf(fields: readonly Member[]): string[] {
	return fields.flatMap((field) => {
		const inner = (field.options ?? []).flatMap((one) =>
			'values' in one ? one.values : 'type' in one ? [one] : [],
		);
		return [field.displayName, ...labelsOf(inner)];
	});
}

function expectFits(fields: Fields, values: Record<string, unknown>): void {
	for (const field of fields) {
		if (field.type === 'notice' || !(field.name in values)) continue;
		const same = fields.filter(({ name }) => name === field.name);
		expect([
			field.name,
			values[field.name],
			same.some((one) => fits(one, values[field.name])),
		]).toEqual([field.name, values[field.name], true]);
	}
}

/** Every operation of every node, by `node: resource: operation`. */
async function operations(): Promise<Array<[name: string, operation: Operation]>> {
	const { nodes } = await loadPack();
	const described = nodes.flatMap(({ description, operations: made }) =>
		(made?.resources ?? []).flatMap((resource) =>
			resource.operations.map((operation): [string, Operation] => [
				`${description.name}: ${resource.value}: ${operation.value}`,
				operation,
			]),
		),
	);
	return [...described, ['sendSms: send', send]];
}

test('every parameter of every operation is read as its field declares, or refused by name', async () => {
	const all = await operations();
	expect(all.length).toBeGreaterThan(50);
	for (const [name, operation] of all) {
		const fields = fieldsOf(operation);
		const labels = labelsOf(fields);
		const expectNamed = (message: string) => {
			const named = labels.some(
				(label) => message.startsWith(`${label} `) || message.includes(` of ${label} is `),
			);
			expect([name, message, named]).toEqual([name, message, true]);
			expect(message).not.toMatch(/is not a function|Cannot read|\[object Object\]/);
		};
		const read = fields.filter(({ type }) => type !== 'notice');
		if (read.length === 0) continue;
		const required = read.filter((field) => field.required === true);
		const usual: Record<string, unknown> = Object.fromEntries(
			required.map(({ name: own, type }) => [own, type === 'multiOptions' ? [] : '2030-01-31']),
		);
		if (operation === send) usual.providers = ['clickSend'];
		// One at a time, so that each is checked, and all together.
		const alone = read.map((field: Field) =>
			givenTo(field).map((value) => ({ ...usual, [field.name]: value })),
		);
		const together = fc.record(
			Object.fromEntries(read.map((field) => [field.name, givenTo(field)])),
		);
		fc.assert(
			fc.property(fc.oneof(...alone, together), (parameters) => {
				const { ctx } = context({ parameters });
				try {
					if (operation.kind === 'send') {
						const params = openSendParams(ctx, fields);
						const values = params.read(0);
						if (isFault(values)) {
							expect(labels).toContain(values.parameter);
							expectNamed(values.failure.message);
							expect(values.failure.hint).toMatch(/\.$/);
						} else expectFits(fields, { ...params.run, ...values });
					} else expectFits(fields, readParams(ctx, fields, 0));
				} catch (error) {
					if (!(error instanceof NodeOperationError)) throw error;
					expectNamed(error.message);
					expect(error.description).toMatch(/\.$/);
				}
			}),
			{ numRuns: RUNS },
		);
	}
});
