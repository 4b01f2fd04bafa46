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
import { goToneSmsApiTest } from './credentialTests';
import { searchContactGroups, searchContacts, searchMessages } from './listSearch';
import { account } from './operations/account';
import { contact } from './operations/contact';
import { contactGroup } from './operations/contactGroup';
import { message } from './operations/message';

export const resources: readonly Resource[] = [message, contact, contactGroup, account];

export class GoToneSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GoTone SMS',
		name: 'goToneSms',
		icon: { light: 'file:../../icons/gotone.svg', dark: 'file:../../icons/gotone.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send SMS, voice and MMS messages, and manage contacts in GoTone SMS',
		defaults: { name: 'GoTone SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'goToneSmsApi', required: true, testedBy: 'goToneSmsApiTest' }],
		properties: [...properties(resources)],
	};

	methods = {
		credentialTest: { goToneSmsApiTest },
		listSearch: { searchContactGroups, searchContacts, searchMessages },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, resources, client);
	}
}
