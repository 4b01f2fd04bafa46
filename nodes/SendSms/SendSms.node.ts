import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { operationSelector, toProperty } from '../../n8n/parameters/properties';
import { runSend } from '../../n8n/sending/run';
import { credentialsOf } from '../authentication';
import { NAMES_BY_ID } from '../choices';
import { PROVIDERS } from '../providers';
import { IDS } from './fields';
import { unsureNotices } from './notices';
import { send } from './send';

export class SendSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send SMS',
		name: 'sendSms',
		icon: { light: 'file:../../icons/sms.svg', dark: 'file:../../icons/sms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: `={{ $parameter["providers"].map((id) => (${NAMES_BY_ID})[id] ?? id).join(", ") }}`,
		description: 'Send texts through one or more SMS providers and see the outcome of each',
		defaults: { name: 'Send SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialsOf(PROVIDERS, 'providers'),
		properties: [
			operationSelector([send]),
			...send.fields.flatMap((field) => {
				const property = toProperty(field, { operation: [send.value] });
				return field.name === 'providers' ? [property, ...unsureNotices(IDS)] : [property];
			}),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runSend(this, send)];
	}
}
