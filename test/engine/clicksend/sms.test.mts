/** ClickSend's SMS operations that send nothing: prices and cancelling, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { number, ON_ERROR, sending } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const requests = (path: string) => suite.sandbox.requests({ path });

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);

	describe('SMS: Get Price', () => {
		const price = (parameters: IDataObject = {}, settings = {}) =>
			operation(
				'sms',
				'getPrice',
				{ to: '={{ $json.to }}', message: '={{ $json.text }}', ...parameters },
				settings,
			);

		test('one item per recipient, paired; nothing is sent and nothing charged', async () => {
			const outcome = await suite.engine.run(price(), [
				{ to: `${number(1)}, ${number(2)}`, text: 'x' },
				{ to: '+14155550199', text: 'ü'.repeat(200) },
			]);
			expect(rowsOf(outcome).map(({ to, price: cost }) => [to, cost])).toEqual([
				[number(1), { amount: '0.0792', currency: 'AUD' }],
				[number(2), { amount: '0.0792', currency: 'AUD' }],
				['+14155550199', { amount: '0.1892', currency: 'AUD' }],
			]);
			expect(outcome.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 0 },
				{ item: 1 },
			]);
			expect(requests('/v3/sms/price')).toHaveLength(2);
			expect(suite.sandbox.messages()).toEqual([]);
			const account = await suite.engine.run(operation('account', 'get'));
			expect(rowsOf(account)[0]?.balance).toBe('100000.000000');
		});

		test('Shorten URLs: the price is that of the text with short addresses', async () => {
			const text = `https://example.com/${'a'.repeat(200)}`;
			const priceOf = async (options: IDataObject) =>
				rowsOf(await suite.engine.run(price({ options }), [{ to: number(1), text }]));
			expect(await priceOf({})).toMatchObject([{ segments: 2 }]);
			expect(await priceOf({ shortenUrls: true })).toMatchObject([{ segments: 1 }]);
			expect(
				requests('/v3/sms/price').map(({ body }) => (body as IDataObject).shorten_urls),
			).toEqual([undefined, true]);
		});

		test('an invalid number: its item fails before any request, with its index', async () => {
			const outcome = await suite.engine.run(price(), [
				{ to: number(1), text: 'x' },
				{ to: '+6140', text: 'x' },
			]);
			expect(outcome.error?.message).toMatch(/^To: .* is too short$/);
			expect(outcome.error?.context?.itemIndex).toBe(1);
			expect(requests('/v3/sms/price')).toHaveLength(1);
		});

		test('a message that ClickSend would refuse has the reason instead of a price', async () => {
			suite.sandbox.configure({ enabledCountries: ['AU'] });
			const outcome = await suite.engine.run(price(), [{ to: '+14155550199', text: 'x' }]);
			expect(rowsOf(outcome)[0]).toMatchObject({
				price: null,
				status: 'COUNTRY_NOT_ENABLED',
				problem: expect.stringContaining('has not enabled this country') as string,
			});
		});

		test('the default country, and the raw row without the text', async () => {
			const outcome = await suite.engine.run(
				price({ simplify: false, options: { defaultCountry: 'AU' } }),
				[{ to: '0400 000 001', text: 'secret plan' }],
			);
			expect(rowsOf(outcome)[0]).toMatchObject({ to: number(1), message_price: '0.0792' });
			expect(JSON.stringify(outcome.outputs)).not.toContain('secret plan');
		});
	});

	describe('scheduled messages', () => {
		const later = async (reference: string) => {
			const options = { sendAt: '2035-06-01T12:00:00+00:00', reference };
			await suite.engine.run(sending(way, options), [
				{ to: number(1), text: `About ${reference}` },
			]);
			return suite.sandbox.messages().at(-1)?.id ?? '';
		};
		const states = () => suite.sandbox.messages().map(({ state }) => state);

		test('SMS: Cancel: one message; a second time it fails', async () => {
			const messageId = await later('a');
			const cancel = operation('sms', 'cancel', { messageId }, ON_ERROR.errorOutput);
			const outcome = await suite.engine.run(cancel);
			expect(rowsOf(outcome)).toEqual([{ cancelled: true, messageId }]);
			expect(states()).toEqual(['cancelled']);
			const again = await suite.engine.run(cancel);
			expect(again.outputs.map((output) => output.length)).toEqual([0, 1]);
		});

		test('SMS: Cancel: the ID is one segment of the path, whatever it contains', async () => {
			const outcome = await suite.engine.run(operation('sms', 'cancel', { messageId: 'a/../b?c' }));
			expect(requests('/cancel')[0]?.path).toContain('/v3/sms/a%2F..%2Fb%3Fc/cancel');
			expect(outcome.error?.context?.itemIndex).toBe(0);
		});

		test('SMS: Cancel All: all messages, or those with one reference', async () => {
			await later('a');
			await later('b');
			const some = await suite.engine.run(
				operation('sms', 'cancelAll', { scope: 'reference', reference: 'b' }),
			);
			expect(rowsOf(some)).toEqual([{ cancelled: true, count: 1 }]);
			expect(states()).toEqual(['scheduled', 'cancelled']);
			const all = await suite.engine.run(operation('sms', 'cancelAll', { scope: 'all' }));
			expect(rowsOf(all)).toEqual([{ cancelled: true, count: 1 }]);
			expect(states()).toEqual(['cancelled', 'cancelled']);
		});

		test('SMS: Cancel All: an empty reference cancels nothing', async () => {
			await later('a');
			const outcome = await suite.engine.run(
				operation('sms', 'cancelAll', { scope: 'reference', reference: '={{ $json.none }}' }),
			);
			expect(outcome.error?.message).toBe('Reference is empty');
			expect(states()).toEqual(['scheduled']);
		});
	});
});
