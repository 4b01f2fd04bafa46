/** `npm run sandbox -- --port N`: runs the sandbox until Ctrl-C. */
import { parseArgs } from 'node:util';
import { startSandbox } from './server.mts';
import { messageOf } from './values.mts';

const usage = 'Usage: npm run sandbox -- [--port N] [--log]';

function fail(sentence: string): never {
	console.error(sentence);
	process.exit(1);
}

function readFlags(): { port: number; log: boolean } {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string', default: '0' },
				log: { type: 'boolean', default: false },
			},
		});
		const port = Number(values.port);
		if (!/^\d+$/.test(values.port) || port > 65_535) {
			throw new Error(`"${values.port}" is not a port (0 to 65535).`);
		}
		return { port, log: values.log };
	} catch (error) {
		return fail(`${messageOf(error).replace(/\.?$/, '.')} ${usage}`);
	}
}

function explain(error: unknown, port: number): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE') return `Port ${port} is taken: choose another with --port.`;
	if (code === 'EACCES') return `Port ${port} is not allowed here: choose one above 1023.`;
	return `The sandbox could not start: ${messageOf(error)}`;
}

const { port, log } = readFlags();
try {
	const sandbox = await startSandbox({ port, ...(log && { log: (line) => console.log(line) }) });
	// A second signal is not handled, so it ends the process at once.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
	}
	const { url } = sandbox;
	console.log(`sandbox listening on ${url}
  phones         ${url}/
  control API    ${url}/__sandbox/ (requests, messages, replies, carrier, faults, settings, hooks, deliveries, reset)

  Base URLs and accounts
  ClickSend      ${url}/clicksend    username sandbox, API key sandbox-key
  Maton gateway  ${url}/maton        API key maton-key (one ACTIVE ClickSend connection)
  Maton control  ${url}/maton-ctrl   the same key
  SMSMobileAPI   ${url}/smsmobileapi API key smsmobile-key, or client ID sandbox-client, secret sandbox-secret
  GoTone SMS     ${url}/gotone       API token 1|gotone-sandbox-token
  SUBMAIL        ${url}/submail      app id 10001, international 20001, key submail-sandbox-key
  EngageLab      ${url}/engagelab         username dev_key, password dev_secret (current)
  EngageLab      ${url}/engagelab/legacy  username sms_user, password sms_key (legacy)

Nothing leaves this machine. Stop with Ctrl-C.`);
} catch (error) {
	fail(explain(error, port));
}
