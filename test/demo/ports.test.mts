import { createServer, type Server } from 'node:net';
import { choosePort, freePort, isFree } from '../../demo/ports.mts';

let taken: number;
let holder: Server;

beforeEach(async () => {
	taken = await freePort();
	holder = createServer();
	await new Promise<void>((resolve) => holder.listen(taken, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => holder.close(resolve)));

test('distinguishes a taken port from a free one', async () => {
	expect(await isFree(taken)).toBe(false);
	expect(await isFree(await freePort())).toBe(true);
});

test('the usual port if it is free, without a message', async () => {
	const usual = await freePort();
	const say = jest.fn();
	expect(await choosePort({ flag: '--port', usual }, say)).toBe(usual);
	expect(say).not.toHaveBeenCalled();
});

test('another port if the usual one is taken, with a message', async () => {
	const say = jest.fn();
	const port = await choosePort({ flag: '--port', usual: taken }, say);
	expect(port).not.toBe(taken);
	expect(say).toHaveBeenCalledWith(`port ${taken} is taken, so this one is on ${port}`);
});

test('the port that the user named, or an error with a solution', async () => {
	const free = await freePort();
	expect(await choosePort({ flag: '--port', named: free, usual: taken }, jest.fn())).toBe(free);
	await expect(
		choosePort({ flag: '--port', named: taken, usual: free }, jest.fn()),
	).rejects.toThrow(`Port ${taken} is taken. Stop the program that listens there`);
});
