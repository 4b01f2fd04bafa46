/** Maton's connections to ClickSend (docs/providers/maton.md §3). */
import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../../core/values';
import { deleted, requestOperation, type Resource } from '../../../n8n/operations/operation';
import { noticeOf } from '../../../n8n/parameters/fields';
import { path } from '../../../n8n/operations/path';
import { matonClient } from '../maton';
import { CONNECTION_FIELD } from './locators';

const APP = 'clicksend';

const connectionOf = (data: IDataObject): IDataObject =>
	isObject(data.connection) ? data.connection : data;

/** The URL contains a session token, so only the outputs used to finish a connection have it. */
function withoutSession(connection: IDataObject): IDataObject {
	const told = { ...connection };
	delete told.url;
	return told;
}

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a connection',
	description:
		'Start a connection to ClickSend. To complete it, open the URL in the output and sign in there.',
	fields: [],
	request: () => ({ method: 'POST', path: '/connections', body: { app: APP } }),
	items: (data) => [connectionOf(data)],
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a connection',
	description: 'Get a connection, including the URL for completing it while it is not active',
	fields: [CONNECTION_FIELD],
	request: ({ connection: id }) => ({ method: 'GET', path: path`/connections/${id}` }),
	items(data) {
		const found = connectionOf(data);
		return [found.status === 'ACTIVE' ? withoutSession(found) : found];
	},
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many connections',
	description: 'Get the connections of the Maton account',
	list: true,
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'App',
					name: 'app',
					type: 'string',
					default: APP,
					description: 'The app that the connections lead to, as Maton spells it',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Active', value: 'ACTIVE' },
						{ name: 'Failed', value: 'FAILED' },
						{ name: 'Pending', value: 'PENDING' },
					],
					default: 'ACTIVE',
				},
			],
		},
	],
	request: ({ filters: { app, status } }) => ({
		method: 'GET',
		path: '/connections',
		query: { app: app || undefined, status },
	}),
	items: (row) => [withoutSession(row)],
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a connection',
	description: 'Delete a connection; everything that sends through it stops working',
	fields: [
		noticeOf(
			'This cannot be undone: everything that uses this connection, also outside n8n, stops sending.',
		),
		CONNECTION_FIELD,
	],
	request: ({ connection: id }) => ({ method: 'DELETE', path: path`/connections/${id}` }),
	items: (_, { connection: id }) => deleted(id),
});

export const connection: Resource = {
	name: 'Connection',
	only: 'Maton Only',
	value: 'connection',
	operations: [getAll, create, get, remove],
	when: { authentication: ['matonApi'] },
	otherwise: {
		problem: 'Connections exist only at Maton',
		hint: 'Set Authentication to Maton Gateway, or choose another Resource.',
	},
	client: matonClient,
};
