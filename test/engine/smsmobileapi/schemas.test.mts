/** SMSMobileAPI's output schemas. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { holdSchemas, type Outputs } from '../../support/schemas.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const run = async (operation: string, parameters: IDataObject = {}) =>
	rowsOf(
		await suite.engine.run({
			type: 'n8n-nodes-sms-suite.smsMobileApi',
			credentials: ['smsMobileApi'],
			parameters: {
				authentication: 'smsMobileApi',
				resource: 'message',
				operation,
				to: '+61411111111',
				message: 'Hello',
				...parameters,
			},
		}),
	);

const outputs: Outputs = {
	'message/send': async () => [
		...(await run('send')),
		...(await run('send', { options: { sendAt: '2035-01-01T00:00:00', reference: 'r' } })),
	],
	async 'message/resend'() {
		await run('send');
		const id = suite.sandbox.messages().at(-1)?.id ?? '';
		suite.sandbox.carrier(id, 'undelivered');
		return await run('resend', { messageId: byId(id) });
	},
	'message/delete': async () => [
		...(await run('delete', { scope: 'message', messageId: byId('x') })),
		...(await run('delete', { scope: 'day', day: '2030-01-01' })),
	],
	async 'message/getAllReceived'() {
		suite.sandbox.reply({ from: '+61411111111', to: '+61448000222', text: 'Yes' });
		return await run('getAllReceived');
	},
	async 'call/getAllMissed'() {
		suite.sandbox.call({ from: '+61411111111', to: '+61448000222', name: 'Ada' });
		suite.sandbox.call({ from: '+61411111111', to: '+61448000222' });
		return await run('getAllMissed', { resource: 'call' });
	},
	'whatsAppMessage/setRetrieval': async () =>
		await run('setRetrieval', { resource: 'whatsAppMessage', active: true }),
	async 'whatsAppMessage/synchronize'() {
		await run('setRetrieval', { resource: 'whatsAppMessage', active: true });
		return await run('synchronize', { resource: 'whatsAppMessage' });
	},
};

// The rows of the log and of the list of phones are not documented.
holdSchemas(suite, 'SmsMobileApi', {
	outputs,
	undocumented: ['message/getAllSent', 'device/getAll', 'whatsAppMessage/getAll'],
});
