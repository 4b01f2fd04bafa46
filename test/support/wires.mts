/**
 * How the sandbox simulates each provider: what the contract suite needs to know to use it. One entry
 * per provider and way to authenticate, or per format that its requests can have.
 */
import { type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { type Content } from '../../core/message';
import { segment } from '../../core/text/segments';
import { CURRENT, type Generation, LEGACY } from './engagelab.mts';
import { accounts } from './suite.mts';

export interface Wire {
	provider: string;
	authentication: string;
	/** Distinguishes entries with the same authentication: a signature, an API path, a generation. */
	variant?: string;
	/** The sandbox's name for this wire, in faults and recorded requests. */
	wire: string;
	/** A part of the path that only sends have. */
	sendPath: string;
	credential(url: string): ICredentialDataDecryptedObject;
	/** The same account with a wrong secret. */
	wrongCredential(url: string): ICredentialDataDecryptedObject;
	/** Three recipients that the provider accepts, in E.164. */
	good: readonly [string, string, string];
	/** A recipient that the provider refuses. */
	badNumber: string;
	/** A sender, if the provider has no default. */
	from?: string;
	/** Resolution of its times in milliseconds; one second if absent. */
	precisionMs?: number;
	/** A text in the form in which this provider accepts it. */
	write(words: string): Content;
	/** The text that then appears on the phone. */
	arrives(words: string): string;
	/** Capabilities that this variant lacks, although another variant of the provider has them. */
	lacks?: ReadonlyArray<'schedule' | 'reference' | 'refusal'>;
}

/** A free text, as most providers accept it. */
export function asText(words: string): Content {
	const { encoding, segments } = segment(words);
	return { kind: 'text', text: words, encoding, segments };
}

const AUSTRALIA = ['+61411111111', '+61422222222', '+61433333333'] as const;

const CLICK_SEND = {
	provider: 'clickSend',
	sendPath: '/v3/sms/send',
	good: AUSTRALIA,
	badNumber: '+6140',
	write: asText,
	arrives: (words: string) => words,
};

const SMS_MOBILE = {
	provider: 'smsMobileApi',
	wire: 'smsmobileapi',
	sendPath: '/sendsms/',
	good: AUSTRALIA,
	badNumber: '+6140',
	write: asText,
	arrives: (words: string) => words,
};
const goTone = (apiPath: 'v3' | 'http'): Wire => ({
	provider: 'goToneSms',
	authentication: 'goToneSmsApi',
	variant: `on /api/${apiPath}`,
	wire: 'gotone',
	sendPath: '/sms/send',
	credential: (url) => ({ ...accounts(url).goToneSmsApi, apiPath }),
	wrongCredential: (url) => ({ ...accounts(url).goToneSmsApi, apiPath, apiToken: '1|wrong' }),
	good: AUSTRALIA,
	badNumber: '+6140',
	from: 'Sandbox',
	precisionMs: 60_000,
	write: asText,
	arrives: (words) => words,
});

const SUBMAIL = {
	provider: 'submail',
	authentication: 'submailApi',
	wire: 'submail',
	sendPath: 'send',
	good: ['+8613800138000', '+8613800138001', '+8613800138002'] as const,
	badNumber: '+8612000000000',
	write: (words: string) => asText(`【Sandbox】${words}`),
	arrives: (words: string) => `【Sandbox】${words}`,
};

/** A template of the sandbox with one variable, domestic. */
const SUBMAIL_TEMPLATE = {
	write: (words: string): Content => ({
		kind: 'template',
		templateId: 'SbTpl1',
		variables: { code: words },
	}),
	arrives: (words: string) => `【Sandbox】您的验证码是${words}，10分钟内有效。`,
};

const SUBMAIL_ABROAD = {
	good: AUSTRALIA,
	badNumber: '+6140',
};

/** SUBMAIL supports several signatures, and sends texts and templates, domestic and international. */
const SUBMAIL_FORMS: Array<[variant: string, credential: object, more?: Partial<Wire>]> = [
	['plain', {}],
	['MD5 v1', { signatureType: 'md5' }],
	['MD5 v2', { signatureType: 'md5', signatureVersion: 2 }],
	['SHA-1 v1', { signatureType: 'sha1' }],
	['SHA-1 v2', { signatureType: 'sha1', signatureVersion: 2 }],
	['templates, plain', {}, SUBMAIL_TEMPLATE],
	['templates, MD5 v1', { signatureType: 'md5' }, SUBMAIL_TEMPLATE],
	['templates, SHA-1 v2', { signatureType: 'sha1', signatureVersion: 2 }, SUBMAIL_TEMPLATE],
	['international, plain', { appId: '20001', appType: 'international' }, SUBMAIL_ABROAD],
	[
		'international, MD5 v2',
		{ appId: '20001', appType: 'international', signatureType: 'md5', signatureVersion: 2 },
		SUBMAIL_ABROAD,
	],
];

const SUBMAIL_WIRES = SUBMAIL_FORMS.map(([variant, form, more]): Wire => ({
	...SUBMAIL,
	variant,
	credential: (url) => ({ ...accounts(url).submailApi, ...form }),
	wrongCredential: (url) => ({ ...accounts(url).submailApi, ...form, appKey: 'wrong' }),
	...more,
}));
const engageLab = (one: Generation): Omit<Wire, 'sendPath'> => ({
	provider: 'engageLabSms',
	authentication: 'engageLabSmsApi',
	variant: one.generation,
	wire: one.wire,
	credential: (url) => one.credential(url),
	wrongCredential: (url) => ({ ...one.credential(url), password: 'wrong' }),
	good: AUSTRALIA,
	badNumber: '+6140',
	write: (words) => ({
		kind: 'template',
		templateId: one.templateId,
		variables: { text: words },
	}),
	arrives: (words) => words,
});

export const WIRES: Wire[] = [
	{
		...CLICK_SEND,
		authentication: 'clickSendApi',
		wire: 'clicksend',
		credential: (url) => accounts(url).clickSendApi,
		wrongCredential: (url) => ({ ...accounts(url).clickSendApi, apiKey: 'wrong' }),
	},
	{
		...CLICK_SEND,
		authentication: 'matonApi',
		wire: 'maton',
		credential: (url) => accounts(url).matonApi,
		wrongCredential: (url) => ({ ...accounts(url).matonApi, apiKey: 'wrong' }),
	},
	{
		...SMS_MOBILE,
		authentication: 'smsMobileApi',
		credential: (url) => accounts(url).smsMobileApi,
		wrongCredential: (url) => ({ ...accounts(url).smsMobileApi, apiKey: 'wrong' }),
	},
	{
		...SMS_MOBILE,
		authentication: 'smsMobileOAuth2Api',
		credential: (url) => accounts(url).smsMobileOAuth2Api,
		// With an existing token, so that a request can be sent at all.
		wrongCredential: (url) => ({
			...accounts(url).smsMobileOAuth2Api,
			clientSecret: 'wrong',
			oauthTokenData: { access_token: 'stale' },
		}),
	},
	goTone('v3'),
	goTone('http'),
	...SUBMAIL_WIRES,
	{ ...engageLab(CURRENT), sendPath: '/v1/messages' },
	// Its answers have no status for a refused recipient (docs/providers/engagelab.md §2.4).
	{
		...engageLab(LEGACY),
		sendPath: '/v1/send',
		lacks: ['schedule', 'reference', 'refusal'],
	},
];
