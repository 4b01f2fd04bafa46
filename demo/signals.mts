/** Resolves at the first Ctrl-C or SIGTERM. Later ones are ignored: a terminal sends several. */
export function interruption(): Promise<'interrupted'> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => resolve('interrupted'));
		}
	});
}
