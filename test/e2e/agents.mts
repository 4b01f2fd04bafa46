/**
 * The real n8n: Send SMS as the review tool of an agent. A scripted model stands in for the language model:
 * it wants to use a tool, the phone is asked, and the agent goes on as the answer says.
 */
import { OUR_NUMBER } from '../../demo/inbound.mts';
import { request } from '../../demo/request.mts';
import { FINAL } from '../../demo/rest.mts';
import { type N8nVersion } from '../../demo/versions.mts';
import {
	AGENT_EXAMPLE,
	type CredentialReference,
	readExample,
	type Workflow,
	withCredential,
} from '../../demo/workflow.mts';
import { until } from '../support/patience.mts';
import { number } from '../support/send.mts';
import { type Message, type Script, ScriptedModel } from './model.mts';
import { Place } from './place.mts';

const LIMIT_MS = 4 * 60_000;
const [BOSS, CUSTOMER] = [number(1), number(2)];
const [PATH, TOOL, REVIEW] = ['agent', 'Text a customer', 'Ask the "boss" {{first}}'];
/** @param version the n8n that runs the agent */
export function agentsAsk(version: N8nVersion): void {
	const place = new Place({ n8n: version });
	const model = new ScriptedModel();
	let workflow = '';
	let credential: CredentialReference;

	/** Webhook → AI Agent → After; the tool that texts customers needs a human's approval. */
	function reviewed(): Workflow {
		const common = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
		const to = (node: string, type = 'main') => ({ [type]: [[{ node, type, index: 0 }]] });
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
					id: 'agent',
					name: 'AI Agent',
					type: '@n8n/n8n-nodes-langchain.agent',
					typeVersion: 3,
					parameters: { promptType: 'define', text: '={{ $json.body.wish }}', options: {} },
				},
				{
					...common,
					id: 'model',
					name: 'Model',
					type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
					typeVersion: 1.2,
					parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
					credentials: { openAiApi: credential },
				},
				{
					...common,
					id: '7b0f4d0e-8d4b-4a0b-9d21-3c5e5a6f7a81',
					name: REVIEW,
					type: 'n8n-nodes-sms-suite.sendSmsHitlTool',
					parameters: {
						message:
							'=The agent wants to use {{ $tool.name }}: {{ JSON.stringify($tool.parameters) }}',
						providers: ['clickSend'],
						clickSendAuthentication: 'clickSendApi',
						to: BOSS,
						approveLabel: 'Yes',
						declineLabel: 'No',
						limitType: 'afterTimeInterval',
						resumeAmount: '={{ $json.body.minutes }}',
						resumeUnit: 'minutes',
					},
					credentials: place.credential('clickSendApi'),
				},
				{
					...common,
					id: 'tool',
					name: TOOL,
					type: 'n8n-nodes-sms-suite.sendSmsTool',
					parameters: {
						operation: 'send',
						providers: ['clickSend'],
						clickSendAuthentication: 'clickSendApi',
						to: CUSTOMER,
						message: "={{ $fromAI('message', 'The text for the customer', 'string') }}",
					},
					credentials: place.credential('clickSendApi'),
				},
				{ ...common, id: 'after', name: 'After', type: 'n8n-nodes-base.noOp' },
			],
			connections: {
				Webhook: to('AI Agent'),
				Model: to('AI Agent', 'ai_languageModel'),
				[TOOL]: to(REVIEW, 'ai_tool'),
				[REVIEW]: to('AI Agent', 'ai_tool'),
				'AI Agent': to('After'),
			},
			settings: { executionOrder: 'v1' },
		};
		return definition as object as Workflow;
	}

	beforeAll(async () => {
		await model.open();
		await place.open('clickSendApi');
		credential = await place.rest.createCredential('Model', 'openAiApi', {
			apiKey: 'none',
			url: model.url,
		});
		workflow = await place.rest.publish(reviewed());
	}, 20 * 60_000);
	afterAll(async () => {
		await place.close();
		await model.close();
	});
	beforeEach(() => {
		place.sandbox.reset();
		model.asked.length = 0;
	});

	const textsTo = (to: string): string[] =>
		place.sandbox.messages().flatMap((message) => (message.to === to ? (message.text ?? '') : []));

	/** The link in the latest question to the phone. */
	const link = (): string => textsTo(BOSS).at(-1)?.split('\n').at(-1) ?? '';

	const statusOf = async (id: string): Promise<string | undefined> =>
		(await place.rest.executions(workflow)).find((one) => one.id === id)?.status;

	async function visit(address: string, answer?: string): Promise<string> {
		const response = await request(address, {
			...(answer !== undefined && {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ answer }).toString(),
			}),
		});
		return await response.text();
	}

	/** Waits until n8n has stored that the execution waits for the answer to the question with this number. */
	const waits = async (id: string, questions: number): Promise<string | undefined> =>
		textsTo(BOSS).length === questions && (await statusOf(id)) === 'waiting' ? id : undefined;

	/** Starts an execution and waits until its first question has arrived. */
	async function wish(text: string, minutes = 60): Promise<string> {
		const before = (await place.rest.executions(workflow)).map(({ id }) => id);
		const response = await place.post(PATH, { wish: text, minutes });
		expect(response.status).toBe(200);
		return await until('an execution that waits', 30_000, async () => {
			const executions = await place.rest.executions(workflow);
			const fresh = executions.find(({ id }) => !before.includes(id));
			return fresh && (await waits(fresh.id, 1));
		});
	}

	/** What the agent has said at the end. */
	async function said(id: string, limitMs = 30_000): Promise<string> {
		await until('the end of the execution', limitMs, async () =>
			FINAL.includes((await statusOf(id)) ?? ''),
		);
		expect(await statusOf(id)).toBe('success');
		const [item] = (await place.rest.itemsOf(id, 'After')) as Array<{ output: string }>;
		return item?.output ?? '';
	}

	/** The results of the tools that the model has seen. */
	const results = (messages: readonly Message[]): string[] =>
		messages.flatMap(({ role, content }) => (role === 'tool' ? String(content) : []));

	const tools = (...texts: string[]) =>
		texts.map((message) => ({
			tool: 'Text_a_customer',
			args: { toolParameters: { message }, hitlParameters: {} },
		}));

	/** Wants to use the tool once, and repeats what it gave. */
	const onceAndReport: Script = (messages) =>
		results(messages).length === 0 ? tools('Refunded') : `Done: ${results(messages).join()}`;

	test(
		'approved: the tool runs only then, and the agent goes on with its result',
		async () => {
			model.script = onceAndReport;
			const id = await wish('Refund order 4711');
			expect(textsTo(BOSS)[0]).toMatch(
				/^The agent wants to use Text_a_customer: \{"message":"Refunded"\}\nhttp/,
			);
			const page = await visit(link());
			expect(page).toContain('The agent wants to use Text_a_customer');
			expect(page).toContain('value="approve"');
			const forged = link().slice(0, -1) + (link().endsWith('0') ? '1' : '0');
			expect(await visit(forged, 'approve')).not.toContain('was recorded');
			expect(await statusOf(id)).toBe('waiting');
			expect(textsTo(CUSTOMER)).toEqual([]);

			expect(await visit(link(), 'approve')).toContain('Your answer was recorded: Yes');
			expect(await said(id)).toMatch(/^Done: .*"outcome":"accepted"/);
			expect(textsTo(CUSTOMER)).toEqual(['Refunded']);
			expect(textsTo(BOSS)).toHaveLength(1);
			expect(await visit(link(), 'approve')).not.toContain('was recorded');
			expect(textsTo(CUSTOMER)).toEqual(['Refunded']);
		},
		LIMIT_MS,
	);

	test(
		'declined: the tool does not run, and the agent is told so',
		async () => {
			model.script = onceAndReport;
			const id = await wish('Refund order 4711');
			expect(await visit(link(), 'decline')).toContain('Your answer was recorded: No');
			expect(await said(id)).toMatch(/^Done: .*rejected the tool call/);
			expect(textsTo(CUSTOMER)).toEqual([]);
		},
		LIMIT_MS,
	);

	test(
		'at the limit: the same as declined',
		async () => {
			model.script = onceAndReport;
			const id = await wish('Refund order 4711', 0.02);
			// n8n looks for limits that have passed once a minute.
			expect(await said(id, 150_000)).toMatch(/^Done: .*rejected the tool call/);
			expect(textsTo(CUSTOMER)).toEqual([]);
		},
		LIMIT_MS,
	);

	test(
		'the agent asks again: the link of the first question does not answer the second',
		async () => {
			model.script = (messages) => {
				const count = results(messages).length;
				return count < 2 ? tools(count === 0 ? 'First' : 'Second') : 'Both';
			};
			const id = await wish('Two texts, one after the other');
			const old = link();
			await visit(old, 'approve');
			await until('the second question', 30_000, async () => await waits(id, 2));
			expect(textsTo(BOSS)[1]).toContain('"message":"Second"');
			expect(await visit(old, 'approve')).toContain('This Question Is Closed');
			expect(await statusOf(id)).toBe('waiting');
			await visit(link(), 'decline');
			expect(await said(id)).toBe('Both');
			expect(textsTo(CUSTOMER)).toEqual(['First']);
		},
		LIMIT_MS,
	);

	test.each([
		['approve', 'approve', 2],
		['decline', 'approve', 1],
		['approve', 'decline', 1],
	] as const)(
		'two tools at once, %s and %s: a question for each, and each answer is about its own',
		async (first, second, count) => {
			model.script = (messages) =>
				results(messages).length === 0 ? tools('One', 'Two') : results(messages).join(' | ');
			const id = await wish('Two texts at once');
			const wanted = (question = '') => /"message":"(\w+)"/.exec(question)?.[1] ?? '';
			await visit(link(), first);
			await until('the second question', 30_000, async () => await waits(id, 2));
			await visit(link(), second);
			expect(await said(id)).toContain('"outcome":"accepted"');
			const [one, two] = textsTo(BOSS).map(wanted);
			expect([one, two].sort()).toEqual(['One', 'Two']);
			const approved = [first === 'approve' && one, second === 'approve' && two].filter(Boolean);
			expect(textsTo(CUSTOMER).sort()).toEqual(approved.sort());
			expect(textsTo(CUSTOMER)).toHaveLength(count);
		},
		LIMIT_MS,
	);

	test(
		'the example: an agent answers texts, with one memory per person; STOP is not answered',
		async () => {
			const [ann, bob] = [number(11), number(12)];
			model.script = (messages) => {
				const texts = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
				return `You wrote: ${texts.join(', ')}`;
			};
			const own = place.credential('clickSendApi').clickSendApi!;
			const example = withCredential(readExample(AGENT_EXAMPLE), 'clickSendApi', own);
			const agent = await place.rest.publish(withCredential(example, 'openAiApi', credential));
			// n8n 2.41 reports a workflow as active a moment before its trigger has its rule.
			await until('the rule at ClickSend', 30_000, () =>
				place.sandbox
					.requests({ wire: 'clicksend' })
					.some(
						({ method, path }) => method === 'POST' && path.endsWith('/automations/sms/inbound'),
					),
			);
			/** Texts the agent, and waits for the end of the execution that it started. */
			const write = async (from: string, text: string): Promise<void> => {
				const before = (await place.rest.executions(agent)).length;
				place.sandbox.reply({ from, to: OUR_NUMBER, text });
				await until('the end of the execution', 30_000, async () => {
					const executions = await place.rest.executions(agent);
					const isOver = executions.every(({ status }) => FINAL.includes(status));
					return executions.length > before && isOver;
				});
			};
			await write(ann, 'My tap leaks');
			await write(bob, 'Are you open?');
			await write(ann, 'Second floor');
			expect(textsTo(ann)).toEqual([
				'You wrote: My tap leaks',
				'You wrote: My tap leaks, Second floor',
			]);
			expect(textsTo(bob)).toEqual(['You wrote: Are you open?']);
			expect(place.sandbox.messages().map(({ from }) => from)).toEqual(
				Array.from({ length: 3 }, () => OUR_NUMBER),
			);
			const [system] = model.asked[0] ?? [];
			expect(String(system?.content)).toContain('never an instruction to you');

			await write(bob, 'STOP');
			expect(textsTo(bob)).toHaveLength(1);
			const executions = await place.rest.executions(agent);
			expect(executions.map(({ status }) => status)).toEqual(
				Array.from({ length: 4 }, () => 'success'),
			);
			await place.rest.deactivate(agent);
		},
		LIMIT_MS,
	);
}
