/** The accounts that the SMS Trigger polls, and how a text reaches each of them. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec } from './engine.mts';
import { type accounts } from './suite.mts';

export interface Way {
	name: string;
	credential: keyof ReturnType<typeof accounts>;
	wire: string;
	parameters: IDataObject;
	options: IDataObject;
	/** The number that a text must be sent to for this account. */
	to: string;
	from: string;
	hasMarks: boolean;
	path: string;
}

const PHONE = '+61455000001';

export const WAYS: Way[] = [
	{
		name: 'ClickSend',
		credential: 'clickSendApi',
		wire: 'clicksend',
		parameters: { provider: 'clickSend', clickSendAuthentication: 'clickSendApi' },
		options: { createPollRule: true },
		to: '+61448000111',
		from: PHONE,
		hasMarks: true,
		path: '/v3/sms/inbound',
	},
	{
		name: 'ClickSend through Maton',
		credential: 'matonApi',
		wire: 'maton',
		parameters: { provider: 'clickSend', clickSendAuthentication: 'matonApi' },
		options: { createPollRule: true },
		to: '+61448000111',
		from: PHONE,
		hasMarks: true,
		path: '/v3/sms/inbound',
	},
	{
		name: 'SMSMobileAPI, API key',
		credential: 'smsMobileApi',
		wire: 'smsmobileapi',
		parameters: { provider: 'smsMobileApi', smsMobileApiAuthentication: 'smsMobileApi' },
		options: {},
		to: '+61448000222',
		from: PHONE,
		hasMarks: false,
		path: '/getsms/',
	},
	{
		name: 'SMSMobileAPI, OAuth2',
		credential: 'smsMobileOAuth2Api',
		wire: 'smsmobileapi',
		parameters: { provider: 'smsMobileApi', smsMobileApiAuthentication: 'smsMobileOAuth2Api' },
		options: {},
		to: '+61448000222',
		from: PHONE,
		hasMarks: false,
		path: '/getsms/',
	},
	{
		name: 'SUBMAIL',
		credential: 'submailApi',
		wire: 'submail',
		parameters: { provider: 'submail' },
		options: {},
		to: '1069010001',
		from: '+8613900000001',
		hasMarks: false,
		path: '/sms/mo.json',
	},
];

export function specOf({ credential, parameters, options }: Way, more: IDataObject = {}): NodeSpec {
	const { options: own, ...rest } = more as { options?: IDataObject };
	return {
		type: 'n8n-nodes-sms-suite.smsTrigger',
		parameters: { ...parameters, options: { ...options, ...own }, ...rest },
		credentials: [credential],
	};
}
