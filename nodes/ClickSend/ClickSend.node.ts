import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { execute } from '../../n8n/operations/execute';
import type { Resource } from '../../n8n/operations/operation';
import { properties, toProperty } from '../../n8n/parameters/properties';
import { AUTHENTICATION_FIELD, client } from './client';
import { clickSendApiTest, matonApiTest } from './credentialTests';
import {
	searchConnections,
	searchContactLists,
	searchContacts,
	searchSenders,
	searchTemplates,
	searchVoiceLanguages,
} from './listSearch';
import { account } from './operations/account';
import { connection } from './operations/connection';
import { contact } from './operations/contact/contact';
import { contactList } from './operations/contact/list';
import { deliveryReceipt } from './operations/deliveryReceipt';
import { inboundSms } from './operations/inboundSms';
import { mms } from './operations/mms/mms';
import { sms } from './operations/sms/sms';
import { template } from './operations/template';
import { voice } from './operations/voice/voice';

/** Also read by docs/generator. */
export const resources: readonly Resource[] = [
	sms,
	mms,
	voice,
	inboundSms,
	deliveryReceipt,
	template,
	contactList,
	contact,
	account,
	connection,
];

export class ClickSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ClickSend',
		name: 'clickSend',
		icon: { light: 'file:../../icons/clicksend.svg', dark: 'file:../../icons/clicksend.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send SMS and MMS, make voice calls and manage a ClickSend account, directly or through Maton',
		defaults: { name: 'ClickSend' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'clickSendApi',
				required: true,
				displayOptions: { show: { authentication: ['clickSendApi'] } },
				testedBy: 'clickSendApiTest',
			},
			{
				name: 'matonApi',
				required: true,
				displayOptions: { show: { authentication: ['matonApi'] } },
				testedBy: 'matonApiTest',
			},
		],
		properties: [toProperty(AUTHENTICATION_FIELD, {}), ...properties(resources)],
	};

	methods = {
		credentialTest: { clickSendApiTest, matonApiTest },
		listSearch: {
			searchConnections,
			searchContactLists,
			searchContacts,
			searchSenders,
			searchTemplates,
			searchVoiceLanguages,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, resources, client);
	}
}
