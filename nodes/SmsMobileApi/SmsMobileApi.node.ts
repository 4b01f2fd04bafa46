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
import { smsMobileApiTest } from './credentialTests';
import { searchDevices, searchMessages } from './listSearch';
import { call } from './operations/call';
import { device } from './operations/device';
import { message } from './operations/message';
import { whatsAppMessage } from './operations/whatsAppMessage';

export const resources: readonly Resource[] = [message, call, device, whatsAppMessage];

export class SmsMobileApi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMSMobileAPI',
		name: 'smsMobileApi',
		icon: {
			light: 'file:../../icons/smsmobileapi.svg',
			dark: 'file:../../icons/smsmobileapi.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send SMS and WhatsApp messages through your own phone with SMSMobileAPI',
		defaults: { name: 'SMSMobileAPI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'smsMobileApi',
				required: true,
				displayOptions: { show: { authentication: ['smsMobileApi'] } },
				testedBy: 'smsMobileApiTest',
			},
			{
				name: 'smsMobileOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['smsMobileOAuth2Api'] } },
			},
		],
		properties: [toProperty(AUTHENTICATION_FIELD, {}), ...properties(resources)],
	};

	methods = {
		credentialTest: { smsMobileApiTest },
		listSearch: { searchDevices, searchMessages },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, resources, client);
	}
}
