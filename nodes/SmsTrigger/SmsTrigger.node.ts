import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialsOf } from '../authentication';
import { NAMES_BY_ID } from '../choices';
import { triggerProperties } from './fields';
import { poll } from './poll';
import { POLLED } from './providers';

export class SmsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMS Trigger',
		name: 'smsTrigger',
		icon: { light: 'file:../../icons/sms.svg', dark: 'file:../../icons/sms.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${NAMES_BY_ID})[$parameter["provider"]] }}`,
		description: 'Starts the workflow when a text arrives; polls the provider',
		defaults: { name: 'SMS Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsOf(POLLED, 'provider'),
		properties: triggerProperties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
