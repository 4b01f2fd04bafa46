import { locator } from '../../../n8n/parameters/locators';

export const SIGN_FIELD = locator({
	displayName: 'Sign',
	name: 'sign',
	required: true,
	description: 'A sign (sender name) of the account',
	search: 'searchSigns',
	placeholder: 'e.g. 1972488990548348928',
});

export const TEMPLATE_FIELD = locator({
	displayName: 'Template',
	name: 'template',
	required: true,
	description: 'A template of the account',
	search: 'searchTemplates',
	placeholder: 'e.g. 1972488990548348928',
});
