/** ClickSend's output schemas. */
import { type IDataObject } from 'n8n-workflow';
import { addPollRule } from '../../support/clicksend-seed.mts';
import { byId, idOf, operationOf, rowsOf, type Way, WAYS } from '../../support/clicksend.mts';
import { holdSchemas, type Outputs } from '../../support/schemas.mts';
import { number } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const wayOf = (authentication: string) =>
	WAYS.find((way) => way.authentication === authentication) as Way;
const through =
	(authentication: string) =>
	async (resource: string, name: string, parameters: IDataObject = {}, items?: IDataObject[]) =>
		rowsOf(
			await suite.engine.run(
				operationOf(wayOf(authentication))(resource, name, parameters),
				...(items ? [items] : []),
			),
		);
const rows = through('clickSendApi');
const maton = through('matonApi');

const LATER = '2035-01-01T00:00:00';
const OWN: Record<string, IDataObject> = {
	sms: {},
	mms: { subject: 'Chart', mediaUrl: 'https://example.com/chart.gif' },
	voice: { language: { __rl: true, mode: 'code', value: 'en-AU' }, voice: 'male' },
};
const lastId = () => suite.sandbox.messages().at(-1)?.id ?? '';

/** One message with every option, and one with as few as possible. */
async function sendTwice(resource: string): Promise<IDataObject[]> {
	const what = { to: number(1), message: 'Disk full', ...OWN[resource] };
	return [
		...(await rows(resource, 'send', { ...what, options: { sendAt: LATER, reference: 'r' } })),
		...(await rows(resource, 'send', { ...what, to: number(2) })),
	];
}

/** The history, with a scheduled message and one that was not delivered. */
async function history(resource: string): Promise<IDataObject[]> {
	await sendTwice(resource);
	suite.sandbox.carrier(lastId(), 'undelivered', '8');
	return await rows(resource, 'getAll', { returnAll: true });
}

/** One message after the other of the history. */
async function eachOf(resource: string): Promise<IDataObject[]> {
	const found = [];
	for (const { messageId } of await history(resource)) {
		found.push(...(await rows(resource, 'get', { messageId })));
	}
	return found;
}

/** A price, and no price for a country that is not enabled for the account. */
async function prices(resource: string): Promise<IDataObject[]> {
	suite.sandbox.configure({ enabledCountries: ['AU'] });
	return [
		...(await rows(resource, 'getPrice', { to: number(1), message: 'x', ...OWN[resource] })),
		...(await rows(resource, 'getPrice', { to: '+14155550199', message: 'x', ...OWN[resource] })),
	];
}

async function cancelled(resource: string): Promise<IDataObject[]> {
	const [scheduled] = await sendTwice(resource);
	return await rows(resource, 'cancel', { messageId: scheduled?.messageId });
}

/** A delivered receipt of a message with a reference, and a failed one of a message without. */
async function receipts(): Promise<string[]> {
	await addPollRule(suite.sandbox.url, 'receipts');
	await rows('sms', 'send', { to: number(1), message: 'x', options: { reference: 'r' } });
	suite.sandbox.carrier(lastId(), 'delivered');
	const delivered = lastId();
	await rows('sms', 'send', { to: number(2), message: 'x' });
	suite.sandbox.carrier(lastId(), 'undelivered', '8');
	return [delivered, lastId()];
}

/** A reply to a message, and an unsolicited message. */
async function inbound(): Promise<IDataObject[]> {
	await addPollRule(suite.sandbox.url, 'inbound');
	await rows('sms', 'send', { to: number(1), message: 'x', options: { reference: 'r' } });
	for (const n of [1, 2]) {
		const media = 'https://clicksend-api-downloads.s3.ap-southeast-2.amazonaws.com/_private/a.jpg';
		suite.sandbox.reply({ from: number(n), to: '+61448000111', text: 'Yes', media });
	}
	return await rows('inboundSms', 'getAll', { returnAll: true });
}

const contactList = byId(428);
const contact = byId(552786);
const targetList = byId(429);
const FULL = { firstName: 'A', lastName: 'B', email: 'a@b.example', organizationName: 'C' };

/** Contacts with all details, and with only an address. */
const CONTACTS = [
	{ phoneNumber: number(1), additionalFields: FULL },
	{ phoneNumber: '', additionalFields: { email: 'a@b.example' } },
	{ phoneNumber: number(2), additionalFields: {} },
];
async function contacts(): Promise<IDataObject[]> {
	const made = [];
	for (const one of CONTACTS)
		made.push(...(await rows('contact', 'create', { contactList, ...one })));
	return made;
}
/** Runs an operation on each of the contacts. */
async function perContact(name: string, more: IDataObject = {}): Promise<IDataObject[]> {
	const found = [];
	for (const { contactId } of await contacts()) {
		found.push(
			...(await rows('contact', name, { contactList, contact: byId(contactId), ...more })),
		);
	}
	return found;
}

const template = byId(587916);
const CAMPAIGN = {
	contactList,
	campaignName: 'Maintenance',
	message: 'Down on Sunday',
	from: { __rl: true, mode: 'value', value: 'SandboxCo' },
};

