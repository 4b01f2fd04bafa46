/** Operations that take all items at once call what they declare, all of it and nothing else. */
import { describePack, type OperationDoc } from '../../docs/generator/model.mts';
import { loadPack } from '../../docs/generator/pack.mts';
import { type RecordedRequest } from '../../sandbox/server.mts';
import { uncalled, undeclared } from '../support/endpoints.mts';
import { useSuite } from '../support/suite.mts';
import { RUNS } from './sends.mts';

const suite = useSuite();

/** By `node: resource: operation`. */
const declaring = new Map<string, OperationDoc>();
beforeAll(async () => {
	for (const { name, resources, operations } of await describePack(await loadPack())) {
		const all = [{ value: '-', operations }, ...resources];
		for (const resource of all) {
			for (const operation of resource.operations) {
				if (operation.kind !== 'bulk') continue;
				declaring.set(`${name}: ${resource.value}: ${operation.value}`, operation);
			}
		}
	}
});

const NAMES = [...new Set(RUNS.map(({ operation }) => operation))];

test('every operation that declares its endpoints has its runs in test/docs/sends.mts', () => {
	expect([...declaring.keys()].sort()).toEqual([...NAMES].sort());
});

test.each(NAMES)('%s', async (name) => {
	const called: RecordedRequest[] = [];
	for (const { node, items, fault } of RUNS.filter(({ operation }) => operation === name)) {
		suite.sandbox.reset();
		if (fault) suite.sandbox.fault(fault);
		await suite.engine.run(node, items);
		called.push(...suite.sandbox.requests());
	}
	const declared = declaring.get(name)?.endpoints ?? [];
	expect(undeclared(called, declared)).toEqual([]);
	expect(uncalled(called, declared)).toEqual([]);
});
