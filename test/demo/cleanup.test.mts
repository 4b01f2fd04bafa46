import { Cleanup } from '../../demo/cleanup.mts';

test('runs each cleanup once, in reverse order, even if one fails', async () => {
	const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
	const done: string[] = [];
	const cleanup = new Cleanup();
	cleanup.add(() => void done.push('folder'));
	cleanup.add(() => Promise.reject(new Error('busy')));
	cleanup.add(async () => {
		await Promise.resolve();
		done.push('server');
	});
	await cleanup.run();
	await cleanup.run();
	expect(done).toEqual(['server', 'folder']);
	expect(error).toHaveBeenCalledWith('while cleaning up: busy');
	error.mockRestore();
});
