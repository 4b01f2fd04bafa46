import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialsOf } from '../authentication';
import { NAMES_BY_ID, namesOf } from '../choices';
import { isRegistered, register, unregister } from './activation';
import { triggerProperties, WITH_SECRET } from './fields';
import { MANAGED } from './providers';
import { receive } from './receive';

export class SmsWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMS Webhook Trigger',
		name: 'smsWebhookTrigger',
		icon: { light: 'file:../../icons/sms.svg', dark: 'file:../../icons/sms.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${NAMES_BY_ID})[$parameter["provider"]] + ": " + $parameter["events"].map((event) => ({ messageReceived: "messages", callMissed: "missed calls" })[event] ?? "reports").join(", ") }}`,
		description:
			'Starts the workflow at once when a text arrives, or when a carrier reports its delivery',
		eventTriggerDescription: 'Waiting: send a text to your number',
		activationMessage:
			'From now on, texts and reports that the provider sends to the Production URL start this workflow.',
		triggerPanel: {
			header: 'Receive texts and delivery reports',
			executionsHelp: {
				inactive: `<b>While you build</b>: click Execute step (or Listen for test event), then send a text to your number. The provider has to know the Test URL for that; with ${namesOf(MANAGED)}, the node takes care of it.<br /><br /><b>In production</b>: publish the workflow. The provider has to know the Production URL, and every text that it passes on starts the workflow. Those executions are in the <a data-key="executions">executions list</a>.`,
				active: `<b>While you build</b>: click Execute step (or Listen for test event), then send a text to your number. The provider has to know the Test URL for that; with ${namesOf(MANAGED)}, the node takes care of it.<br /><br /><b>In production</b>: the workflow is published, so every text that the provider passes on to the Production URL starts it. Those executions are in the <a data-key="executions">executions list</a>.`,
			},
			activationHint: {
				inactive:
					'Publish the workflow before you give the provider the Production URL: it works only while the workflow is published.',
				active:
					'Texts that reach the Production URL also start the workflow, but do not show up here.',
			},
		},
		defaults: { name: 'SMS Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			...credentialsOf(MANAGED, 'provider'),
			// Not every wire requires it; where one does, activation fails if it is missing.
			{
				name: 'smsWebhookApi',
				required: false,
				displayOptions: { show: { '/provider': WITH_SECRET } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
			},
			// Some providers can be configured to use GET.
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
				ndvHideUrl: true,
			},
		],
		properties: triggerProperties,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
