/** Maton's connections, through the ClickSend node. */
import { type IDataObject } from 'n8n-workflow';
import { byId, idOf, operationOf, rowsOf, type Way, WAYS } from '../../support/clicksend.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const FIRST = '37beee67-29f7-43b6-b0b2-5f0f7a5d6440';
const wayOf = (authentication: string) =>
	WAYS.find((way) => way.authentication === authentication) as Way;
const operation = operationOf(wayOf('matonApi'));
const run = async (name: string, parameters: IDataObject = {}) =>
	await suite.engine.run(operation('connection', name, parameters));
const rows = async (name: string, parameters: IDataObject = {}) =>
	rowsOf(await run(name, parameters));

test('Connection: Create and Get: the URL for completing it; once active, no session token is returned', async () => {
	const [made] = await rows('create');
	expect(made).toMatchObject({ status: 'PENDING', app: 'clicksend' });
	const connection = byId(made?.connection_id);
	expect(await rows('get', { connection })).toMatchObject([{ url: made?.url }]);
	await fetch(idOf(made?.url));
	const active = await run('get', { connection });
	expect(rowsOf(active)).toMatchObject([{ status: 'ACTIVE' }]);
	expect(active.stored).not.toContain('session_token');
});

test('Connection: Get Many: filtered, without sessions, in one request', async () => {
	await rows('create');
	const all = await run('getAll', { returnAll: true });
	expect(rowsOf(all)).toHaveLength(2);
	expect(all.stored).not.toContain('session_token');
	expect(await rows('getAll', { filters: { status: 'PENDING' } })).toHaveLength(1);
	expect(await rows('getAll', { filters: { app: 'other' } })).toEqual([]);
	expect(await rows('getAll', { filters: { method: 'API_KEY' } })).toHaveLength(2);
	expect(await rows('getAll', { filters: { method: 'OAUTH2' } })).toEqual([]);
	expect(await rows('getAll', { limit: 1 })).toHaveLength(1);
	const asked = suite.sandbox.requests({ wire: 'maton-ctrl', method: 'GET' });
	expect(asked).toHaveLength(6);
});

test.each([200, 204] as const)('Connection: Delete, answered with %i', async (status) => {
	suite.sandbox.configure({ matonDeleteStatus: status });
	const connection = byId(FIRST);
	expect(await rows('delete', { connection })).toEqual([{ deleted: true, id: FIRST }]);
	const { error } = await run('get', { connection });
	expect(error?.message).toBe('Maton could not find the connection');
	expect(error?.context?.itemIndex).toBe(0);
});

test('with the direct credential, the node reports that there are no connections', async () => {
	const direct = operationOf(wayOf('clickSendApi'));
	const { error } = await suite.engine.run(direct('connection', 'getAll'));
	expect(error?.message).toBe('Connections exist only at Maton');
	expect(error?.description).toContain('Maton Gateway');
	expect(suite.sandbox.requests()).toEqual([]);
});

test('From List', async () => {
	const node = suite.engine.registry.getByNameAndVersion(wayOf('matonApi').type);
	const context = suite.engine.loadOptions(operation('connection', 'get'));
	expect(await node.methods?.listSearch?.searchConnections?.call(context)).toEqual({
		results: [{ name: `clicksend (ACTIVE, ${FIRST})`, value: FIRST }],
	});
});
