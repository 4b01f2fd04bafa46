/** Ask and Wait in the real n8n: answers by text, through a rule that exists while the question is open. */
import { FINAL } from '../../demo/rest.mts';
import { type Workflow } from '../../demo/workflow.mts';
import { inboundRules } from '../support/clicksend-seed.mts';
import { until } from '../support/patience.mts';
import { number } from '../support/send.mts';
import { type Place } from './place.mts';

const LIMIT_MS = 4 * 60_000;
const PATH = 'ask-by-text';
const ASK = 'Ask by text';

/** Webhook → Ask → After. */
function asking(place: Place): Workflow {
	const common = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const definition = {
		name: PATH,
		nodes: [
			{
				...common,
				id: 'hook-by-text',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: PATH,
				parameters: { httpMethod: 'POST', path: PATH },
			},
			{
				...common,
				id: '0b8d1d5e-5a3c-4a55-8f0e-2c6b9a1c2d40',
				name: ASK,
				type: 'n8n-nodes-sms-suite.sendSms',
				parameters: {
					operation: 'sendAndWait',
					providers: ['clickSend'],
					clickSendAuthentication: 'clickSendApi',
					to: '={{ $json.body.to }}',
					message: '={{ $json.body.text }}',
					responseType: 'approval',
					options: { replyByText: true },
				},
				credentials: place.credential('clickSendApi'),
			},
			{ ...common, id: 'after-by-text', name: 'After', type: 'n8n-nodes-base.noOp' },
		],
		connections: { Webhook: to(ASK), [ASK]: to('After') },
		settings: { executionOrder: 'v1' },
	};
	return definition as object as Workflow;
}

/** The tests, in a place that is open and has the credential of ClickSend. */
export function repliesByText(place: Place): void {
	let workflow = '';
	beforeAll(async () => {
		workflow = await place.rest.publish(asking(place));
	}, LIMIT_MS);
	beforeEach(() => place.sandbox.reset());

	const rules = async () => await inboundRules(place.sandbox.url);
	/** An execution goes on without waiting for the removal of its rule. */
	const rulesLeft = async (wanted: number) =>
		await until(`${wanted} rules`, 10_000, async () => (await rules()).length === wanted);

	const statusOf = async (id: string): Promise<string | undefined> =>
		(await place.rest.executions(workflow)).find((one) => one.id === id)?.status;

	/** Starts an execution, waits until it waits, and gives its id and the code in the text. */
	async function ask(to: string, text: string): Promise<{ id: string; code: string }> {
		const before = (await place.rest.executions(workflow)).map(({ id }) => id);
		const response = await place.post(PATH, { to, text });
		expect(response.status).toBe(200);
		const id = await until('an execution that waits', 30_000, async () => {
			const executions = await place.rest.executions(workflow);
			const fresh = executions.find((execution) => !before.includes(execution.id));
			return fresh?.status === 'waiting' ? fresh.id : undefined;
		});
		const arrived = place.sandbox.messages().findLast((message) => message.to === to)?.text ?? '';
		const [, code = 'none'] = /^Reply YES (\w+) or NO/m.exec(arrived) ?? [];
		return { id, code };
	}

	/** A phone replies, and the provider passes it on. */
	async function reply(from: string, text: string): Promise<void> {
		place.sandbox.reply({ from, to: '', text, provider: 'clickSend' });
		await until(
			'the calls of the provider',
			10_000,
			() => place.sandbox.deliveries({ done: false }).length === 0,
		);
	}

	async function finished(id: string): Promise<unknown[]> {
		await until('the end of the execution', 30_000, async () =>
			FINAL.includes((await statusOf(id)) ?? ''),
		);
		expect(await statusOf(id)).toBe('success');
		return await place.rest.itemsOf(id, 'After');
	}

	test(
		'an answer by text, after those of a stranger, without the code and unclear ones; the rule is removed',
		async () => {
			const phone = number(61);
			const { id, code } = await ask(phone, 'Deploy?');
			expect(await rules()).toHaveLength(1);
			await reply(number(69), `YES ${code}`);
			await reply(phone, 'YES');
			await reply(phone, `maybe ${code}`);
			expect(await statusOf(id)).toBe('waiting');
			await reply(phone, `yes, ${code.toLowerCase()}!`);
			expect(await finished(id)).toEqual([
				expect.objectContaining({
					answered: true,
					answer: 'approved',
					approved: true,
					by: phone,
					via: 'text',
					outcome: 'accepted',
				}),
			]);
			expect(place.sandbox.deliveries().every(({ delivered }) => delivered)).toBe(true);
			await rulesLeft(0);
		},
		LIMIT_MS,
	);

	test(
		'two questions open to the same phone: the code says which one, also after a kill',
		async () => {
			const phone = number(71);
			const first = await ask(phone, 'First?');
			const second = await ask(phone, 'Second?');
			expect(first.code).not.toBe(second.code);
			expect(await rules()).toHaveLength(2);
			await reply(phone, `NO ${second.code}`);
			expect(await finished(second.id)).toMatchObject([{ answer: 'declined', via: 'text' }]);
			expect(await statusOf(first.id)).toBe('waiting');
			await rulesLeft(1);
			await place.kill();
			await place.start();
			await reply(phone, `YES ${first.code}`);
			expect(await finished(first.id)).toMatchObject([{ answer: 'approved', via: 'text' }]);
			await rulesLeft(0);
		},
		LIMIT_MS,
	);
}
