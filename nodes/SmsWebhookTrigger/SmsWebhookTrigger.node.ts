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
import { smsWebhookApiTest } from './credentialTests';
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
		description: 'Starts the workflow when an SMS arrives, or when a carrier reports on a sent one',
		eventTriggerDescription: 'Waiting for the provider to call the Test URL',
		activationMessage:
			'From now on, calls from the provider to the Production URL start this workflow.',
		triggerPanel: {
			header: 'Receive SMS and delivery reports',
			executionsHelp: {
				inactive: `While building: click <em>Listen for test event</em> and send a text to your number, or have the provider call the Test URL. With ${namesOf(MANAGED)}, the test adds its own rules and removes them afterwards. In production: publish the workflow, and every call to the Production URL starts it.`,
				active:
					'While building: click <em>Listen for test event</em>, then have the provider call the Test URL. The workflow is published, so calls to the Production URL start it automatically; they are listed under Executions.',
			},
			activationHint:
				'Publish the workflow to receive calls at the Production URL. Providers that check the URL when you save it need the workflow to be published first.',
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
				testedBy: 'smsWebhookApiTest',
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

	methods = { credentialTest: { smsWebhookApiTest } };

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
