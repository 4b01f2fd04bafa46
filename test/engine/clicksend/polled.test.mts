/** ClickSend's delivery receipts and inbound messages, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { addPollRule as keepForPolling } from '../../support/clicksend-seed.mts';
import { operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { number, sending } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const requests = (path: string) => suite.sandbox.requests({ path, method: 'GET' });

const addPollRule = async (kind: 'inbound' | 'receipts') =>
	await keepForPolling(suite.sandbox.url, kind);

const FUTURE = '2035-01-01T00:00:00';
const PAST = '2020-01-01T00:00:00';

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);
	const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
		await suite.engine.run(operation(resource, name, parameters));
	const all = async (resource: string) =>
		rowsOf(await run(resource, 'getAll', { returnAll: true }));

	async function sendTo(count: number): Promise<string[]> {
		const items = Array.from({ length: count }, (_, n) => ({ to: number(n), text: `No ${n}` }));
		await suite.engine.run(sending(way, { reference: 'r-1' }), items);
		return suite.sandbox.messages().map(({ id }) => id);
	}

	describe('Delivery Receipt', () => {
		test('Get Many: without a rule, the list is empty', async () => {
			const [id = ''] = await sendTo(1);
			suite.sandbox.carrier(id, 'delivered');
			expect(await all('deliveryReceipt')).toEqual([]);
		});

		test('Get Many and Get: the status from the carrier, in the list and by message', async () => {
			await addPollRule('receipts');
			const [first = '', second = ''] = await sendTo(2);
			suite.sandbox.carrier(first, 'delivered');
			suite.sandbox.carrier(second, 'undelivered', '8');
			expect(await all('deliveryReceipt')).toMatchObject([
				{ messageId: first, status: 'delivered', statusCode: 201, reference: 'r-1' },
				{ messageId: second, status: 'failed', statusCode: 301, errorCode: '8' },
			]);
			const one = await run('deliveryReceipt', 'get', { messageId: second });
			expect(rowsOf(one)).toMatchObject([{ messageId: second, status: 'failed' }]);
			const none = await run('deliveryReceipt', 'get', { messageId: 'no-such' });
			expect(none.error?.message).toContain('could not find the requested resource');
			expect(none.error?.context?.itemIndex).toBe(0);
		});

		test('Mark as Read: they leave the list, but are still found by message', async () => {
			await addPollRule('receipts');
			const [id = ''] = await sendTo(1);
			suite.sandbox.carrier(id, 'delivered');
			await run('deliveryReceipt', 'markAsRead', { scope: 'before', dateBefore: PAST });
			expect(await all('deliveryReceipt')).toHaveLength(1);
			const marked = await run('deliveryReceipt', 'markAsRead');
			expect(rowsOf(marked)).toEqual([{ markedAsRead: true }]);
			expect(await all('deliveryReceipt')).toEqual([]);
			const one = await run('deliveryReceipt', 'get', { messageId: id });
			expect(rowsOf(one)).toHaveLength(1);
		});

		test('Get Many requests no more pages than needed', async () => {
			await addPollRule('receipts');
			for (const id of await sendTo(101)) suite.sandbox.carrier(id, 'delivered');
			await run('deliveryReceipt', 'getAll', { limit: 100 });
			expect(requests('/v3/sms/receipts')).toHaveLength(1);
			expect(await all('deliveryReceipt')).toHaveLength(101);
			expect(requests('/v3/sms/receipts')).toHaveLength(3);
		});
	});

	describe('Inbound SMS', () => {
		const answer = (n: number) =>
			suite.sandbox.reply({ from: number(n), to: '+61448000111', text: `Yes ${n}` });

		test('Get Many: the reply, with the message it replies to', async () => {
			const [id = ''] = await sendTo(1);
			answer(0);
			expect(await all('inboundSms')).toEqual([]);
			await addPollRule('inbound');
			answer(0);
			expect(await all('inboundSms')).toMatchObject([
				{ from: number(0), body: 'Yes 0', originalMessageId: id, originalBody: 'No 0' },
			]);
		});

		test('Mark as Read: one, then those before a date, then all', async () => {
			await addPollRule('inbound');
			for (const n of [1, 2, 3]) answer(n);
			const [first] = await all('inboundSms');
			const scope = { scope: 'message', messageId: first?.messageId };
			expect(rowsOf(await run('inboundSms', 'markAsRead', scope))).toEqual([
				{ markedAsRead: true, messageId: first?.messageId },
			]);
			await run('inboundSms', 'markAsRead', { scope: 'before', dateBefore: PAST });
			expect(await all('inboundSms')).toHaveLength(2);
			await run('inboundSms', 'markAsRead', { scope: 'before', dateBefore: FUTURE });
			expect(await all('inboundSms')).toEqual([]);
		});

		test('Mark as Read: an empty date marks nothing', async () => {
			await addPollRule('inbound');
			answer(1);
			const none = { scope: 'before', dateBefore: '={{ $json.none }}' };
			const outcome = await run('inboundSms', 'markAsRead', none);
			expect(outcome.error?.message).toBe('Before is empty');
			expect(await all('inboundSms')).toHaveLength(1);
		});

		test('Get Many requests no more pages than needed', async () => {
			await addPollRule('inbound');
			for (let n = 0; n < 101; n++) answer(n);
			await run('inboundSms', 'getAll', { limit: 100 });
			expect(requests('/v3/sms/inbound')).toHaveLength(1);
			expect(await all('inboundSms')).toHaveLength(101);
			expect(requests('/v3/sms/inbound')).toHaveLength(3);
		});
	});
});
