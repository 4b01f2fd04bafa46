import { locator } from '../../../n8n/parameters/locators';

export const SIGN_FIELD = locator({
	displayName: 'Signature',
	name: 'sign',
	required: true,
	description:
		'A signature (EngageLab’s “sign”) of the account: the name in front of or after a text',
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
