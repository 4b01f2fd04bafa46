import { locator } from '../../../n8n/parameters/locators';

export const MESSAGE_ID_FIELD = locator({
	displayName: 'Message',
	name: 'messageId',
	required: true,
	description: 'A message in the log of sent messages',
	search: 'searchMessages',
	placeholder: 'e.g. c319d3b35e8f8712cde20dae39ac3c19f86eda25',
});

export const DEVICE_FIELD = locator({
	displayName: 'Device',
	name: 'device',
	description: 'The phone that received the messages; leave empty for all phones',
	search: 'searchDevices',
	placeholder: 'e.g. a1b2c3d4e5f60718',
});
