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
import { engageLabSmsApiTest } from './credentialTests';
import { searchSigns, searchTemplates } from './listSearch';
import { message } from './operations/message';
import { sign } from './operations/sign';
import { template } from './operations/template';

export const resources: readonly Resource[] = [message, template, sign];

export class EngageLabSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'EngageLab SMS',
		name: 'engageLabSms',
		icon: { light: 'file:../../icons/engagelab.svg', dark: 'file:../../icons/engagelab.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send SMS from templates, and manage templates and signatures in EngageLab',
		defaults: { name: 'EngageLab SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'engageLabSmsApi', required: true, testedBy: 'engageLabSmsApiTest' }],
		properties: [...properties(resources)],
	};

	methods = {
		credentialTest: { engageLabSmsApiTest },
		listSearch: { searchSigns, searchTemplates },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, resources, client);
	}
}
