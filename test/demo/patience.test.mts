/** The stopwatch of the tests leaves out what other processes take, and nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopwatch, withTimeouts } from '../support/patience.mts';

/** The machine may be busy now, but not each time: until one attempt is as expected, or the last one. */
async function quiet<T>(attempt: () => Promise<T>, isExpected: (found: T) => boolean): Promise<T> {
	let found = await attempt();
	for (let more = 20; more > 0 && !isExpected(found); more--) found = await attempt();
	return found;
}

test('the time in which something is waited for counts', async () => {
	const spent = await quiet(
		async () => {
			const watch = stopwatch();
			await sleep(300);
			return watch.spent();
		},
		(found) => found > 250,
	);
	expect(spent).toBeGreaterThan(250);
});

test('the time in which this process computes counts, so that it cannot hide a stall', () => {
	const watch = stopwatch();
	const begun = process.cpuUsage().user;
	while (process.cpuUsage().user - begun < 300_000);
	expect(watch.spent()).toBeGreaterThan(250);
});

describe('a check that needs a short Timeout', () => {
	const busy = async (ms: number) => {
		// Stopped, so that the process gets no processor: what a busy machine does to it.
		const pid = String(process.pid);
		const script = `kill -STOP ${pid}; sleep ${ms / 1000}; kill -CONT ${pid}`;
		await once(spawn('sh', ['-c', script], { stdio: 'ignore' }), 'close');
	};

	test('is repeated with a longer one if the machine was busy', async () => {
		const given: number[] = [];
		await withTimeouts(async (timeoutMs) => {
			given.push(timeoutMs);
			if (given.length > 1) return;
			await busy(400);
			throw new Error('Too late');
		});
		expect(given).toEqual([300, 3_000]);
	});

	test('fails at once if the machine was not', async () => {
		const given = await quiet(
			async () => {
				const timeouts: number[] = [];
				const check = withTimeouts(async (timeoutMs) => {
					timeouts.push(timeoutMs);
					await Promise.reject(new Error('Wrong'));
				});
				await expect(check).rejects.toThrow('Wrong');
				return timeouts;
			},
			({ length }) => length === 1,
		);
		expect(given).toEqual([300]);
	});
});
