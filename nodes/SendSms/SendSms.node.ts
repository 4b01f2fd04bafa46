import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { runBulk } from '../../n8n/execute';
import { credentialsOf } from '../authentication';
import { choicesOf, firstOf, NAMES_BY_ID } from '../choices';
import { PROVIDERS } from '../providers';
import { sendProperties } from './fields';
import { sendSms } from './send';

export class SendSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send SMS',
		name: 'sendSms',
		icon: { light: 'file:../../icons/sms.svg', dark: 'file:../../icons/sms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: `={{ $parameter["providers"].map((id) => (${NAMES_BY_ID})[id] ?? id).join(", ") }}`,
		description: 'Send texts through one or several SMS providers, and know what became of each',
		defaults: { name: 'Send SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsOf(PROVIDERS, 'providers'),
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Send',
						value: 'send',
						action: 'Send an SMS',
						description: 'Send a text to one or many recipients',
					},
				],
				default: 'send',
			},
			{
				displayName: 'Providers',
				name: 'providers',
				type: 'multiOptions',
				noDataExpression: true,
				required: true,
				options: choicesOf(PROVIDERS),
				default: [firstOf(PROVIDERS)],
				description:
					'Who sends the texts, tried in the order of selection: where one is down, out of credit or may not, the next one sends',
				displayOptions: { show: { operation: ['send'] } },
			},
			...sendProperties,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runBulk(this, sendSms(this))];
	}
}
