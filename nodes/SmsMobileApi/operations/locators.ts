/** Choices of one thing of the account: from its list, or by ID. */
import type { Field } from '../../../n8n/fields';

export const MESSAGE_ID_FIELD = {
	displayName: 'Message',
	name: 'messageId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A message in the log of what was sent',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchMessages', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. c319d3b35e8f8712cde20dae39ac3c19f86eda25',
		},
	],
} as const satisfies Field;

export const DEVICE_FIELD = {
	displayName: 'Device',
	name: 'device',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'A phone of the account; empty for any of them',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDevices', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. a1b2c3d4e5f60718' },
	],
} as const satisfies Field;
