/** Which lookups a provider's history gets, and how its answers are used. */
import { Doubts } from '../../../core/sending/doubts';
import { type SendResult } from '../../../core/outcome';
import { type Lookup } from '../../../core/provider';
import { messages, World } from './fakes.mts';

const found = (index: number, messageId: string): SendResult => ({
	index,
	outcome: 'accepted',
	messageId,
});

/** A history that returns these answers in turn, each after 10 ms. */
function history(answers: Array<SendResult[] | undefined | Error>) {
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
	return { world, asked, doubts: new Doubts({ lookup }, world) };
}

it('lookups run one after another, and none returns an id that belongs to another message', async () => {
	const { world, asked, doubts } = history([[found(0, 'a')], [], []]);
	doubts.learn([
		found(5, 'x'),
		{ index: 6, outcome: 'rejected', messageId: 'y', failure: { class: 'content', message: '' } },
		{ index: 7, outcome: 'unknown', messageId: 'z', failure: { class: 'content', message: '' } },
	]);
	const [first, second] = [messages(2).slice(0, 1), messages(2).slice(1)];
	const answers = await world.run(Promise.all([doubts.lookUp(first, 3), doubts.lookUp(second, 4)]));
	expect(answers).toEqual([[found(0, 'a')], []]);
	expect(asked).toEqual([
		{ at: 0, since: 3, indexes: [0], taken: ['x', 'y'] },
		{ at: 10, since: 4, indexes: [1], taken: ['x', 'y', 'a'] },
	]);
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
	expect(await new Doubts({}, world).lookUp(messages(1), 0)).toEqual([]);
});
