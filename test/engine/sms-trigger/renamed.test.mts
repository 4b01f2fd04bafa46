/** SMS Triggers that are copied, renamed, merged and generated: n8n keys their state by name. */
import { type IDataObject } from 'n8n-workflow';
import { specOf, type Way, WAYS } from '../../support/inbox-ways.mts';
import { PolledWorkflow } from '../../support/polled-workflow.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

beforeEach(() => {
	suite.sandbox.configure({ submailQueryMinuteMs: 0 });
});

const [CLICKSEND, , SMSMOBILE] = WAYS as [Way, Way, Way];

const writer =
	({ from, to }: Way) =>
	(text: string): void =>
		void suite.sandbox.reply({ from, to, text });

const workflow = () => new PolledWorkflow(suite.engine);

describe.each(WAYS)('$name', (way) => {
	const write = writer(way);
	const spec = (more: IDataObject = {}) => specOf(way, more);

	test('two nodes with the same id: each message once per node, with every filter', async () => {
		const polled = workflow()
			.add('A', 'same', spec({ filters: { keyword: 'ack' } }))
			.add('B', 'same', spec({ filters: { keyword: 'done' } }));
		expect(await polled.activate()).toEqual({ A: [], B: [] });
		write('ack 1');
		write('done 1');
		expect([await polled.poll('A'), await polled.poll('B')]).toEqual([['ack 1'], ['done 1']]);
		for (let n = 0; n < 3; n++) {
			expect([await polled.poll('A'), await polled.poll('B')]).toEqual([[], []]);
		}
		write('ack 2');
		expect([await polled.poll('B'), await polled.poll('A')]).toEqual([[], ['ack 2']]);
		expect([await polled.poll('A'), await polled.poll('B')]).toEqual([[], []]);
	});

	test('a renamed trigger hands over what waited, once, and drops its former slot', async () => {
		const polled = workflow().add('Old', 'one', spec());
		await polled.activate();
		write('before');
		expect(await polled.poll('Old')).toEqual(['before']);
		write('while it was renamed');
		polled.rename({ Old: 'New' });
		expect(await polled.activate()).toEqual({ New: ['while it was renamed'] });
		expect(polled.places).toEqual(['node:New']);
		expect(await polled.poll('New')).toEqual([]);
		write('after');
		expect(await polled.poll('New')).toEqual(['after']);
		expect(await polled.restart()).toEqual({ New: way.hasMarks ? ['after'] : [] });
	});

	test('renamed twice, and while n8n was off', async () => {
		const polled = workflow().add('A', 'one', spec());
		await polled.activate();
		polled.rename({ A: 'B' });
		write('one');
		expect(await polled.activate()).toEqual({ B: ['one'] });
		expect(await polled.poll('B')).toEqual([]);
		polled.rename({ B: 'C' });
		polled.rename({ C: 'A' });
		write('two');
		expect(await polled.restart()).toEqual({ A: ['two'] });
		expect(await polled.poll('A')).toEqual([]);
		expect(polled.places).toEqual(['node:A']);
	});

	test('renamed before the first message: what existed before is still left out', async () => {
		if (way.hasMarks) await workflow().add('Rule', 'rule', spec()).activate();
		write('existing');
		const polled = workflow().add('A', 'one', spec());
		expect(await polled.activate()).toEqual({ A: [] });
		write('first');
		polled.rename({ A: 'B' });
		expect(await polled.activate()).toEqual({ B: ['first'] });
	});

	test('renamed, and another node takes the former name: both keep or start their own', async () => {
		for (const first of ['A', 'B'] as const) {
			const polled = workflow().add('A', 'one', spec());
			await polled.activate();
			write(`waits ${first}`);
			polled.rename({ A: 'B' });
			polled.add('A', 'two', spec());
			if (first === 'A') polled.nodes.reverse();
			expect(await polled.activate()).toEqual({ A: [], B: [`waits ${first}`] });
			write(`new ${first}`);
			expect([await polled.poll('A'), await polled.poll('B')]).toEqual([
				[`new ${first}`],
				[`new ${first}`],
			]);
			expect([await polled.poll('A'), await polled.poll('B')]).toEqual([[], []]);
			expect(polled.places).toEqual(['node:A', 'node:B']);
		}
	});

	test('renamed and another filter: starts over, and the former slot goes', async () => {
		const polled = workflow().add('A', 'one', spec({ filters: { keyword: 'ack' } }));
		await polled.activate();
		write('ack, done');
		polled.rename({ A: 'B' });
		polled.node('B').parameters.filters = { keyword: 'done' };
		expect(await polled.activate()).toEqual({ B: [] });
		expect(polled.places).toEqual(['node:B']);
		write('done again');
		expect(await polled.poll('B')).toEqual(['done again']);
	});

	test('a node that is added under the name of a removed one, or generated anew, continues', async () => {
		const polled = workflow().add('A', 'generated-1', spec());
		await polled.activate();
		write('one');
		expect(await polled.poll('A')).toEqual(['one']);
		write('two');
		polled.node('A').id = 'generated-2';
		expect(await polled.activate()).toEqual({ A: ['two'] });
		expect(await polled.poll('A')).toEqual([]);
	});
});

