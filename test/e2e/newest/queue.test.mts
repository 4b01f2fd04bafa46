/**
 * The newest n8n in queue mode, with PostgreSQL and Redis: a worker asks, the main process takes the answers.
 * The worker is killed while the execution waits, and another one goes on with it.
 */
import { NEWEST } from '../../../demo/versions.mts';
import { until } from '../../support/patience.mts';
import { number } from '../../support/send.mts';
import { one, questionsOf } from '../asking.mts';
import { Place } from '../place.mts';

const LIMIT_MS = 4 * 60_000;
const place = new Place({ n8n: NEWEST, withWorker: true });
const { publish, textsTo, linkOf, ask, statusOf, visit, finished, answerAtOnce } =
	questionsOf(place);
/** How often a worker has begun with an execution. */
const begun = (id: string): number =>
	place.workerLog().split(`Worker started execution ${id} `).length - 1;

beforeAll(async () => {
	await place.open('clickSendApi');
	await publish();
}, 20 * 60_000);
afterAll(async () => {
	await place.close();
});
beforeEach(() => place.sandbox.reset());

test(
	'a worker asks, the main process takes the answer, a worker goes on; a second answer does not count',
	async () => {
		const phone = number(1);
		const id = await ask(one(phone));
		expect(begun(id)).toBe(1);
		expect((await visit(linkOf(phone))).text).toContain('Deploy?');
		expect((await visit(linkOf(phone), 'approve')).text).toContain('Your answer was recorded: Yes');
		expect((await visit(linkOf(phone), 'decline')).text).not.toContain('was recorded');
		expect(await finished(id)).toMatchObject([
			{ answered: true, answer: 'approved', by: phone, via: 'page' },
		]);
		expect(begun(id)).toBe(2);
		expect(textsTo(phone)).toHaveLength(1);
	},
	LIMIT_MS,
);

test(
	'many answers at the same moment: one counts',
	async () => {
		await answerAtOnce(number(11), number(12));
	},
	LIMIT_MS,
);

test(
	'the worker is killed while it waits, and the answer comes while there is none',
	async () => {
		const phone = number(21);
		const id = await ask(one(phone));
		// Before that, Redis has the job as one that a worker is at, and n8n as one that crashed.
		await until('the worker to be done with its job', 30_000, () =>
			place.workerLog().includes(`Worker finished execution ${id} `),
		);
		await place.killWorker();
		expect((await visit(linkOf(phone), 'decline')).text).toContain('Your answer was recorded: No');
		await place.startWorker();
		expect(await finished(id, 60_000)).toMatchObject([{ answer: 'declined', by: phone }]);
		expect(textsTo(phone)).toHaveLength(1);
	},
	LIMIT_MS,
);

test(
	'the main process is killed while it waits, and the worker stays',
	async () => {
		const phone = number(31);
		const id = await ask(one(phone));
		await place.kill();
		await place.start();
		await visit(linkOf(phone), 'approve');
		expect(await finished(id)).toMatchObject([{ answer: 'approved', by: phone }]);
		expect(textsTo(phone)).toHaveLength(1);
	},
	LIMIT_MS,
);

test(
	'at the limit: the item says that there is no answer',
	async () => {
		const phone = number(41);
		const id = await ask(one(phone, 'Quick?', 0.02));
		expect(await statusOf(id)).toBe('waiting');
		expect(await finished(id, 150_000)).toEqual([
			expect.objectContaining({ answered: false, answer: null, by: null, outcome: 'noReply' }),
		]);
		expect(begun(id)).toBe(2);
	},
	LIMIT_MS,
);
