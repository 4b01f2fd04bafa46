/** The walk of a new user through the real editor. */
import { alert } from './alert.mts';
import { asking } from './asking.mts';
import { say } from '../../demo/say.mts';
import { foreign } from './browser.mts';
import { firstText } from './first-text.mts';
import { mistakes } from './mistakes.mts';
import { panels } from './panels.mts';
import { triggers } from './triggers.mts';
import { World } from './world.mts';

const world = new World();

// With the installation of Chromium and of n8n where they are missing.
beforeAll(async () => {
	await world.open();
}, 20 * 60_000);
afterAll(async () => {
	await world.close();
});

// Jest reports when the whole file is done, which takes minutes.
afterEach(() => say(expect.getState().currentTestName ?? ''));

describe('the first text', () => firstText(world));
describe('mistakes', () => mistakes(world));
describe('the alert', () => alert(world));
describe('triggers', () => triggers(world));
describe('panels', () => panels(world));
describe('the question', () => asking(world));

test('nothing but this machine was reached', () => {
	expect(foreign).toEqual([]);
});
