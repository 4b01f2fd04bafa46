/** SMS signatures of an app (docs/providers/submail.md §8). */
import { isFault } from '../../../core/planning/draft';
import type { Field, Fields } from '../../../n8n/parameters/fields';
import {
	type RequestEnv,
	requestOperation,
	type Resource,
} from '../../../n8n/operations/operation';
import { signClient } from '../client';
import { asSignature } from '../prepare';

const SIGNATURES = '/sms/appextend.json';
/** The papers are uploaded with the request. */
const TIMEOUT_MS = 120_000;

const STATES: Readonly<Record<string, string>> = { 0: 'inReview', 1: 'approved' };

const required = <const N extends string>(
	displayName: string,
	name: N,
	description: string,
	placeholder = '',
) =>
	({
		displayName,
		name,
		type: 'string',
		default: '',
		required: true,
		placeholder,
		description,
	}) as const satisfies Field;

const COMPANY_FIELDS = [
	required('Signature', 'signature', '2 to 10 characters, with or without 【】', 'e.g. Acme'),
	required('Company', 'company', 'The full name of the company, as in its papers'),
	required(
		'Company Code',
		'companyCode',
		'Unified social credit code of the company (its tax number)',
	),
	required('Legal Representative', 'legalName', 'Name of the company’s legal representative'),
	required('Agent Name', 'agentName', 'Name of the person in charge of the signature'),
	required('Agent ID Number', 'agentId', 'Number of this person’s identity card'),
	required('Agent Mobile', 'agentMobile', 'Mobile number of this person', 'e.g. 13800138000'),
	{
		displayName: 'Attachments',
		name: 'attachments',
		type: 'string',
		many: true,
		default: 'data',
		required: true,
		placeholder: 'e.g. license, authorization',
		description:
			'Names of the input’s binary fields that hold the papers, such as a scan of the business license, separated by commas',
		hint: 'The names of the input’s binary fields',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Contact Mobile',
				name: 'contact',
				type: 'string',
				default: '',
				placeholder: 'e.g. 13800138000',
				description: 'Mobile number of a contact for questions about the review',
			},
			{
				displayName: 'Kind of Papers',
				name: 'sourceType',
				type: 'options',
				options: [
					{ name: 'App', value: '2', description: 'The signature is the name of an app' },
					{ name: 'Business License', value: '0' },
					{ name: 'Trademark', value: '1', description: 'The signature is a trademark' },
				],
				default: '0',
			},
		],
	},
] as const satisfies Fields;

/** @throws NodeOperationError if the signature is not valid */
function readSignature(signature: string, { refuse }: RequestEnv): string {
	const written = asSignature(signature);
	if (!isFault(written)) return written;
	throw refuse(
		'Signature must have 2 to 10 characters',
		'Omit the brackets 【】, or put them around the whole signature.',
	);
}

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a signature',
	description:
		'Submit an signature for review, with the papers of the company. SUBMAIL cannot change or delete it by API. Not every field could be checked against SUBMAIL’s documentation: if it refuses one, use the console.',
	fields: COMPANY_FIELDS,
	request(params, env) {
		const { contact, sourceType } = params.additionalFields;
		return {
			method: 'POST',
			path: SIGNATURES,
			timeoutMs: TIMEOUT_MS,
			form: {
				sms_signature: readSignature(params.signature, env),
				company: params.company.trim(),
				// SUBMAIL's spelling.
				company_lisence_code: params.companyCode.trim(),
				legal_name: params.legalName.trim(),
				agent_name: params.agentName.trim(),
				agent_id: params.agentId.trim(),
				agent_mob: params.agentMobile.trim(),
				source_type: sourceType,
				contact: contact?.trim() || undefined,
			},
		};
	},
	attach: ({ attachments }) => ({
		parameter: 'Attachments',
		names: attachments.map((name) => (typeof name === 'string' ? name : name.notText)),
		field: 'attachments[]',
	}),
	items: (_, { signature }) => [
		{
			signature: `【${signature
				.trim()
				.replace(/^【|】$/g, '')
				.trim()}】`,
			state: 'inReview',
		},
	],
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many signatures',
	description: 'Get the signatures of the app, and whether SUBMAIL has approved them',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: SIGNATURES }),
	simplify: (row) => ({
		signature: row.smsSignature ?? null,
		state: STATES[String(row.status)] ?? 'rejected',
		extension: row.extend ?? null,
		appId: row.appid ?? null,
	}),
});

export const sign: Resource = {
	name: 'Signature',
	value: 'sign',
	operations: [getAll, create],
	client: signClient,
};
