/** SUBMAIL's output schemas. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { holdSchemas, type Outputs } from '../../support/schemas.mts';
import {
	applying,
	INTERNATIONAL,
	mainland,
	operation,
	PAPER,
	PLAIN,
	setForm,
} from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
beforeEach(async () => await setForm(suite, PLAIN.form));

const rows = async (resource: string, name: string, parameters: IDataObject = {}) =>
	rowsOf(await suite.engine.run(operation(resource, name, parameters)));

const TEXT = { message: '【Sandbox】Disk full' };
const TEMPLATE = {
	template: byId('SbTpl1'),
	variables: { variable: [{ name: 'code', value: '1' }] },
};

/** One message with every option, and one with as few as possible. */
const sendTwice = async (name: string, what: IDataObject) => [
	...(await rows('message', name, { to: mainland(1), ...what, options: { reference: 'r' } })),
	...(await rows('message', name, { to: mainland(2), ...what })),
];

/** Delivered, dropped and pending messages. */
async function logged(): Promise<IDataObject[]> {
	await sendTwice('send', TEXT);
	await rows('message', 'send', { to: mainland(3), ...TEXT });
	const [delivered, dropped] = suite.sandbox.messages();
	suite.sandbox.carrier(delivered?.id ?? '', 'delivered');
	suite.sandbox.carrier(dropped?.id ?? '', 'undelivered', 'MK:0012');
	return await rows('message', 'getAll', { returnAll: true });
}

const booked = async (name: string) => [
	...(await rows('addressBook', name, { phoneNumber: mainland(1) })),
	...(await rows('addressBook', name, { phoneNumber: mainland(1), addressBook: 'SbBook1' })),
];

const outputs: Outputs = {
	'account/getBalance': async () => {
		const atHome = await rows('account', 'getBalance');
		await setForm(suite, INTERNATIONAL.form);
		suite.sandbox.configure({ submailMoney: 12.5 });
		return [...atHome, ...(await rows('account', 'getBalance'))];
	},
	'message/getAll': logged,
	'message/getAllReplies': async () => {
		suite.sandbox.reply({ from: mainland(1), to: '1069010001', text: 'Yes' });
		return await rows('message', 'getAllReplies', { returnAll: true });
	},
	'message/send': async () => await sendTwice('send', TEXT),
	'message/sendTemplate': async () => await sendTwice('sendTemplate', TEMPLATE),
	'sign/create': async () =>
		rowsOf(await suite.engine.run(applying(), [{}], { files: [{ data: PAPER }] })),
	'addressBook/subscribe': async () => await booked('subscribe'),
	'addressBook/unsubscribe': async () => await booked('unsubscribe'),
	'report/get': async () => {
		await logged();
		const options = { dateFrom: '2026-01-01T00:00:00', dateTo: '2040-01-01T00:00:00' };
		return await rows('report', 'get', { options });
	},
	'template/create': async () =>
		await rows('template', 'create', { signature: 'Acme', content: 'x' }),
	'template/getAll': async () => {
		const own = await rows('template', 'getAll', { returnAll: true });
		await rows('template', 'create', { signature: 'Acme', content: 'x' });
		await setForm(suite, INTERNATIONAL.form);
		return [...own, ...(await rows('template', 'getAll', { returnAll: true }))];
	},
	'template/update': async () =>
		await rows('template', 'update', {
			template: byId('SbTpl1'),
			signature: 'Acme',
			content: 'x',
		}),
	'template/delete': async () => await rows('template', 'delete', { template: byId('SbTpl1') }),
};

holdSchemas(suite, 'Submail', { outputs, undocumented: ['sign/getAll', 'template/get'] });
