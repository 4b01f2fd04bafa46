import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { PAGE_WEBHOOKS, receiveAnswer } from '../../n8n/asking/receive';
import type { Field } from '../../n8n/parameters/fields';
import { onlyOperations, toProperty } from '../../n8n/parameters/properties';
import { readRunParams } from '../../n8n/parameters/read';
import { runSend } from '../../n8n/sending/run';
import { credentialsOf } from '../authentication';
import { NAMES_BY_ID } from '../choices';
import { PROVIDERS } from '../providers';
import { ask, REPLIES } from './ask';
import { IDS } from './fields';
import { getStatus } from './getStatus';
import { unsureNotices } from './notices';
import { reply } from './reply';
import { send } from './send';

const OPERATIONS = [send, ask, reply, getStatus] as const;

const OPERATION = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: OPERATIONS.map(({ name, value }) => ({ name, value })),
	default: 'send',
	perRun: true,
} as const satisfies Field;

export class SendSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send SMS',
		name: 'sendSms',
		icon: { light: 'file:../../icons/sms.svg', dark: 'file:../../icons/sms.dark.svg' },
		group: ['output'],
		// As a list, because n8n then adds no Custom API Call: with several credentials it leads nowhere.
		version: [1],
		defaultVersion: 1,
		subtitle: `={{ $parameter["providers"].map((id) => (${NAMES_BY_ID})[id] ?? id).join(", ") }}`,
		// Also what an AI agent reads about the tool.
		description:
			'Send an SMS to one or more phone numbers in international form, such as +61411111111, and report what became of each',
		defaults: { name: 'Send SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsOf(PROVIDERS, 'providers'),
		webhooks: PAGE_WEBHOOKS,
		waitingNodeTooltip: `={{ $parameter["operation"] === "${ask.value}" ? "Waiting for an answer to the text" : "" }}`,
		properties: [
			onlyOperations(OPERATIONS),
			...OPERATIONS.flatMap(({ fields, value }) =>
				fields.flatMap((field) => {
					const property = toProperty(field, { operation: [value] });
					const mayFailOver = [send.value, ask.value].includes(value) && field.name === 'providers';
					return mayFailOver ? [property, ...unsureNotices(IDS, value)] : [property];
				}),
			),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { operation } = readRunParams(this, [OPERATION]);
		if (operation === getStatus.value) return [await getStatus.run(this)];
		const sends = [ask, reply].find(({ value }) => value === operation) ?? send;
		return [await runSend(this, sends)];
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveAnswer(this, REPLIES);
	}
}
