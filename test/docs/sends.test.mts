/** Operations that process all items at once call exactly the endpoints that they declare. */
import { describePack, type OperationDoc } from '../../docs/generator/model.mts';
import { loadPack } from '../../docs/generator/pack.mts';
import { PROVIDERS } from '../../nodes/providers';
import { type RecordedRequest } from '../../sandbox/server.mts';
import { uncalled, undeclared } from '../support/endpoints.mts';
import { accounts, useSuite } from '../support/suite.mts';
import { type Run, RUNS } from './sends.mts';

const suite = useSuite();

/** By `node: resource: operation`. */
const declaring = new Map<string, OperationDoc>();
const called = new Map<string, RecordedRequest[]>();

async function readDeclarations(): Promise<void> {
	for (const { name, resources, operations } of await describePack(await loadPack())) {
		for (const resource of [{ value: '-', operations }, ...resources]) {
			for (const operation of resource.operations) {
				if (operation.kind === 'request') continue;
				declaring.set(`${name}: ${resource.value}: ${operation.value}`, operation);
			}
		}
	}
}

/** Sets every account to that of the sandbox, except for these fields. */
async function useAccounts(more: Run['credential'] = {}): Promise<void> {
	for (const [type, data] of Object.entries(accounts(suite.sandbox.url))) {
		const changed = typeof more === 'function' ? more(suite.sandbox.url) : more;
		await suite.engine.credentials.add(type, { ...data, ...changed });
	}
}

async function play(run: Run): Promise<void> {
	const { operation, node, files, fault, credential, before } = run;
	suite.sandbox.reset();
	await useAccounts(credential);
	if (fault) suite.sandbox.fault(fault);
	const read = before && (await suite.engine.run(before.node, before.items));
	const items = read ? (read.outputs[0] ?? []).map(({ json }) => json) : run.items;
	const earlier = suite.sandbox.requests().length;
	await suite.engine.run(node, items, { files });
	const requests = suite.sandbox.requests().slice(earlier);
	called.set(operation, [...(called.get(operation) ?? []), ...requests]);
}

beforeAll(async () => {
	await readDeclarations();
	for (const run of RUNS) await play(run);
}, 120_000);

test('every operation that declares its endpoints has its runs in test/docs/sends.mts', () => {
	expect([...called.keys()].sort()).toEqual([...declaring.keys()].sort());
});

const NAMES = [...new Set(RUNS.map(({ operation }) => operation))];

describe.each(NAMES)('%s', (name) => {
	const declared = () => declaring.get(name)?.endpoints ?? [];

	test('calls no endpoint that it does not declare', () => {
		expect(called.get(name)).not.toEqual([]);
		expect(undeclared(called.get(name) ?? [], declared())).toEqual([]);
	});

	test('calls every endpoint that it declares', () => {
		// What a send of Send SMS calls at a provider is covered by the provider's own node.
		const isOwn = !['sendSms: -: send', 'sendSms: -: sendAndWait', 'sendSms: -: reply'].includes(
			name,
		);
		const own = declared().filter(() => isOwn);
		expect(uncalled(called.get(name) ?? [], own)).toEqual([]);
	});
});

test.each(PROVIDERS.map(({ provider, endpoints }) => ({ id: provider.id, endpoints })))(
	'$id: every endpoint that its account declares is called',
	({ id, endpoints }) => {
		const calls = [...called].filter(([name]) => name.startsWith(`${id}: `));
		expect(
			uncalled(
				calls.flatMap(([, requests]) => requests),
				endpoints,
			),
		).toEqual([]);
	},
);
