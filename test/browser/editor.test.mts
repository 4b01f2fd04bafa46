/** The walk of a new user through the real editor. */
import { foreign } from './browser.mts';
import { firstText } from './first-text.mts';
import { World } from './world.mts';

const world = new World();

// With the installation of Chromium and of n8n where they are missing.
beforeAll(async () => {
	await world.open();
}, 20 * 60_000);
afterAll(async () => {
	await world.close();
});

describe('the first text', () => firstText(world));

test('nothing but this machine was reached', () => {
	expect(foreign).toEqual([]);
});