const outputs: Outputs = {
	'account/get': async () => await rows('account', 'get'),
	'account/getStatistics': async () => {
		await history('sms');
		await history('voice');
		return [
			...(await rows('account', 'getStatistics')),
			...(await rows('account', 'getStatistics', { channel: 'voice' })),
		];
	},
	'connection/get': async () => {
		const [made] = await maton('connection', 'create');
		const connection = byId(made?.connection_id);
		const pending = await maton('connection', 'get', { connection });
		await fetch(idOf(made?.url));
		return [...pending, ...(await maton('connection', 'get', { connection }))];
	},
	'connection/getAll': async () => await maton('connection', 'getAll', { returnAll: true }),
	'connection/delete': async () => {
		const [made] = await maton('connection', 'create');
		return await maton('connection', 'delete', { connection: byId(made?.connection_id) });
	},
	'contact/create': contacts,
	'contact/get': async () => await perContact('get'),
	'contact/getAll': async () => {
		await contacts();
		return await rows('contact', 'getAll', { contactList, returnAll: true });
	},
	'contact/update': async () =>
		await perContact('update', { updateFields: { addressCity: 'Nuenen' } }),
	'contact/copy': async () => await perContact('copy', { targetList }),
	'contact/move': async () => await perContact('move', { targetList }),
	'contact/delete': async () => await rows('contact', 'delete', { contactList, contact }),
	'contactList/create': async () => await rows('contactList', 'create', { listName: 'New' }),
	'contactList/get': async () => await rows('contactList', 'get', { contactList }),
	'contactList/getAll': async () => await rows('contactList', 'getAll', { returnAll: true }),
	'contactList/removeDuplicates': async () =>
		await rows('contactList', 'removeDuplicates', { contactList }),
	'contactList/removeOptedOut': async () =>
		await rows('contactList', 'removeOptedOut', { contactList, optOutList: targetList }),
	'contactList/update': async () =>
		await rows('contactList', 'update', { contactList, listName: 'New' }),
	'contactList/delete': async () => await rows('contactList', 'delete', { contactList }),
	'deliveryReceipt/get': async () => {
		const [delivered, failed] = await receipts();
		return [
			...(await rows('deliveryReceipt', 'get', { messageId: delivered })),
			...(await rows('deliveryReceipt', 'get', { messageId: failed })),
		];
	},
	'deliveryReceipt/getAll': async () => {
		await addPollRule(suite.sandbox.url, 'voice');
		await rows('voice', 'send', { to: number(1), message: 'x', ...OWN.voice });
		suite.sandbox.carrier(lastId(), 'undelivered', '8');
		await receipts();
		return [
			...(await rows('deliveryReceipt', 'getAll', { returnAll: true })),
			...(await rows('deliveryReceipt', 'getAll', { channel: 'voice', returnAll: true })),
		];
	},
	'deliveryReceipt/markAsRead': async () => await rows('deliveryReceipt', 'markAsRead'),
	'inboundSms/getAll': inbound,
	'inboundSms/markAsRead': async () => {
		const [first] = await inbound();
		const one = { scope: 'message', messageId: first?.messageId };
		return [
			...(await rows('inboundSms', 'markAsRead', one)),
			...(await rows('inboundSms', 'markAsRead')),
		];
	},
	'mms/get': async () => await eachOf('mms'),
	'mms/getAll': async () => await history('mms'),
	'mms/getPrice': async () => await prices('mms'),
	'mms/send': async () => await sendTwice('mms'),
	'sms/cancel': async () => await cancelled('sms'),
	'sms/cancelAll': async () => {
		await sendTwice('sms');
		return await rows('sms', 'cancelAll', { scope: 'all' });
	},
	'sms/get': async () => await eachOf('sms'),
	'sms/getAll': async () => await history('sms'),
	'sms/getPrice': async () => await prices('sms'),
	'sms/send': async () => await sendTwice('sms'),
	'smsCampaign/cancel': async () => {
		const [made] = await rows('smsCampaign', 'send', { ...CAMPAIGN, options: { sendAt: LATER } });
		return await rows('smsCampaign', 'cancel', { campaign: byId(made?.campaignId) });
	},
	'smsCampaign/get': async () => {
		const [made] = await rows('smsCampaign', 'send', CAMPAIGN);
		return await rows('smsCampaign', 'get', { campaign: byId(made?.campaignId) });
	},
	'smsCampaign/getAll': async () => {
		await rows('smsCampaign', 'send', CAMPAIGN);
		return await rows('smsCampaign', 'getAll', { returnAll: true });
	},
	'smsCampaign/getPrice': async () => await rows('smsCampaign', 'getPrice', CAMPAIGN),
	'smsCampaign/send': async () => await rows('smsCampaign', 'send', CAMPAIGN),
	'template/create': async () =>
		await rows('template', 'create', { templateName: 'New', body: 'Hi' }),
	'template/get': async () => await rows('template', 'get', { template }),
	'template/getAll': async () => await rows('template', 'getAll', { returnAll: true }),
	'template/update': async () =>
		await rows('template', 'update', { template, updateFields: { body: 'Hi' } }),
	'template/delete': async () => await rows('template', 'delete', { template }),
	'voice/cancel': async () => await cancelled('voice'),
	'voice/get': async () => await eachOf('voice'),
	'voice/getAll': async () => await history('voice'),
	'voice/getPrice': async () => await prices('voice'),
	'voice/send': async () => await sendTwice('voice'),
};

holdSchemas(suite, 'ClickSend', {
	outputs,
	undocumented: ['connection/create', 'contactList/search'],
});
