import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { execute } from '../../n8n/operations/execute';
import type { Resource } from '../../n8n/operations/operation';
import { properties } from '../../n8n/parameters/properties';
import { client } from './client';
import { submailApiTest } from './credentialTests';
import { searchSigns, searchTemplates } from './listSearch';
import { account } from './operations/account';
import { message } from './operations/message';
import { report } from './operations/report';
import { sign } from './operations/sign';
import { template } from './operations/template';

/** Also read by docs/generator. */
export const resources: readonly Resource[] = [message, template, sign, report, account];

export class Submail implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SUBMAIL',
		name: 'submail',
		icon: { light: 'file:../../icons/submail.svg', dark: 'file:../../icons/submail.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send SMS in mainland China and abroad, and manage templates and reports in SUBMAIL',
		defaults: { name: 'SUBMAIL' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'submailApi', required: true, testedBy: 'submailApiTest' }],
		properties: [...properties(resources)],
	};

	methods = {
		credentialTest: { submailApiTest },
		listSearch: { searchSigns, searchTemplates },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, resources, client);
	}
}
