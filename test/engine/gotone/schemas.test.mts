/** GoTone's output schemas. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { ADA, goTone, GROUP, WELCOME } from '../../support/gotone.mts';
import { holdSchemas } from '../../support/schemas.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const OPERATIONS: Array<[resource: string, operation: string, parameters: IDataObject]> = [
	['account', 'getBalance', {}],
	['account', 'getProfile', {}],
	['contact', 'create', { contactGroup: byId(GROUP), phoneNumber: '+61400000001' }],
	['contact', 'delete', { contactGroup: byId(GROUP), contact: byId(ADA) }],
	['contact', 'get', { contactGroup: byId(GROUP), contact: byId(ADA) }],
	['contact', 'getAll', { contactGroup: byId(GROUP) }],
	[
		'contact',
		'update',
		{ contactGroup: byId(GROUP), contact: byId(ADA), updateFields: { firstName: 'A' } },
	],
	['contactGroup', 'create', { groupName: 'New' }],
	['contactGroup', 'delete', { contactGroup: byId(GROUP) }],
	['contactGroup', 'get', { contactGroup: byId(GROUP) }],
	['contactGroup', 'getAll', {}],
	['contactGroup', 'update', { contactGroup: byId(GROUP), groupName: 'New' }],
	['message', 'get', { messageId: byId(WELCOME) }],
	['message', 'getAll', {}],
];

/** With every field that a message can have, and with as few as possible. */
async function send(): Promise<IDataObject[]> {
	const what = { to: '+61400000001', from: 'Sandbox', message: 'Hi' };
	const later = { to: '+61400000001, +61400000002', options: { sendAt: '2035-01-01T00:00:00' } };
	const all = [{ ...what, options: { reference: 'r' } }, what, { ...what, ...later }];
	const rows: IDataObject[] = [];
	for (const parameters of all) {
		rows.push(...rowsOf(await suite.engine.run(goTone('message', 'send', parameters))));
	}
	return rows;
}

const outputs = Object.fromEntries(
	OPERATIONS.map(([resource, operation, parameters]) => [
		`${resource}/${operation}`,
		async () => rowsOf(await suite.engine.run(goTone(resource, operation, parameters))),
	]),
);

async function sendToGroup(): Promise<IDataObject[]> {
	const what = { contactGroup: byId(GROUP), from: 'Sandbox', message: 'Hi' };
	const later = { ...what, options: { sendAt: '2035-01-01T00:00:00' } };
	const runs = await Promise.all(
		[what, later].map((one) => suite.engine.run(goTone('message', 'sendToGroup', one))),
	);
	return runs.flatMap(rowsOf);
}

holdSchemas(suite, 'GoToneSms', {
	outputs: { ...outputs, 'message/send': send, 'message/sendToGroup': sendToGroup },
});
