// The slower suites run by themselves: npm run test:slow.
const SLOW = '/test/slow/';
const isSlow = process.env.SUITE === 'slow';

/** @type {import('jest').Config} */
export default {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	setupFiles: ['<rootDir>/test/support/environment.cjs', '<rootDir>/test/support/properties.mts'],
	testMatch: [isSlow ? `**${SLOW}**/*.test.mts` : '**/*.test.mts'],
	testPathIgnorePatterns: isSlow ? [] : [SLOW],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'\\.m?ts$': [
			'@swc/jest',
			{
				jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
	},
	// By default jest leaves one core free; the tests mostly wait for each other's answers.
	maxWorkers: '100%',
	// How long a test takes says nothing: the machine may have other things to do.
	testTimeout: 60_000,
};
