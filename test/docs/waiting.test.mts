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

/** Get Status asks in the same way as one question of a wait, and at a time that no load can move. */
describe('the requests of a question', () => {
	const suite = useSuite();

	const node = (id: string, parameters: IDataObject) => ({
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['clickSendApi', 'submailApi', 'smsMobileApi', 'goToneSmsApi'],
		parameters: { providers: [id], ...parameters },
	});

	test.each(PROVIDERS)(
		'%s: about 1,000 messages',
		async (name, id, wire) => {
			const senders = ['submail', 'goToneSms'].map((provider) => ({ provider, from: 'Sandbox' }));
			const sent = await suite.engine.run(
				node(id, {
					operation: 'send',
					to: '={{ $json.to }}',
					message: 'Disk full',
					options: { senders: { sender: senders } },
				}),
				Array.from({ length: COUNT }, (_, at) => ({ to: `+8613800${String(100_000 + at)}` })),
			);
			const items = (sent.outputs[0] ?? []).map(({ json }) => json);
			expect(items.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(COUNT);
			const before = suite.sandbox.requests({ wire }).length;
			const asked = await suite.engine.run(node(id, { operation: 'getStatus' }), items);
			const known = (asked.outputs[0] ?? []).filter(({ json }) => json.status !== 'unknown');
			expect(known).toHaveLength(COUNT);
			const count = suite.sandbox.requests({ wire }).length - before;
			expect(count).toBeGreaterThan(0);
			expect(count).toBeLessThanOrEqual(rowOf(name).requests);
		},
		120_000,
	);
});
