/** Work with a limit on concurrency. */
import { forEachBounded } from '../../core/bounded';
import { World } from './sending/fakes.mts';

describe('forEachBounded', () => {
	it.each([
		[5, 2, 2],
		[5, 1, 1],
		[3, 10, 3],
		[5, Infinity, 5],
		[5, 2.9, 2],
		[5, 0, 1],
		[5, -1, 1],
		[5, NaN, 1],
		[0, 3, 0],
	])('%d items, limit %d: %d at once', async (count, limit, expected) => {
		const world = new World();
		let atOnce = 0;
		let most = 0;
		const started: number[] = [];
		const items = Array.from({ length: count }, (_, at) => `item ${at}`);
		await world.run(
			forEachBounded(items, limit, async (item, position) => {
				expect(item).toBe(`item ${position}`);
				started.push(position);
				most = Math.max(most, ++atOnce);
				await world.pass(10 * (count - position));
				atOnce--;
			}),
		);
		expect(most).toBe(expected);
		expect(started).toEqual([...items.keys()]);
	});
});
