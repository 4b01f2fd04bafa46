// npm run bench -- [--quick] [--json FILE]: measures costs as ratios within one run.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
	bulkClaim,
	cursorClaim,
	listClaim,
	sendClaim,
	type Size,
	type Steady,
	textClaims,
} from './claims.mts';
import { type Ratio } from './measure.mts';
import { type Share } from './profile.mts';
import { openStage, startSandboxApart } from './stage.mts';

const USAGE = `npm run bench -- [--quick] [--json FILE]

  --quick      few texts and rounds: a smoke test with rough figures
  --json FILE  also writes the figures to FILE`;

const FULL: Size = { texts: 10_000, rounds: 7 };
const QUICK: Size = { texts: 200, rounds: 1 };
const SHARES_SHOWN = 14;

function readFlags() {
	try {
		const { values } = parseArgs({
			options: { quick: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } },
		});
		return values;
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
		process.exit(1);
	}
}

const say = (line: string) => console.log(`bench: ${line}`);
const times = (value: number) => value.toFixed(value < 10 ? 2 : 0);

function show({ name, of, ratio, low, high, cpuMs, baseCpuMs, wallMs, baseWallMs }: Ratio) {
	say(`${name}: ${times(ratio)} (${times(low)} to ${times(high)})`);
	const cpu = `${cpuMs.toFixed(1)} / ${baseCpuMs.toFixed(1)} ms of CPU`;
	console.log(
		`         ${of}: ${cpu}, ${wallMs.toFixed(0)} / ${baseWallMs.toFixed(0)} ms in total`,
	);
}

function showShares(shares: readonly Share[]): void {
	const all = shares.reduce((sum, { ms }) => sum + ms, 0);
	console.log(`         CPU time of a send by owner, ${all.toFixed(0)} ms under the profiler:`);
	for (const { owner, ms } of shares.slice(0, SHARES_SHOWN)) {
		const share = `${((100 * ms) / all).toFixed(1)} %`.padStart(7);
		console.log(`         ${share}  ${owner}`);
	}
}

function showSteady({ ratio, limit, ratios }: Steady): void {
	const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
	console.log(
		`         on the main thread, without drift: ${times(ratio)} (${times(low)} to ${times(high)}; at most ${limit})`,
	);
}

const flags = readFlags();
if (flags.help) {
	console.log(USAGE);
	process.exit(0);
}
if (!existsSync(path.join(import.meta.dirname, '../dist/nodes'))) {
	console.error('bench: dist/ is missing. Run: npm run build');
	process.exit(1);
}
const size = flags.quick ? QUICK : FULL;
say(`${size.texts} texts, ${size.rounds} rounds; loading n8n and the pack`);
const sandbox = await startSandboxApart();
try {
	const stage = await openStage(sandbox.url);
	const { ratio: send, steady, shares } = await sendClaim(stage, size);
	show(send);
	showSteady(steady);
	showShares(shares);
	const rest: Ratio[] = [];
	for (const claim of [
		() => bulkClaim(stage, size),
		() => listClaim(stage, sandbox.url, size),
		() => cursorClaim(size),
		() => textClaims(size),
	]) {
		for (const ratio of [await claim()].flat()) {
			show(ratio);
			rest.push(ratio);
		}
	}
	if (flags.json) {
		const figures = { node: process.version, size, ratios: [send, ...rest], steady, shares };
		writeFileSync(flags.json, `${JSON.stringify(figures, undefined, '\t')}\n`);
		say(`figures written to ${flags.json}`);
	}
} finally {
	await sandbox.close();
}
process.exit(0);
