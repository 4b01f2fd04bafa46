/** The phones that send and receive (docs/providers/smsmobileapi.md §4). */
import { requestOperation, type Resource } from '../../../n8n/operations/operation';

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many devices',
	description: 'Get the phones that are connected to the account',
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
					displayName: 'Device ID',
					name: 'deviceId',
					type: 'string',
					default: '',
					placeholder: 'e.g. a1b2c3d4e5f60718',
					description: 'Only the phone with this ID',
				},
				{
					displayName: 'Search',
					name: 'search',
					type: 'string',
					default: '',
					description: 'Only phones whose details contain this word',
				},
			],
		},
	],
	request: ({ filters: { deviceId, search } }) => ({
		method: 'GET',
		path: '/gateway/mobile/list/',
		query: { sid: deviceId || undefined, search: search || undefined },
	}),
});

export const device: Resource = { name: 'Device', value: 'device', operations: [getAll] };
