/** A workflow that asks one question after another, and what the tests do with it. */
import { request } from '../../demo/request.mts';
import { FINAL } from '../../demo/rest.mts';
import { type Workflow } from '../../demo/workflow.mts';
import { until } from '../support/patience.mts';
import { type Place } from './place.mts';

const PATH = 'ask';

export interface Question {
	to: string;
	text: string;
	minutes: number;
}

export const one = (to: string, text = 'Deploy?', minutes = 60): Question => ({
	to,
	text,
	minutes,
});

/** Webhook → Split → Loop ⇄ Ask; what comes out of the loop at its end is in After. */
function asking(place: Place): Workflow {
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

/** Looks at the phones and at n8n; `publish` comes first, once the place is open. */
export function questionsOf(place: Place) {
	let workflow = '';

	async function publish(): Promise<void> {
		workflow = await place.rest.publish(asking(place));
	}

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
		const response = await request(link, {
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

	/** Expects that one of many answers to a question, given at the same moment, counts. */
	async function answerAtOnce(ann: string, bob: string): Promise<void> {
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
	}

	return { publish, textsTo, linkOf, ask, statusOf, visit, finished, answerAtOnce };
}
