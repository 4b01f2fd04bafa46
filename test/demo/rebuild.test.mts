import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rebuildOnSave } from '../../demo/rebuild.mts';
import { until } from '../support/patience.mts';

let folder: string;
let stop: () => void = () => undefined;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-rebuild-'));
	mkdirSync(join(folder, 'nodes/A'), { recursive: true });
});
afterEach(() => {
	stop();
	rmSync(folder, { recursive: true, force: true });
});

const save = (text: string) => writeFileSync(join(folder, 'nodes/A/a.ts'), text);

function watching(
	build: () => Promise<boolean>,
	use: () => Promise<void> = () => Promise.resolve(),
) {
	const calls = { builds: 0, uses: 0, failures: [] as unknown[] };
	stop = rebuildOnSave({
		paths: [join(folder, 'nodes')],
		build: async () => {
			calls.builds++;
			return await build();
		},
		use: async () => {
			calls.uses++;
			await use();
		},
		failed: (error) => calls.failures.push(error),
		quietMs: 20,
	});
	return calls;
}

test('files saved in a folder are built and put to use', async () => {
	const calls = watching(() => Promise.resolve(true));
	save('one');
	await until('it is in use', 10_000, () => calls.uses === 1);
	save('two');
	await until('it is in use again', 10_000, () => calls.uses === 2);
});

test('a build that fails is not put to use; the next one is', async () => {
	let isRight = false;
	const calls = watching(() => Promise.resolve(isRight));
	save('wrong');
	await until('it was built', 10_000, () => calls.builds === 1);
	await sleep(50);
	expect(calls.uses).toBe(0);
	isRight = true;
	save('right');
	await until('it is in use', 10_000, () => calls.uses === 1);
});

test('a save during a build triggers another one, and only the last one is put to use', async () => {
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	const calls = watching(async () => {
		await held;
		return true;
	});
	save('one');
	await until('it is being built', 10_000, () => calls.builds === 1);
	save('two');
	await sleep(200);
	expect(calls).toMatchObject({ builds: 1, uses: 0 });
	release();
	await until('it is in use', 10_000, () => calls.uses === 1);
	expect(calls.builds).toBe(2);
});

test('if a build cannot be put to use, this is reported once, and watching stops', async () => {
	const calls = watching(
		() => Promise.resolve(true),
		() => Promise.reject(new Error('n8n does not start')),
	);
	save('one');
	await until('it was reported', 10_000, () => calls.failures.length === 1);
	save('two');
	await sleep(100);
	expect(calls.builds).toBe(1);
});
