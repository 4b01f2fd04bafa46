/**
 * The real n8n, killed in the moment in which it takes texts over: nothing is lost where the provider
 * keeps what was not marked as read, and what the others lose is measured. Everything is counted at the
 * phones.
 *
 *     E2E_KILL_POINTS=0,1,2,5,10   when to kill, in ms after the provider's answer (below: as in CI)
 *     E2E_KILL_TIMES=3             every point that often
 */
import { Place } from './place.mts';
import { type Batch, Rounds } from './rounds.mts';
import { SOURCES } from './sources.mts';

const POINTS = (process.env.E2E_KILL_POINTS ?? '0,8,16,30,60,150').split(',').map(Number);
const TIMES = Number(process.env.E2E_KILL_TIMES ?? 1);
/** Starts, three requests and their answers: on a busy machine, too. */
const ROUND_LIMIT_MS = 3 * 60_000;

const place = new Place();
const rounds = new Rounds(place, SOURCES);

beforeAll(async () => {
	await place.open('clickSendApi', ...SOURCES.map(({ trigger }) => trigger.credential));
	await rounds.begin();
}, 20 * 60_000);
afterAll(async () => {
	await place.close();
});

/** What each source promises of a batch: whether it may be lost, and whether it may come once more. */
function judge(batch: Batch): void {
	const { source, texts, killedAfterMs } = batch;
	const counts = rounds.answers(batch);
	const told = { source: source.name, killedAfterMs, texts, counts };
	const isKept = source.losesNothing || killedAfterMs === undefined;
	const least = isKept ? 1 : 0;
	const most = source.mayRepeat && killedAfterMs !== undefined ? 2 : 1;
	expect({ ...told, isRight: counts.every((count) => count >= least && count <= most) }).toEqual({
		...told,
		isRight: true,
	});
}

const times = POINTS.flatMap((ms) => Array.from({ length: TIMES }, () => ms));

describe.each(SOURCES)('$name', (source) => {
	test.each(times)(
		'killed %i ms after n8n was given the texts',
		async (ms) => {
			for (const batch of await rounds.play(source, ms)) judge(batch);
		},
		ROUND_LIMIT_MS,
	);

	test(
		'stopped between two polls: nothing is lost',
		async () => {
			for (const batch of await rounds.play(source, 400, 'stop')) {
				judge(batch);
				expect(Math.min(...rounds.answers(batch))).toBeGreaterThanOrEqual(1);
			}
		},
		ROUND_LIMIT_MS,
	);
});

test(
	'what is written while n8n is down comes once, and nothing else again',
	async () => {
		const before = rounds.batches.map((batch) => rounds.answers(batch));
		const known = rounds.batches.length;
		for (const batch of await rounds.playWhileDown()) judge(batch);
		const after = rounds.batches.slice(0, known).map((batch) => rounds.answers(batch));
		expect(after).toEqual(before);
	},
	ROUND_LIMIT_MS,
);

test('counted at the end', () => {
	console.log(`\n${rounds.table()}\n\n${rounds.windows().join('\n')}\n`);
	for (const batch of rounds.batches) judge(batch);
});
