import { locator } from '../../../n8n/parameters/locators';

export const TEMPLATE_FIELD = locator({
	displayName: 'Template',
	name: 'template',
	required: true,
	description: 'A template of the app',
	search: 'searchTemplates',
	placeholder: 'e.g. ThJBE4',
});

export const FROM_FIELD = locator({
	displayName: 'From',
	name: 'from',
	description:
		'The signature (SUBMAIL’s “SMS signature”) in front of the text, with or without its brackets 【】; leave empty if the text or the template has one',
	search: 'searchSigns',
	by: 'value',
	placeholder: 'e.g. Acme',
});
