/** Compares the endpoints that were called with those that are declared. */
import { type Endpoint } from '../../core/provider';
import { type RecordedRequest } from '../../sandbox/server.mts';

type Called = Pick<RecordedRequest, 'method' | 'path'>;
type Declared = Pick<Endpoint, 'method' | 'path'> | { method: string; path: string };

/** Gateways put a prefix before the path; every `{name}` is one segment. */
function fits(called: Called, { method, path }: Declared): boolean {
	const pattern = path
		.split(/\{\w+\}/)
		.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
		.join('[^/]+');
	return called.method === method && new RegExp(`${pattern}$`).test(called.path);
}

/** Calls to undeclared endpoints, each once. */
export const undeclared = (called: readonly Called[], declared: readonly Declared[]): string[] => [
	...new Set(
		called
			.filter((one) => !declared.some((endpoint) => fits(one, endpoint)))
			.map(({ method, path }) => `${method} ${path}`),
	),
];

/** Declared endpoints that were never called. */
export const uncalled = (called: readonly Called[], declared: readonly Declared[]): string[] =>
	declared
		.filter((endpoint) => !called.some((one) => fits(one, endpoint)))
		.map(({ method, path }) => `${method} ${path}`);
