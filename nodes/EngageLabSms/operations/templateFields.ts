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
			'Name of the template at EngageLab: up to 255 characters, in the legacy generation up to 64',
	},
	{
		displayName: 'Template Type',
		name: 'templateType',
		type: 'options',
		options: [
			{ name: 'Authentication', value: 'authentication', description: 'Codes' },
			{ name: 'Marketing', value: 'marketing' },
			{ name: 'Utility', value: 'utility', description: 'Notices' },
		],
		default: 'utility',
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
			'The text, with {name} for values; in the legacy generation, %name% and up to 512 characters',
	},
	{
		displayName: 'Country Codes',
		name: 'countryCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. CN,US',
		description:
			'The countries that the template may be sent to, as two-letter codes. Not used by the legacy generation.',
	},
	{
		displayName: 'Sign Position',
		name: 'signPosition',
		type: 'options',
		options: [
			{ name: 'After the Text', value: 'suffix' },
			{ name: 'Before the Text', value: 'prefix' },
			{ name: 'Without Sign', value: 'none' },
		],
		default: 'none',
		description:
			'Where to place the sign. In the legacy generation, only whether there is a sign matters.',
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
