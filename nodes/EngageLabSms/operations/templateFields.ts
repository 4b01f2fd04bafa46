import type { IDataObject } from 'n8n-workflow';
import type { Fields, Params } from '../../../n8n/parameters/fields';
import type { RequestEnv } from '../../../n8n/operations/operation';
import { SIGN_FIELD } from './locators';

/**
 * All fields of a template: the current generation requires all of them for every change
 * (docs/providers/engagelab.md §3.2).
 */
export const TEMPLATE_FIELDS = [
	{
		displayName: 'Template Name',
		name: 'templateName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Server alert',
		description:
			'Name of the template in EngageLab: up to 255 characters, or 64 in the legacy generation',
	},
	{
		displayName: 'Template Type',
		name: 'templateType',
		type: 'options',
		options: [
			{ name: 'Authentication', value: 'authentication', description: 'One-time codes' },
			{ name: 'Marketing', value: 'marketing', description: 'Advertising' },
			{ name: 'Utility', value: 'utility', description: 'Notices, such as alerts and reminders' },
		],
		default: 'utility',
		description: 'What the template is for',
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Your code is {code}',
		description:
			'The text, with {name} for variables. In the legacy generation, write %name%, and at most 512 characters.',
	},
	{
		displayName: 'Country Codes',
		name: 'countryCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. CN,US',
		description:
			'The countries to which the template may be sent, as two-letter codes separated by commas. The legacy generation does not use them.',
	},
	{
		displayName: 'Signature Position',
		name: 'signPosition',
		type: 'options',
		options: [
			{ name: 'After the Text', value: 'suffix' },
			{ name: 'Before the Text', value: 'prefix' },
			{ name: 'No Signature', value: 'none' },
		],
		default: 'none',
		description:
			'Where to place the signature. The legacy generation only knows whether there is one.',
	},
	{ ...SIGN_FIELD, when: { signPosition: ['prefix', 'suffix'] } },
] as const satisfies Fields;

const POSITIONS = { none: 0, prefix: 1, suffix: 2 } as const;

type TemplateParams = Params<typeof TEMPLATE_FIELDS>;

const countriesOf = ({ countryCodes }: TemplateParams): string[] =>
	countryCodes
		.toUpperCase()
		.split(/[\s,;]+/)
		.filter(Boolean);

/** A template as the current generation expects it. */
export function templateBody(params: TemplateParams, env: RequestEnv): IDataObject {
	const { templateName, templateType, content, signPosition, sign } = params;
	const countries = countriesOf(params);
	const wrong = countries.find((code) => !/^[A-Z]{2}$/.test(code));
	if (wrong !== undefined) {
		throw env.refuse(
			`Country Codes: "${wrong.slice(0, 20)}" is not a two-letter code`,
			'Use ISO 3166-1 codes such as CN,US.',
		);
	}
	const isSigned = signPosition !== 'none';
	return {
		template_name: templateName,
		template_type: templateType,
		template_content: content,
		...(countries.length > 0 && { country_codes: countries.join(',') }),
		add_signature: isSigned,
		...(isSigned && { sign_id: sign.trim(), sign_position: POSITIONS[signPosition] }),
	};
}

/** The created template as a row, built from the parameters because the answer has only its ID. */
export function templateRow(params: TemplateParams): IDataObject {
	const { templateName, templateType, content, signPosition, sign } = params;
	return {
		template_name: templateName,
		template_type: templateType,
		template_content: content,
		country_codes: countriesOf(params).join(','),
		sign_position: POSITIONS[signPosition],
		...(signPosition !== 'none' && { sign_id: sign.trim() }),
	};
}
