/** Received messages and reports have the same shape for every provider. */
import { type DeliveryStatus, deliveryReport, statusIn } from '../../../core/receiving/delivery';
import { inboundMessage } from '../../../core/receiving/inbound';
import { messageEvent, reportEvent } from '../../../core/receiving/webhook';

describe('a received message', () => {
	it('has null for everything that the provider leaves out', () => {
		const row = { id: 7, apiKey: 'secret' };
		expect(inboundMessage({ provider: 'acme', id: '7', from: '+61', text: 'Hi', row })).toEqual({
			provider: 'acme',
			id: '7',
			from: '+61',
			text: 'Hi',
			to: null,
			receivedAt: null,
			inReplyTo: null,
			reference: null,
			optOut: false,
			raw: { id: 7 },
		});
	});

	it('has the provider’s values, and states whether it is an opt-out', () => {
		const told = {
			to: '+62',
			receivedAt: '2030-01-01T00:00:00.000Z',
			inReplyTo: 'a',
			reference: 'b',
		};
		const message = inboundMessage({
			provider: 'acme',
			id: '7',
			from: '+61',
			text: 'STOP',
			...told,
			row: null,
		});
		expect(message).toMatchObject({ ...told, optOut: true, raw: null });
		expect(message).not.toHaveProperty('row');
	});

	it('is an event with its id as key', () => {
		const message = inboundMessage({ provider: 'acme', id: '7', from: '', text: '', row: {} });
		expect(messageEvent(message)).toEqual({ kind: 'messageReceived', key: '7', message });
		expect(messageEvent(message, { undocumented: true })).toMatchObject({ undocumented: true });
	});
});

describe('a report', () => {
	it.each([
		['queued', false],
		['sent', false],
		['delayed', false],
		['delivered', true],
		['failed', true],
		['unknown', false],
	] as Array<[DeliveryStatus, boolean]>)('%s is the last word: %s', (status, final) => {
		const row = { password: 'secret', status };
		const report = deliveryReport({ provider: 'acme', messageId: '7', status, row });
		expect(report).toEqual({
			provider: 'acme',
			messageId: '7',
			status,
			final,
			to: null,
			reportedAt: null,
			reference: null,
			errorCode: null,
			errorText: null,
			raw: { status },
		});
		expect(reportEvent(`7 ${status}`, report)).toEqual({
			kind: 'deliveryReport',
			key: `7 ${status}`,
			report,
		});
	});

	it.each([
		['ok', 'delivered'],
		['OK', 'unknown'],
		['', 'unknown'],
		['constructor', 'unknown'],
		['__proto__', 'unknown'],
	])('the word "%s" means %s', (word, status) => {
		expect(statusIn({ ok: 'delivered' }, word)).toBe(status);
	});
});