describe('several triggers change places', () => {
	const filters = (keyword: string) => specOf(SMSMOBILE, { filters: { keyword } });
	const write = writer(SMSMOBILE);
	const ORDERS = [
		['A', 'B', 'C'],
		['C', 'B', 'A'],
		['B', 'A', 'C'],
	];

	test.each(ORDERS)('names swapped in a circle, polled in the order %s %s %s', async (...order) => {
		const polled = workflow()
			.add('A', '1', filters('one'))
			.add('B', '2', filters('two'))
			.add('C', '3', filters('three'));
		await polled.activate();
		write('one, two, three');
		polled.rename({ A: 'B', B: 'C', C: 'A' });
		polled.nodes.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
		const all = ['one, two, three'];
		expect(await polled.activate()).toEqual({ A: all, B: all, C: all });
		expect(await polled.activate()).toEqual({ A: [], B: [], C: [] });
		expect(polled.places).toEqual(['node:A', 'node:B', 'node:C']);
	});

	test('the same inbox and filter: two nodes that swap names keep their own positions', async () => {
		const polled = workflow().add('A', '1', filters('')).add('B', '2', filters(''));
		await polled.activate();
		write('only A has seen it');
		expect(await polled.poll('A')).toEqual(['only A has seen it']);
		polled.rename({ A: 'B', B: 'A' });
		expect(await polled.activate()).toEqual({ A: ['only A has seen it'], B: [] });
	});

	test('a copy with the same id does not take the state of the node that it was copied from', async () => {
		const polled = workflow().add('A', 'same', filters(''));
		await polled.activate();
		write('one');
		polled.add('B', 'same', filters(''));
		expect(await polled.activate()).toEqual({ A: ['one'], B: [] });
		write('two');
		polled.rename({ A: 'C' });
		expect(await polled.activate()).toEqual({ C: ['two'], B: ['two'] });
		expect(await polled.activate()).toEqual({ C: [], B: [] });
		expect(polled.places).toEqual(['node:B', 'node:C']);
	});

	test('copies with different filters, both renamed at once', async () => {
		const polled = workflow().add('A', 'same', filters('one')).add('B', 'same', filters('two'));
		await polled.activate();
		write('one, two');
		polled.rename({ A: 'C', B: 'D' });
		expect(await polled.activate()).toEqual({ C: ['one, two'], D: ['one, two'] });
		expect(polled.places).toEqual(['node:C', 'node:D']);
	});

	test('a workflow that was made from this one starts on its own', async () => {
		const polled = workflow().add('A', 'same', filters(''));
		await polled.activate();
		write('one');
		const copy = workflow().add('A', 'same', filters(''));
		expect(await copy.activate()).toEqual({ A: [] });
		expect(await polled.poll('A')).toEqual(['one']);
		write('two');
		expect([await copy.poll('A'), await polled.poll('A')]).toEqual([['two'], ['two']]);
		expect([await copy.poll('A'), await polled.poll('A')]).toEqual([[], []]);
	});
});

test('renamed right after a batch: nothing is repeated, although it is still unread', async () => {
	const write = writer(CLICKSEND);
	const polled = workflow().add('A', 'one', specOf(CLICKSEND));
	await polled.activate();
	write('one');
	expect(await polled.poll('A')).toEqual(['one']);
	polled.rename({ A: 'B' });
	expect(await polled.activate()).toEqual({ B: [] });
	const marked = suite.sandbox.requests({ path: '/inbound-read', method: 'PUT' });
	expect(marked).toHaveLength(1);
});

test('a first poll that fails after a rename loses nothing', async () => {
	const write = writer(CLICKSEND);
	const polled = workflow().add('A', 'one', specOf(CLICKSEND));
	await polled.activate();
	write('one');
	polled.rename({ A: 'B' });
	suite.sandbox.fault({ kind: 'status', status: 503, path: '/v3/sms/inbound', times: 20 });
	await expect(polled.activate()).rejects.toThrow();
	suite.sandbox.clearFaults();
	expect(await polled.activate()).toEqual({ B: ['one'] });
});

describe('an n8n that keeps the state by node id', () => {
	const byId = () => new PolledWorkflow(suite.engine, true);
	const write = writer(CLICKSEND);
	const spec = (keyword: string) => specOf(CLICKSEND, { filters: { keyword } });

	test('a renamed trigger continues', async () => {
		const polled = byId().add('A', 'one', spec(''));
		await polled.activate();
		write('one');
		expect(await polled.poll('A')).toEqual(['one']);
		write('two');
		polled.rename({ A: 'B' });
		expect(await polled.activate()).toEqual({ B: ['two'] });
		expect(await polled.poll('B')).toEqual([]);
	});

	test('copies with the same id keep their own positions, and one is renamed', async () => {
		const polled = byId().add('A', 'same', spec('ack')).add('B', 'same', spec('done'));
		await polled.activate();
		for (const n of [1, 2]) {
			write(`ack ${n}`);
			write(`done ${n}`);
			expect([await polled.poll('A'), await polled.poll('B')]).toEqual([
				[`ack ${n}`],
				[`done ${n}`],
			]);
			expect([await polled.poll('A'), await polled.poll('B')]).toEqual([[], []]);
		}
		write('ack 3');
		polled.rename({ A: 'C' });
		expect(await polled.activate()).toEqual({ C: ['ack 3'], B: [] });
	});
});
