import { parseArgs } from 'node:util';
import { DemoFailure, reasonOf } from './failure.mts';

export interface Flags {
	/** Whether to end after showing the result. */
	once: boolean;
	help: boolean;
	/** The editor's port, when the user names one. */
	port?: number;
	/** The port of the phones page, when the user names one. */
	sandboxPort?: number;
}

export const USAGE = `npm run demo -- [--once] [--port N] [--sandbox-port N]

  --once            end after showing the result; the exit code is 0 when all went well
  --port N          the port of n8n's editor (default 5678, or any free one)
  --sandbox-port N  the port of the phones page (default 5680, or any free one)`;

/** Reads the command line; throws a DemoFailure for anything it does not know. */
export function readFlags(args: readonly string[]): Flags {
	const values = parse(args);
	return {
		once: values.once,
		help: values.help,
		port: readPort('--port', values.port),
		sandboxPort: readPort('--sandbox-port', values['sandbox-port']),
	};
}

function parse(args: readonly string[]) {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				once: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
				port: { type: 'string' },
				'sandbox-port': { type: 'string' },
			},
		});
		return values;
	} catch (error) {
		const [sentence] = reasonOf(error).split('. ');
		throw new DemoFailure(`${sentence?.replace(/\.$/, '')}. Usage:\n\n${USAGE}`);
	}
}

function readPort(flag: string, value: string | undefined): number | undefined {
	if (value === undefined) return undefined;
	const port = Number(value);
	if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
	throw new DemoFailure(
		`${flag} wants a port number from 1 to 65535, e.g. ${flag} 8080; “${value}” is none.`,
	);
}
