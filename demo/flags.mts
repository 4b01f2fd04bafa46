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

/** Flags of `npm run dev`. */
export interface DevFlags extends Omit<Flags, 'once'> {
	/** Forget the workflows and executions of earlier runs. */
	fresh: boolean;
}

export const DEV_USAGE = `npm run dev -- [--fresh] [--port N] [--sandbox-port N]

  --fresh           forget the workflows and executions of earlier runs
  --port N          the port of n8n's editor (default 5678, or any free one)
  --sandbox-port N  the port of the phones page (default 5680, or any free one)`;

/** Reads the command line of the demo; throws a DemoFailure for anything it does not know. */
export function readFlags(args: readonly string[]): Flags {
	const { values } = parse(args, { once: SWITCH }, USAGE);
	return { once: values.once === true, ...common(values) };
}

/** Reads the command line of `npm run dev`, like {@link readFlags}. */
export function readDevFlags(args: readonly string[]): DevFlags {
	const { values } = parse(args, { fresh: SWITCH }, DEV_USAGE);
	return { fresh: values.fresh === true, ...common(values) };
}

type Values = Record<string, string | boolean | undefined>;

const SWITCH = { type: 'boolean', default: false } as const;
const COMMON = {
	help: SWITCH,
	port: { type: 'string' },
	'sandbox-port': { type: 'string' },
} as const;

function common(values: Values): Omit<Flags, 'once'> {
	return {
		help: values.help === true,
		port: readPort('--port', values.port),
		sandboxPort: readPort('--sandbox-port', values['sandbox-port']),
	};
}

function parse(
	args: readonly string[],
	own: Record<string, typeof SWITCH>,
	usage: string,
): { values: Values } {
	try {
		return parseArgs({ args: [...args], options: { ...own, ...COMMON } });
	} catch (error) {
		const [sentence] = reasonOf(error).split('. ');
		throw new DemoFailure(`${sentence?.replace(/\.$/, '')}. Usage:\n\n${usage}`);
	}
}

function readPort(flag: string, value: string | boolean | undefined): number | undefined {
	if (typeof value !== 'string') return undefined;
	const port = Number(value);
	if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
	throw new DemoFailure(
		`${flag} wants a port number from 1 to 65535, e.g. ${flag} 8080; “${value}” is none.`,
	);
}
