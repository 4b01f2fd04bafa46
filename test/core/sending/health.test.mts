/** When a provider gets no more requests. */
import { auth, down, invalid, type Step, unknown } from './fakes.mts';
import { dispatch, makeSure } from './one-provider.mts';

describe('a refused credential', () => {
	it('stops the batches after it', async () => {
		const { provider, verdicts } = await dispatch({
			script: [['accepted'], [auth], ['accepted'], ['accepted']],
		});
		expect(provider.requests.map(({ indexes }) => indexes)).toEqual([[0], [1]]);
		expect(verdicts).toEqual(['accepted', 'rejected auth', 'notSent auth', 'notSent auth']);
	});

	it('stops nothing that is under way, and no batch if only some rows report it', async () => {
		const parallel = await dispatch({ script: [[auth], [], []], settings: { concurrency: 2 } });
		expect(parallel.tries).toEqual([1, 1, 0]);
		const mixed = await dispatch({ script: [[auth], [], []], size: 2 });
		expect(mixed.verdicts).toEqual(['rejected auth', 'accepted', 'accepted']);
	});

	it('is not tried again to make sure of an unknown outcome', async () => {
		const { tries, verdicts } = await dispatch({
			script: [[unknown, auth], [unknown]],
			settings: makeSure,
		});
		// Repetitions come after messages that wait for their first attempt.
		expect(tries).toEqual([2, 1]);
		expect(verdicts).toEqual(['unknown unknownOutcome', 'unknown unknownOutcome']);
	});
});

describe('a provider that is down', () => {
	const forever = Array<Step>(9).fill(down);

	it('is tried once by the following batches, without waiting', async () => {
		const { tries, verdicts, world } = await dispatch({ script: [forever, forever, forever] });
		expect(tries).toEqual([4, 1, 1]);
		expect(new Set(verdicts)).toEqual(new Set(['notSent providerDown']));
		expect(world.now()).toBe(1790 + 2 * 10);
	});

	it('gets all its attempts again once it is up', async () => {
		const { tries } = await dispatch({ script: [forever, [], [down, down], forever] });
		expect(tries).toEqual([4, 1, 3, 4]);
	});

	it('is not down if only part of a batch reports it', async () => {
		const { tries } = await dispatch({
			script: [forever, [invalid], forever, forever],
			size: 2,
		});
		expect(tries).toEqual([4, 1, 4, 4]);
	});
});
