/**
 * The real n8n, killed while it is receiving texts: nothing is lost if the provider keeps messages that
 * were not marked as read, and the losses of the others are measured. Everything is counted at the
 * phones.
 *
 *     E2E_KILL_POINTS=0,1,2,5,10   when to kill, in ms after the provider's answer (default below, as in CI)
 *     E2E_KILL_TIMES=3             repetitions of every point
 */
import { Place } from './place.mts';
import { type Batch, Rounds } from './rounds.mts';
import { SOURCES } from './sources.mts';

const POINTS = (process.env.E2E_KILL_POINTS ?? '0,8,16,30,60,150').split(',').map(Number);
const TIMES = Number(process.env.E2E_KILL_TIMES ?? 1);
/** For starts, three requests and their answers, even on a busy machine. */
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

/** By then, n8n has answered the texts, also on a busy machine: it gives up what runs while it stops. */
const IDLE_MS = 4_000;

/** Checks what each source guarantees: whether a batch may be lost, and whether it may repeat once. */
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
		'killed %i ms after n8n received the texts',
		async (ms) => {
			for (const batch of await rounds.play(source, ms)) judge(batch);
		},
		ROUND_LIMIT_MS,
	);

	test(
		'stopped between two polls: nothing is lost',
		async () => {
			for (const batch of await rounds.play(source, IDLE_MS, 'stop')) {
				judge(batch);
				expect(Math.min(...rounds.answers(batch))).toBeGreaterThanOrEqual(1);
			}
		},
		ROUND_LIMIT_MS,
	);
});

test(
	'texts written while n8n is down arrive once, and no others are repeated',
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
