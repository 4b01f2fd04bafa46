import { locator } from '../../../n8n/parameters/locators';

export const CONTACT_LIST_FIELD = locator({
	displayName: 'Contact List',
	name: 'contactList',
	required: true,
	description: 'A contact list of the account',
	search: 'searchContactLists',
	placeholder: 'e.g. 428',
});

export const TEMPLATE_FIELD = locator({
	displayName: 'Template',
	name: 'template',
	required: true,
	description: 'A template stored in ClickSend',
	search: 'searchTemplates',
	placeholder: 'e.g. 632497',
});

export const FROM_FIELD = locator({
	displayName: 'From',
	name: 'from',
	description:
		'The sender ID that the recipient sees; leave empty to use a shared number from ClickSend',
	search: 'searchSenders',
	by: 'value',
	placeholder: 'e.g. +61411111111',
});

export const CONTACT_FIELD = locator({
	displayName: 'Contact',
	name: 'contact',
	required: true,
	description: 'A contact in the list',
	search: 'searchContacts',
	within: 'contactList',
	placeholder: 'e.g. 552786',
});

export const CONNECTION_FIELD = locator({
	displayName: 'Connection',
	name: 'connection',
	required: true,
	description: 'A connection of the Maton account',
	search: 'searchConnections',
	placeholder: 'e.g. 37beee67-29f7-43b6-b0b2-5f0f7a5d6440',
});
