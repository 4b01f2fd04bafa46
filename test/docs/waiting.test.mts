/** The table of requests in docs/sending.md is true: what waiting for 1,000 messages costs. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject } from 'n8n-workflow';
import { type SmsAccount } from '../../core/provider';
import { Watch } from '../../core/sending/watch';
import { type StatusTerms } from '../../core/status';
import { STATUS_TERMS as clickSend } from '../../nodes/ClickSend/status';
import { STATUS_TERMS as goTone } from '../../nodes/GoToneSms/status';
import { STATUS_TERMS as smsMobile } from '../../nodes/SmsMobileApi/status';
import { STATUS_TERMS as submail } from '../../nodes/Submail/status';
import { provider, World } from '../core/sending/fakes.mts';
import { useSuite } from '../support/suite.mts';

const COUNT = 1000;

const doc = readFileSync(path.resolve(import.meta.dirname, '../../docs/sending.md'), 'utf8');

/** The numbers of a provider's row of the table. */
function rowOf(name: string) {
	const [, table = ''] = doc.split('Requests per question about 1,000');
	const cells = table
		.split('\n')
		.find((line) => line.startsWith(`| ${name}`))
		?.split('|')
		.slice(2)
		.map((cell) => Number(/\d+/.exec(cell)?.[0]));
	const [requests = NaN, in60 = NaN, in300 = NaN] = cells ?? [];
	return { requests, in60, in300 };
}

/** How often an account is asked about 1,000 messages that stay without a final status. */
async function questions(statusTerms: StatusTerms, seconds: number): Promise<number> {
	const world = new World();
	let asked = 0;
	const account: Pick<SmsAccount, 'status' | 'statusTerms'> = {
		statusTerms,
		async status() {
			asked++;
			await world.pass(100);
			return { reports: [] };
		},
	};
	const target = { provider: provider('p'), account: account as SmsAccount };
	const watch = new Watch(target, world, seconds * 1000);
	const sentAt = new Date(world.now());
	const waits = Array.from({ length: COUNT }, (_, at) =>
		watch.wait({ messageId: String(at), sentAt }),
	);
	await world.run(Promise.all(waits));
	return asked;
}

const PROVIDERS = [
	['ClickSend', 'clickSend', 'clicksend', clickSend],
	['SUBMAIL', 'submail', 'submail', submail],
	['GoTone', 'goToneSms', 'gotone', goTone],
	['SMSMobileAPI', 'smsMobileApi', 'smsmobileapi', smsMobile],
] as const;

describe('the questions', () => {
	test.each(PROVIDERS)('%s: as the table says', async (name, _id, _wire, terms) => {
		const { in60, in300 } = rowOf(name);
		expect(await questions(terms, 60)).toBe(in60);
		expect(await questions(terms, 300)).toBe(in300);
	});
});

describe('the requests', () => {
	const suite = useSuite();

	test.each(PROVIDERS)(
		'%s: waiting for 1,000 messages',
		async (name, id, wire) => {
			const outcome = await suite.engine.run(
				{
					type: 'n8n-nodes-sms-suite.sendSms',
					credentials: ['clickSendApi', 'submailApi', 'smsMobileApi', 'goToneSmsApi'],
					parameters: {
						operation: 'send',
						providers: [id],
						to: '={{ $json.to }}',
						message: 'Disk full',
						options: {
							// All are accepted within one second, but for those that are sent one by one.
							waitForDelivery: id === 'smsMobileApi' ? 6 : 1,
							senders: {
								sender: [
									{ provider: 'submail', from: 'Sandbox' },
									{ provider: 'goToneSms', from: 'Sandbox' },
								],
							},
						},
					},
				},
				Array.from({ length: COUNT }, (_, at) => ({ to: `+8613800${String(100_000 + at)}` })),
			);
			const items = (outcome.outputs[0] ?? []).map(({ json }) => json);
			expect(items).toHaveLength(COUNT);
			expect(items.every(({ delivery }) => (delivery as IDataObject).status !== 'unknown')).toBe(
				true,
			);
			const asked = suite.sandbox
				.requests({ wire })
				.filter(({ path: one, method }) =>
					wire === 'submail' ? one.includes('/log') : method === 'GET' && !one.includes('sendsms'),
				);
			const { requests } = rowOf(name);
			const rounds = id === 'smsMobileApi' ? 8 : 1;
			expect(asked.length).toBeGreaterThan(0);
			expect(asked.length).toBeLessThanOrEqual(rounds * requests);
		},
		120_000,
	);
});
