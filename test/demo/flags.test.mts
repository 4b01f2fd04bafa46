import { DEV_USAGE, readDevFlags, readFlags, USAGE } from '../../demo/flags.mts';
import { DemoFailure } from '../../demo/failure.mts';

test('without flags the demo keeps running, on ports that it chooses', () => {
	expect(readFlags([])).toEqual({
		once: false,
		help: false,
		port: undefined,
		sandboxPort: undefined,
	});
});

test('reads every flag, in both spellings', () => {
	expect(readFlags(['--once', '--port', '6001', '--sandbox-port=6002'])).toEqual({
		once: true,
		help: false,
		port: 6001,
		sandboxPort: 6002,
	});
	expect(readFlags(['--help']).help).toBe(true);
});

test.each(['0', '65536', '-1', '80.5', 'http', ''])('“%s” is not a port', (value) => {
	expect(() => readFlags([`--port=${value}`])).toThrow(DemoFailure);
	expect(() => readFlags([`--sandbox-port=${value}`])).toThrow(
		`--sandbox-port wants a port number from 1 to 65535, e.g. --sandbox-port 8080; “${value}” is none.`,
	);
});

test.each([[['--onec']], [['--port']], [['5678']], [['--once=yes']]])(
	'%j is refused with an explanation and the usage',
	(args) => {
		expect(() => readFlags(args)).toThrow(DemoFailure);
		expect(() => readFlags(args)).toThrow(USAGE);
		expect(() => readFlags(args)).toThrow(args[0]?.split('=')[0]);
	},
);

test('npm run dev has --fresh instead of --once', () => {
	const ports = { port: 6001, sandboxPort: undefined };
	expect(readDevFlags(['--fresh', '--port', '6001'])).toEqual({
		fresh: true,
		help: false,
		...ports,
	});
	expect(readDevFlags([]).fresh).toBe(false);
	expect(() => readDevFlags(['--once'])).toThrow(DEV_USAGE);
	expect(() => readFlags(['--fresh'])).toThrow(USAGE);
});
