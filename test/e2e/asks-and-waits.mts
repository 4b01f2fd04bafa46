/**
 * Ask and Wait in one version of the real n8n: it asks by text, and goes on with the first answer from the
 * page, or at the limit; also after a restart and a kill while it waits, and in a loop. A forged link, a
 * stranger, a second answer and the link of an earlier question answer nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type N8nVersion, OLDEST } from '../../demo/versions.mts';
import { until } from '../support/patience.mts';
import { number } from '../support/send.mts';
import { one, questionsOf } from './asking.mts';
import { Place } from './place.mts';
import { repliesByText } from './replies-by-text.mts';

const LIMIT_MS = 4 * 60_000;

/** The tests with one n8n; each has its own file, so that they can run side by side. */
export function asksAndWaits(version: N8nVersion): void {
	const place = new Place({ n8n: version });
	const { publish, textsTo, linkOf, ask, statusOf, visit, finished, answerAtOnce } =
		questionsOf(place);
	/** n8n 2.41 refuses an altered link by itself; 2.8 leaves that to the node. */
	const refusal =
		version === OLDEST
			? { status: 403, text: 'This Link Is Not Valid' }
			: { status: 401, text: 'This form link is invalid' };

	beforeAll(async () => {
		await place.open('clickSendApi');
		await publish();
	}, 20 * 60_000);
	afterAll(async () => {
		await place.close();
	});
	beforeEach(() => place.sandbox.reset());

	test(
		'an answer by page; a look, an altered link and a second answer count nothing',
		async () => {
			const phone = number(1);
			const id = await ask(one(phone));
			const link = linkOf(phone);
			const page = await visit(link);
			expect(page.status).toBe(200);
			expect(page.text).toContain('Deploy?');
			expect(page.text).toContain('value="approve"');
			const last = link.endsWith('0') ? '1' : '0';
			// A stranger has the link of a question that he was asked himself.
			const stranger = number(2);
			const other = await ask(one(stranger));
			const altered = [
				link.slice(0, -1) + last,
				link.replace('ask=0-0', 'ask=0-1'),
				linkOf(stranger).replace(`/${other}/`, `/${id}/`),
				link.replace(/&signature=\w+/, ''),
			];
			expect(new Set([link, linkOf(stranger), ...altered]).size).toBe(6);
			for (const forged of altered) {
				const refused = await visit(forged, 'approve');
				expect(refused.status).toBe(refusal.status);
				expect(refused.text).toContain(refusal.text);
			}
			expect(await statusOf(id)).toBe('waiting');
			expect(await statusOf(other)).toBe('waiting');

			const thanks = await visit(link, 'approve');
			expect(thanks.status).toBe(200);
			expect(thanks.text).toContain('Your answer was recorded: Yes');
			expect(await finished(id)).toEqual([
				expect.objectContaining({
					answered: true,
					answer: 'approved',
					approved: true,
					by: phone,
					via: 'page',
					outcome: 'accepted',
				}),
			]);
			// n8n's own page.
			expect((await visit(link, 'decline')).text).toMatch(/no action required/i);
			expect(await place.rest.itemsOf(id, 'After')).toMatchObject([{ answer: 'approved' }]);
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
		'two questions open to the same phone: each link answers its own',
		async () => {
			const phone = number(21);
			const first = await ask(one(phone, 'First?'));
			const firstLink = linkOf(phone);
			const second = await ask(one(phone, 'Second?'));
			await visit(linkOf(phone), 'decline');
			expect(await finished(second)).toMatchObject([{ answer: 'declined' }]);
			expect(await statusOf(first)).toBe('waiting');
			await visit(firstLink, 'approve');
			expect(await finished(first)).toMatchObject([{ answer: 'approved' }]);
		},
		LIMIT_MS,
	);

	test(
		'in a loop, the link of an earlier question does not answer the next one',
		async () => {
			const phone = number(31);
			const id = await ask(one(phone, 'First?'), one(phone, 'Second?'));
			const old = linkOf(phone);
			await visit(old, 'approve');
			await until(
				'the second question',
				30_000,
				async () => textsTo(phone).length === 2 && (await statusOf(id)) === 'waiting',
			);
			const closed = await visit(old, 'approve');
			expect(closed.status).toBe(410);
			expect(closed.text).toContain('This Question Is Closed');
			expect(await statusOf(id)).toBe('waiting');
			await visit(linkOf(phone), 'decline');
			expect(await finished(id)).toMatchObject([{ answer: 'approved' }, { answer: 'declined' }]);
		},
		LIMIT_MS,
	);

	test.each(['stop', 'kill'] as const)(
		'%s and start while it waits: the answer arrives',
		async (end) => {
			const phone = number(end === 'stop' ? 41 : 42);
			const id = await ask(one(phone));
			await place[end]();
			await place.start();
			expect((await visit(linkOf(phone))).status).toBe(200);
			await visit(linkOf(phone), 'approve');
			expect(await finished(id)).toMatchObject([{ answered: true, by: phone }]);
			expect(textsTo(phone)).toHaveLength(1);
		},
		LIMIT_MS,
	);

	test(
		'at the limit: the item says that there is no answer, and a late answer does not count',
		async () => {
			const phone = number(51);
			const id = await ask(one(phone, 'Quick?', 0.02));
			// n8n looks for limits that have passed once a minute.
			await sleep(1_500);
			expect((await visit(linkOf(phone), 'approve')).text).not.toContain('was recorded');
			expect(await finished(id, 150_000)).toEqual([
				expect.objectContaining({
					answered: false,
					answer: null,
					approved: false,
					by: null,
					outcome: 'noReply',
					to: phone,
					asked: [expect.objectContaining({ to: phone, outcome: 'accepted' })],
				}),
			]);
		},
		LIMIT_MS,
	);

	repliesByText(place);
}
