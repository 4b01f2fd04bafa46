/** The two ways to send a text, for use in the same test. */
import { type IDataObject, type INode } from 'n8n-workflow';
import { type NodeSpec, type Outcome } from './engine.mts';

export interface SendSetup {
	name: string;
	/** The sandbox's name for its wire. */
	wire: string;
	type: string;
	credentials: string[];
	parameters: IDataObject;
}

const sendSms = (authentication: string): Omit<SendSetup, 'name' | 'wire'> => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: [authentication],
	parameters: {
		operation: 'send',
		providers: ['clickSend'],
		clickSendAuthentication: authentication,
		ifUnsure: 'neverTwice',
	},
});

const clickSend = (authentication: string): Omit<SendSetup, 'name' | 'wire'> => ({
	type: 'n8n-nodes-sms-suite.clickSend',
	credentials: [authentication],
	parameters: { resource: 'sms', operation: 'send', authentication },
});

export const SEND_SMS: SendSetup = {
	name: 'Send SMS',
	wire: 'clicksend',
	...sendSms('clickSendApi'),
};

export const SETUPS: SendSetup[] = [
	SEND_SMS,
	{ name: 'Send SMS through Maton', wire: 'maton', ...sendSms('matonApi') },
	{ name: 'ClickSend', wire: 'clicksend', ...clickSend('clickSendApi') },
	{ name: 'ClickSend through Maton', wire: 'maton', ...clickSend('matonApi') },
];

export const ON_ERROR = {
	stop: {},
	continue: { onError: 'continueRegularOutput' },
	errorOutput: { onError: 'continueErrorOutput' },
} as const satisfies Record<string, Partial<INode>>;

/** A node that sends `{{ $json.text }}` to `{{ $json.to }}`. */
export function sending(
	setup: SendSetup,
	options: IDataObject = {},
	settings: Partial<INode> = {},
	parameters: IDataObject = {},
): NodeSpec {
	return {
		type: setup.type,
		credentials: setup.credentials,
		settings,
		parameters: {
			...setup.parameters,
			to: '={{ $json.to }}',
			message: '={{ $json.text }}',
			options,
			...parameters,
		},
	};
}

/** The messages of the failed items of an error output: all of it is in `error`. */
export const errorOf = (json: IDataObject): IDataObject => json.error as IDataObject;

export interface Story {
	item: number | undefined;
	to: unknown;
	outcome: unknown;
}

/** Item, recipient and outcome of every output item, on any output. */
export function stories({ outputs }: Outcome): Story[] {
	return outputs.flat().map(({ json, pairedItem }) => {
		const columns = typeof json.error === 'object' && json.error ? errorOf(json) : json;
		const item =
			typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : undefined;
		return { item, to: columns.to, outcome: columns.outcome };
	});
}

/** An Australian mobile number that the sandbox accepts, a different one for every n. */
export const number = (n: number): string => `+614${String(n).padStart(8, '0')}`;

/** Senders for the providers that need one. */
export const SENDERS = {
	sender: [
		{ provider: 'submail', from: 'Sandbox' },
		{ provider: 'goToneSms', from: 'Sandbox' },
	],
};

/** Send SMS through these providers, with all credentials, to `{{ $json.to }}`. */
export const sendSmsThrough = (
	providers: string[],
	options: IDataObject,
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: ['clickSendApi', 'submailApi', 'smsMobileApi', 'goToneSmsApi', 'engageLabSmsApi'],
	settings,
	parameters: {
		operation: 'send',
		providers,
		to: '={{ $json.to }}',
		message: 'Disk full',
		options: { senders: SENDERS, ...options },
		...parameters,
	},
});
