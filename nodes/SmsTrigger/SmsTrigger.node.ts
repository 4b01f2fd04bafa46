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
		description:
			'Starts the workflow when a text arrives: asks the provider for new ones at regular times, also where n8n cannot be reached from the internet',
		defaults: { name: 'SMS Trigger' },
		polling: true,
		triggerPanel: {
			header: 'Receive texts',
			executionsHelp: {
				inactive:
					'<b>While you build</b>: send a text to your number, then click Fetch Test Event. It shows the newest text, and marks nothing as read.<br /><br /><b>In production</b>: publish the workflow. n8n then asks the provider at the Poll Times, and starts the workflow for every new text. Those executions are in the <a data-key="executions">executions list</a>.',
				active:
					'<b>While you build</b>: send a text to your number, then click Fetch Test Event. It shows the newest text, and marks nothing as read.<br /><br /><b>In production</b>: the workflow is published, so n8n asks the provider at the Poll Times, and starts it for every new text. Those executions are in the <a data-key="executions">executions list</a>.',
			},
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsOf(POLLED, 'provider'),
		properties: triggerProperties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
