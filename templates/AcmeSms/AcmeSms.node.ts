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
import { acmeSmsApiTest } from './credentialTests';
import { account } from './operations/account';
import { message } from './operations/message';

export const resources: readonly Resource[] = [message, account];

export class AcmeSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Acme SMS',
		name: 'acmeSms',
		icon: { light: 'file:../../icons/sms.svg', dark: 'file:../../icons/sms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send SMS through Acme SMS',
		defaults: { name: 'Acme SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'acmeSmsApi', required: true, testedBy: 'acmeSmsApiTest' }],
		properties: [...properties(resources)],
	};

	methods = { credentialTest: { acmeSmsApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, resources, client);
	}
}
