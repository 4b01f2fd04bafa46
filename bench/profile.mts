/** Measures where CPU time goes: per file of the pack, and per library. */
import { Session } from 'node:inspector/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

export interface Share {
	/** A file of the pack, a library, or work of V8 itself: `(garbage collector)`. */
	readonly owner: string;
	readonly ms: number;
}

const PROFILER = 'the profiler itself';
const NOT_OURS = ['(idle)', PROFILER];

function ownerOf({ url, functionName }: { url: string; functionName: string }): string {
	if (url === '' && functionName === 'dispatch') return PROFILER;
	const file = url.replace(/^file:\/\//, '');
	const [, inModules] = file.split(/.*node_modules\//);
	if (inModules !== undefined) {
		const [first = '', second = ''] = inModules.split('/');
		return first.startsWith('@') ? `${first}/${second}` : first;
	}
	if (file.startsWith(ROOT)) return path.relative(ROOT, file);
	if (file.startsWith('node:')) return 'Node';
	return functionName.startsWith('(') ? functionName : 'Node';
}

/** The owners by their own time, without the functions they called; the largest first. */
export async function profile(work: () => unknown): Promise<Share[]> {
	const session = new Session();
	session.connect();
	try {
		await session.post('Profiler.enable');
		await session.post('Profiler.setSamplingInterval', { interval: 500 });
		await session.post('Profiler.start');
		await work();
		const { profile: taken } = await session.post('Profiler.stop');
		const owners = new Map(taken.nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
		const shares = new Map<string, number>();
		taken.samples?.forEach((id, index) => {
			const owner = owners.get(id) ?? '';
			const ms = (taken.timeDeltas?.[index] ?? 0) / 1000;
			shares.set(owner, (shares.get(owner) ?? 0) + ms);
		});
		for (const owner of NOT_OURS) shares.delete(owner);
		return [...shares].map(([owner, ms]) => ({ owner, ms })).sort((a, b) => b.ms - a.ms);
	} finally {
		session.disconnect();
	}
}
