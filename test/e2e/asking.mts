/**
 * Ask and Wait in one version of the real n8n: it asks by text, and goes on with the first answer from the
 * page, or at the limit; also after a restart and a kill while it waits, and in a loop. A forged link, a
 * stranger, a second answer and the link of an earlier question answer nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL } from '../../demo/rest.mts';
import { type N8nVersion, OLDEST } from '../../demo/versions.mts';
import { type Workflow } from '../../demo/workflow.mts';
import { number } from '../support/send.mts';
import { until } from '../support/patience.mts';
import { Place } from './place.mts';

const LIMIT_MS = 4 * 60_000;
const PATH = 'ask';

interface Question {
	to: string;
	text: string;
	minutes: number;
}

/** The tests with one n8n; each has its own file, so that they can run side by side. */
export function asksAndWaits(version: N8nVersion): void {
	const place = new Place({ n8n: version });
	/** n8n 2.41 refuses an altered link by itself; 2.8 leaves that to the node. */
	const refusal =
		version === OLDEST
			? { status: 403, text: 'This Link Is Not Valid' }
			: { status: 401, text: 'This form link is invalid' };
	let workflow = '';

	/** Webhook → Split → Loop ⇄ Ask; what comes out of the loop at its end is in After. */
	function asking(): Workflow {
		const common = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
		const to = (node: string) => [{ node, type: 'main', index: 0 }];
		const definition = {
			name: PATH,
			nodes: [
				{
					...common,
					id: 'hook',
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					webhookId: PATH,
					parameters: { httpMethod: 'POST', path: PATH },
				},
				{
					...common,
					id: 'split',
					name: 'Split',
					type: 'n8n-nodes-base.splitOut',
					parameters: { fieldToSplitOut: 'body.questions' },
				},
				{
					...common,
					id: 'loop',
					name: 'Loop',
					type: 'n8n-nodes-base.splitInBatches',
					typeVersion: 3,
					parameters: { batchSize: 1, options: {} },
				},
				{
					...common,
					id: '5e1f8a52-7c3b-4a52-9d0e-0e6b9a1c2d3f',
					name: 'Ask "on-call" {{who}}',
					type: 'n8n-nodes-sms-suite.sendSms',
					parameters: {
						operation: 'sendAndWait',
						providers: ['clickSend'],
						clickSendAuthentication: 'clickSendApi',
						to: '={{ $json.to }}',
						message: '={{ $json.text }}',
						responseType: 'approval',
						approveLabel: 'Yes',
						declineLabel: 'No',
						limitType: 'afterTimeInterval',
						resumeAmount: '={{ $json.minutes }}',
						resumeUnit: 'minutes',
					},
					credentials: place.credential('clickSendApi'),
				},
				{ ...common, id: 'after', name: 'After', type: 'n8n-nodes-base.noOp' },
			],
			connections: {
				Webhook: { main: [to('Split')] },
				Split: { main: [to('Loop')] },
				Loop: { main: [to('After'), to('Ask "on-call" {{who}}')] },
				'Ask "on-call" {{who}}': { main: [to('Loop')] },
			},
			settings: { executionOrder: 'v1' },
		};
		return definition as object as Workflow;
	}

	beforeAll(async () => {
		await place.open('clickSendApi');
		workflow = await place.rest.publish(asking());
	}, 20 * 60_000);
	afterAll(async () => {
		await place.close();
	});
	beforeEach(() => place.sandbox.reset());

	const textsTo = (to: string): string[] =>
		place.sandbox.messages().flatMap((message) => (message.to === to ? (message.text ?? '') : []));

	/** The link in the latest text to a phone. */
	const linkOf = (to: string): string => textsTo(to).at(-1)?.split('\n').at(-1) ?? '';

	/** Starts an execution and waits until its question has arrived and n8n has stored that it waits. */
	async function ask(...questions: Question[]): Promise<string> {
		const before = (await place.rest.executions(workflow)).map(({ id }) => id);
		const response = await place.post(PATH, { questions });
		expect(response.status).toBe(200);
		return await until('an execution that waits', 30_000, async () => {
			const executions = await place.rest.executions(workflow);
			const fresh = executions.find((execution) => !before.includes(execution.id));
			return fresh?.status === 'waiting' ? fresh.id : undefined;
		});
	}

	const statusOf = async (id: string): Promise<string | undefined> =>
		(await place.rest.executions(workflow)).find((one) => one.id === id)?.status;

	async function visit(link: string, answer?: string): Promise<{ status: number; text: string }> {
		const response = await fetch(link, {
			...(answer !== undefined && {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ answer }).toString(),
			}),
		});
		return { status: response.status, text: await response.text() };
	}

	async function finished(id: string, limitMs = 30_000): Promise<unknown[]> {
		await until('the end of the execution', limitMs, async () =>
			FINAL.includes((await statusOf(id)) ?? ''),
		);
		expect(await statusOf(id)).toBe('success');
		return await place.rest.itemsOf(id, 'After');
	}

	const one = (to: string, text = 'Deploy?', minutes = 60): Question => ({ to, text, minutes });

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
			for (const forged of [link.slice(0, -1) + last, link.replace('ask=0-0', 'ask=0-1')]) {
				const refused = await visit(forged, 'approve');
				expect(refused.status).toBe(refusal.status);
				expect(refused.text).toContain(refusal.text);
			}
			expect(await statusOf(id)).toBe('waiting');

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
			const [ann, bob] = [number(11), number(12)];
			const id = await ask(one(`${ann}, ${bob}`));
			const answers = ['approve', 'decline', 'approve', 'decline'];
			const pages = await Promise.all(
				answers.map(async (answer, at) => await visit(linkOf(at % 2 ? bob : ann), answer)),
			);
			const recorded = pages.filter(({ text }) => text.includes('was recorded'));
			expect(recorded).toHaveLength(1);
			const [item, ...others] = (await finished(id)) as Array<{ answer: string; by: string }>;
			expect(others).toEqual([]);
			expect(recorded[0]?.text).toContain(item?.answer === 'approved' ? 'Yes' : 'No');
			expect(item?.by).toBe(item?.answer === 'approved' ? ann : bob);
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
}
