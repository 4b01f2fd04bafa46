/** The stopwatch of the tests leaves out what other processes take, and nothing else. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopwatch, withTimeouts } from '../support/patience.mts';

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

describe('a check that needs a short Timeout', () => {
	const busy = (ms: number) => {
		// Stopped, so that the process gets no processor: what a busy machine does to it.
		const pid = String(process.pid);
		const script = `kill -STOP ${pid}; sleep ${ms / 1000}; kill -CONT ${pid}`;
		spawn('sh', ['-c', script], { stdio: 'ignore' });
	};

	test('is repeated with a longer one if the machine was busy', async () => {
		const given: number[] = [];
		await withTimeouts(async (timeoutMs) => {
			given.push(timeoutMs);
			if (given.length > 1) return;
			busy(400);
			await sleep(300);
			throw new Error('Too late');
		});
		expect(given).toEqual([300, 3_000]);
	});

	test('fails at once if the machine was not', async () => {
		const given: number[] = [];
		const check = withTimeouts(async (timeoutMs) => {
			given.push(timeoutMs);
			await sleep(10);
			throw new Error('Wrong');
		});
		await expect(check).rejects.toThrow('Wrong');
		expect(given).toEqual([300]);
	});
});
