/** Sends whose provider throws, and retries of a run that was held back. */
import { type IContextObject, type IExecuteFunctions } from 'n8n-workflow';
import { failAll } from '../../../core/outcome';
import { type SmsAccount } from '../../../core/provider';
import { send } from '../../../n8n/sending/run';
import { provider } from '../../core/sending/fakes.mts';
import { context } from '../context.mts';

it('a grouping error ends the run once nothing is under way, and everything is recorded', async () => {
	const memory: IContextObject = {};
	const more: Partial<IExecuteFunctions> = {
		getTimezone: () => 'UTC',
		getExecutionCancelSignal: () => undefined,
	};
	const ctx = Object.assign(context({ memory }).ctx, more);
	const broken: SmsAccount = {
		group: () => {
			throw new TypeError('A bug of the provider');
		},
		send: async () => await Promise.resolve([]),
	};
	const slow: SmsAccount = {
		group: (messages) => [{ messages }],
		send: async ({ messages }) => {
			await new Promise((resolve) => setTimeout(resolve, 50));
			return messages.map(({ index }) => ({ index, outcome: 'accepted', messageId: 'id' }));
		},
	};
	const running = send(ctx, {
		parts: [
			{
				targets: [
					{ provider: provider('broken'), account: broken },
					{ provider: provider('slow'), account: slow },
				],
				drafts: [0, 1].map((item) => ({ item, to: [`+6141111111${item}`], text: 'Hello' })),
				order: (to) => (to.kind === 'number' && to.e164.endsWith('1') ? [1] : [0]),
			},
		],
		settings: {
			ifUnsure: 'neverTwice',
			concurrency: 1,
			maxRetries: 0,
			requireAllValid: false,
			dryRun: false,
		},
		simplify: true,
	});
	await expect(running).rejects.toThrow('A bug of the provider');
	expect(Object.values(memory.smsSuiteLedger as object)).toMatchObject([
		{ provider: 'slow', results: [{ outcome: 'accepted' }] },
	]);
});

test('a message in doubt stays unknown when a retry holds it back', async () => {
	const memory: IContextObject = {};
	const more: Partial<IExecuteFunctions> = {
		getTimezone: () => 'UTC',
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => true,
		addExecutionHints: () => undefined,
	};
	const ctx = Object.assign(context({ memory }).ctx, more);
	let requests = 0;
	const account: SmsAccount = {
		group: (messages) => [{ messages }],
		send: async ({ messages }) => {
			requests++;
			const failure = { class: 'unknownOutcome', message: 'No answer' } as const;
			return await Promise.resolve(failAll(messages, 'unknown', failure));
		},
	};
	const run = async (ifUnsure: 'neverTwice' | 'makeSure', ...tos: string[]) =>
		await send(ctx, {
			parts: [
				{
					targets: [{ provider: provider('p'), account }],
					drafts: tos.map((to, item) => ({ item, to: [to], text: 'Hello' })),
				},
			],
			settings: {
				ifUnsure,
				concurrency: 1,
				maxRetries: 0,
				requireAllValid: tos.length > 1,
				dryRun: false,
			},
			simplify: true,
		});
	await run('neverTwice', '+61411111111');
	const lines = await run('makeSure', '+61411111111', 'nobody');
	expect(requests).toBe(1);
	expect(lines.map(({ json }) => json.outcome)).toEqual(['unknown', 'notSent']);
});
