import { locator } from '../../../n8n/parameters/locators';

export const CONTACT_GROUP_FIELD = locator({
	displayName: 'Contact Group',
	name: 'contactGroup',
	required: true,
	description: 'A contact group of the account',
	search: 'searchContactGroups',
	placeholder: 'e.g. 6065ecdc9184a',
});

export const CONTACT_FIELD = locator({
	displayName: 'Contact',
	name: 'contact',
	required: true,
	description: 'A contact in the group',
	search: 'searchContacts',
	within: 'contactGroup',
	placeholder: 'e.g. 606732aec8705',
});

export const MESSAGE_ID_FIELD = locator({
	displayName: 'Message',
	name: 'messageId',
	required: true,
	description: 'A message of the account',
	search: 'searchMessages',
	placeholder: 'e.g. 606812e63f78b',
	hint: 'The messageId in the output of Send',
});
