/** Which lookups a provider's history gets, and how its answers are used. */
import { Doubts } from '../../../core/sending/doubts';
import { type SendResult } from '../../../core/outcome';
import { type Lookup, type SmsAccount } from '../../../core/provider';
import { Dispatcher } from '../../../core/sending/dispatch';
import { deliverAll, deliveries, messages, provider, World } from './fakes.mts';
import { SETTINGS } from './one-provider.mts';

const found = (index: number, messageId: string): SendResult => ({
	index,
	outcome: 'accepted',
	messageId,
});

/** A history that returns these answers in turn, each after 10 ms. */
function history(answers: Array<SendResult[] | undefined | Error>, known: string[] = []) {
	const world = new World();
	const asked: Array<{ at: number; since: number; indexes: number[]; taken: string[] }> = [];
	const lookup = async ({ messages: wanted, since, taken }: Lookup) => {
		asked.push({
			at: world.now(),
			since: since.getTime(),
			indexes: wanted.map(({ index }) => index),
			taken: [...taken],
		});
		const answer = answers[asked.length - 1];
		await world.pass(10);
		if (answer instanceof Error) throw answer;
		return answer;
	};
	return { world, asked, lookup, doubts: new Doubts({ lookup }, world, new Set(known)) };
}

it('lookups run one after another, and none returns an id that belongs to another message', async () => {
	const { world, asked, doubts } = history([[found(0, 'a')], [], []], ['x', 'y']);
	const [first, second] = [messages(2).slice(0, 1), messages(2).slice(1)];
	const answers = await world.run(Promise.all([doubts.lookUp(first, 3), doubts.lookUp(second, 4)]));
	expect(answers).toEqual([[found(0, 'a')], []]);
	expect(asked).toEqual([
		{ at: 0, since: 3, indexes: [0], taken: ['x', 'y'] },
		{ at: 10, since: 4, indexes: [1], taken: ['x', 'y', 'a'] },
	]);
});

it('no lookup may return the id of a message whose outcome is known', async () => {
	const { world, asked, lookup } = history([[]]);
	const failure = { class: 'content', message: '' } as const;
	const account: SmsAccount = {
		group: (all) => [{ messages: all }],
		send: async () =>
			await Promise.resolve([
				found(0, 'x'),
				{ index: 1, outcome: 'rejected', messageId: 'y', failure },
				{ index: 2, outcome: 'unknown', messageId: 'z', failure },
			]),
		lookup,
	};
	const target = { provider: provider('scripted'), account };
	const dispatcher = new Dispatcher([target], SETTINGS, world);
	await world.run(deliverAll(dispatcher, deliveries(messages(3)), () => undefined));
	expect(asked).toMatchObject([{ indexes: [2], taken: ['x', 'y'] }]);
});

it.each([undefined, new Error('A bug of the provider')])(
	'a history that does not answer (%s) gets no further lookups',
	async (answer) => {
		const { world, asked, doubts } = history([answer, [found(1, 'b')]]);
		const answers = await world.run(
			Promise.all([doubts.lookUp(messages(1), 0), doubts.lookUp(messages(2), 0)]),
		);
		expect(answers).toEqual([[], []]);
		expect(asked).toHaveLength(1);
	},
);

it('nothing is looked up without messages, after a cancellation, or without a history', async () => {
	const { world, asked, doubts } = history([[], []]);
	await doubts.lookUp([], 0);
	world.cancel();
	await doubts.lookUp(messages(1), 0);
	expect(asked).toEqual([]);
	expect(await new Doubts({}, world, new Set()).lookUp(messages(1), 0)).toEqual([]);
});
