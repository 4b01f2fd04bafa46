import { DemoFailure } from './failure.mts';

/**
 * The n8n versions that the demo can install, newest first, and the Node that each needs. To add one,
 * create n8n/<version>/package.json and run `npm install --package-lock-only` there with that Node.
 */
const VERSIONS = [
	{ n8n: '2.41.1', node: [24, 0] },
	{ n8n: '2.35.7', node: [22, 22] },
	{ n8n: '2.8.4', node: [20, 19] },
] as const;

/** The newest n8n that runs on this version of Node, e.g. `20.19.0`. */
export function chooseN8n(nodeVersion: string): string {
	const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
	const found = VERSIONS.find(
		({ node }) => major > node[0] || (major === node[0] && minor >= node[1]),
	);
	if (found) return found.n8n;
	throw new DemoFailure(
		`Node ${nodeVersion} is too old: n8n needs Node 20.19 or newer (https://nodejs.org).`,
	);
}
