/** The stopwatch of the tests leaves out what other processes take, and nothing else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { stopwatch } from '../support/patience.mts';

test('the time in which something is waited for counts', async () => {
	const watch = stopwatch();
	await sleep(300);
	expect(watch.spent()).toBeGreaterThan(250);
});

test('the time in which this process computes counts, so that it cannot hide a stall', () => {
	const watch = stopwatch();
	const begun = process.cpuUsage().user;
	while (process.cpuUsage().user - begun < 300_000);
	expect(watch.spent()).toBeGreaterThan(250);
});
