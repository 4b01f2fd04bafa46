import { availableParallelism } from 'node:os';

// These suites run by themselves: npm run test:slow, test:e2e and test:browser.
const APART = ['slow', 'e2e', 'browser'];
const SUITE = APART.find((name) => name === process.env.SUITE);
const usesN8n = SUITE === 'e2e' || SUITE === 'browser';

/** @type {import('jest').Config} */
export default {
	testEnvironment: '<rootDir>/test/support/jest/environment.cjs',
	runtime: '<rootDir>/test/support/jest/runtime.cjs',
	roots: ['<rootDir>/test'],
	setupFiles: [
		'<rootDir>/test/support/environment.cjs',
		'<rootDir>/test/support/properties.mts',
		...(usesN8n ? ['<rootDir>/test/e2e/progress.cjs'] : []),
	],
	testMatch: [SUITE ? `**/test/${SUITE}/**/*.test.mts` : '**/*.test.mts'],
	testPathIgnorePatterns: SUITE ? [] : APART.map((name) => `/test/${name}/`),
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'\\.(m?ts|mjs)$': [
			'@swc/jest',
			{
				jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
	},
	// More workers than cores, for a third of their time they wait for answers and retries.
	// With the real n8n, tests mostly wait for it; the editor answers too slowly beside another one.
	maxWorkers: { e2e: 2, browser: 1 }[SUITE] ?? Math.ceil(1.5 * availableParallelism()),
	// How long a test takes says nothing: the machine may have other things to do.
	testTimeout: SUITE === 'browser' ? 180_000 : 120_000,
};
