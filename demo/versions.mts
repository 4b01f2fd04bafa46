import { DemoFailure } from './failure.mts';

/**
 * The n8n versions that the demo can install, newest first, and the Node that each needs. To add one,
 * create n8n/<version>/package.json and run
 * `npm install --package-lock-only --no-omit-lockfile-registry-resolved` there with that Node.
 */
const VERSIONS = [
	{ n8n: '2.41.1', node: [24, 0] },
	{ n8n: '2.35.7', node: [22, 22] },
	{ n8n: '2.8.4', node: [20, 19] },
] as const;

export type N8nVersion = (typeof VERSIONS)[number]['n8n'];

/** What the tests with the real n8n call the newest and the oldest n8n. */
export const NEWEST: N8nVersion = VERSIONS[0].n8n;
export const OLDEST: N8nVersion = VERSIONS[2].n8n;

/** The newest n8n that runs on this version of Node, e.g. `20.19.0`. */
export function chooseN8n(nodeVersion: string): N8nVersion {
	const found = VERSIONS.find(({ n8n }) => canRun(n8n, nodeVersion));
	if (found) return found.n8n;
	throw new DemoFailure(
		`Node ${nodeVersion} is too old: n8n needs Node 20.19 or newer (https://nodejs.org).`,
	);
}

/** Whether this version of Node is new enough for this n8n. */
export function canRun(version: N8nVersion, nodeVersion: string): boolean {
	const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
	return VERSIONS.some(
		({ n8n, node }) =>
			n8n === version && (major > node[0] || (major === node[0] && minor >= node[1])),
	);
}
