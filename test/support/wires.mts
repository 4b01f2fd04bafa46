/**
 * How the sandbox plays each provider: what the contract suite has to know to drive it. One entry
 * per provider and way to authenticate.
 */
import { type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { accounts } from './suite.mts';

export interface Wire {
	provider: string;
	authentication: string;
	/** The sandbox's name for it, in faults and recorded requests. */
	wire: string;
	/** The path of a send, as the sandbox records it. */
	sendPath: string;
	credential(url: string): ICredentialDataDecryptedObject;
	/** The same account with a wrong secret. */
	wrongCredential(url: string): ICredentialDataDecryptedObject;
	/** A recipient that the provider refuses. */
	badNumber: string;
}

export const WIRES: Wire[] = [
	{
		provider: 'clickSend',
		authentication: 'clickSendApi',
		wire: 'clicksend',
		sendPath: '/v3/sms/send',
		credential: (url) => accounts(url).clickSendApi,
		wrongCredential: (url) => ({ ...accounts(url).clickSendApi, apiKey: 'wrong' }),
		badNumber: '+6140',
	},
	{
		provider: 'clickSend',
		authentication: 'matonApi',
		wire: 'maton',
		sendPath: '/clicksend/v3/sms/send',
		credential: (url) => accounts(url).matonApi,
		wrongCredential: (url) => ({ ...accounts(url).matonApi, apiKey: 'wrong' }),
		badNumber: '+6140',
	},
];
