/** What a send does when a provider's code throws. */
import { type IContextObject, type IExecuteFunctions } from 'n8n-workflow';
import { type SmsAccount } from '../../../core/provider';
import { send } from '../../../n8n/sending/send';
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
