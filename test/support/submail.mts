/** The SUBMAIL node for tests: its apps, its signatures, its operations. */
import { type IBinaryData, type IDataObject, type INode } from 'n8n-workflow';
import { type RecordedRequest } from '../../sandbox/server.mts';
import { byId } from './clicksend.mts';
import { type NodeSpec } from './engine.mts';
import { accounts, type Suite } from './suite.mts';

/** What differs between credentials of the same account. */
export type Form = Partial<ReturnType<typeof accounts>['submailApi']>;

export interface NamedForm {
	name: string;
	form: Form;
}

export const PLAIN: NamedForm = { name: 'plain', form: {} };
export const MD5: NamedForm = { name: 'MD5 v1', form: { signatureType: 'md5' } };
export const SHA1_V2: NamedForm = {
	name: 'SHA-1 v2',
	form: { signatureType: 'sha1', signatureVersion: 2 },
};
export const ALL_FORMS: NamedForm[] = [
	PLAIN,
	MD5,
	{ name: 'MD5 v2', form: { signatureType: 'md5', signatureVersion: 2 } },
	{ name: 'SHA-1 v1', form: { signatureType: 'sha1' } },
	SHA1_V2,
	{ name: 'SHA-256 v1', form: { signatureType: 'sha256' } },
];
const ABROAD: Form = { appId: '20001', appType: 'international' };
export const INTERNATIONAL: NamedForm = { name: 'international', form: ABROAD };

/** The same signature for an international app. */
export const abroad = ({ name, form }: NamedForm): NamedForm => ({
	name: `international, ${name}`,
	form: { ...form, ...ABROAD },
});

/** From now on, the credential is the sandbox's account with these settings. */
export async function setForm({ engine, sandbox }: Suite, form: Form): Promise<void> {
	await engine.credentials.add('submailApi', { ...accounts(sandbox.url).submailApi, ...form });
}

/** Every test of the surrounding block begins with a credential with these settings. */
export function useForm(suite: Suite, { form }: NamedForm): void {
	beforeEach(async () => await setForm(suite, form));
}

const TYPE = 'n8n-nodes-sms-suite.submail';

/** The node with one operation. */
export const operation = (
	resource: string,
	name: string,
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
): NodeSpec => ({
	type: TYPE,
	credentials: ['submailApi'],
	settings,
	parameters: { resource, operation: name, ...parameters },
});

/** Sends `{{ $json.text }}` to `{{ $json.to }}`. */
export const sendingText = (
	options: IDataObject = {},
	settings: Partial<INode> = {},
	parameters: IDataObject = {},
): NodeSpec =>
	operation(
		'message',
		'send',
		{ to: '={{ $json.to }}', message: '={{ $json.text }}', options, ...parameters },
		settings,
	);

/** Sends a template with the variable `code` from `{{ $json.code }}` to `{{ $json.to }}`. */
export const sendingTemplate = (
	templateId: string,
	options: IDataObject = {},
	settings: Partial<INode> = {},
	parameters: IDataObject = {},
): NodeSpec =>
	operation(
		'message',
		'sendTemplate',
		{
			to: '={{ $json.to }}',
			template: byId(templateId),
			variables: { variable: [{ name: 'code', value: '={{ $json.code }}' }] },
			options,
			...parameters,
		},
		settings,
	);

/** A scan of a paper, as n8n keeps it. */
export const PAPER: IBinaryData = {
	data: Buffer.from('a scan').toString('base64'),
	mimeType: 'image/png',
	fileName: 'license.png',
};

/** Applies for a signature with the file in `data`. */
export const applying = (parameters: IDataObject = {}, settings: Partial<INode> = {}): NodeSpec =>
	operation(
		'sign',
		'create',
		{
			signature: 'Acme',
			company: 'Acme Ltd & Söhne',
			companyCode: '91310000MA1K35X000',
			legalName: '张三',
			agentName: 'Bob',
			agentId: '310101199001011234',
			agentMobile: '13800138000',
			attachments: 'data',
			...parameters,
		},
		settings,
	);

/** A mobile number of mainland China that the sandbox accepts, a different one for every n. */
export const mainland = (n: number): string => `+86138${String(n).padStart(8, '0')}`;
/** As in the domestic API. */
export const bare = (n: number): string => mainland(n).slice(3);

/** `sms/xsend`, for a request to `/sms/xsend.json`. */
export const callOf = ({ path }: RecordedRequest): string => path.slice(1).replace(/\.json$/, '');

/** The requests that were made, in order, without the time requests. */
export const calls = ({ sandbox }: Suite): string[] =>
	sandbox
		.requests({ wire: 'submail' })
		.map(callOf)
		.filter((call) => call !== 'service/timestamp');

/** How often the time was requested. */
export const timesAsked = ({ sandbox }: Suite): number =>
	sandbox.requests({ wire: 'submail', path: '/service/timestamp' }).length;

/** The fields of every request to a call. */
export const forms = ({ sandbox }: Suite, call: string): IDataObject[] =>
	sandbox
		.requests({ wire: 'submail' })
		.filter((request) => callOf(request) === call)
		.map(({ method, query, body }) => (method === 'GET' ? query : (body as IDataObject)));

/** The texts received by the phones, with their recipients. */
export const arrived = ({ sandbox }: Suite): string[] =>
	sandbox.messages().map(({ to, text }) => `${to} ${text}`);
