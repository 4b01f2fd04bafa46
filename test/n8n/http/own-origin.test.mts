/** A credential used in another node signs requests to its own addresses only. */
import {
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { ClickSendApi } from '../../../credentials/ClickSendApi.credentials';
import { EngageLabSmsApi } from '../../../credentials/EngageLabSmsApi.credentials';
import { GoToneSmsApi } from '../../../credentials/GoToneSmsApi.credentials';
import { MatonApi } from '../../../credentials/MatonApi.credentials';
import { SmsMobileApi } from '../../../credentials/SmsMobileApi.credentials';
import { SmsMobileOAuth2Api } from '../../../credentials/SmsMobileOAuth2Api.credentials';
import { SubmailApi } from '../../../credentials/SubmailApi.credentials';
import { addressProblem } from '../../../core/addresses';

const SECRET = 'the-secret-of-this-account';
const SECRETS = {
	username: 'me',
	apiKey: SECRET,
	apiToken: SECRET,
	password: SECRET,
	appKey: SECRET,
};

type Row = [name: string, credential: ICredentialType, own: string, data: object];
const ROWS: Row[] = [
	['ClickSend', new ClickSendApi(), 'https://rest.clicksend.com', {}],
	['Maton', new MatonApi(), 'https://gateway.maton.ai', {}],
	['Maton, control', new MatonApi(), 'https://ctrl.maton.ai', {}],
	['GoTone', new GoToneSmsApi(), 'https://app.gotonesms.net', { apiPath: 'http' }],
	['SMSMobileAPI', new SmsMobileApi(), 'https://api.smsmobileapi.com', {}],
	['SUBMAIL', new SubmailApi(), 'https://api-v4.mysubmail.com', { appId: '1' }],
	['EngageLab', new EngageLabSmsApi(), 'https://smsapi.engagelab.com', { generation: 'current' }],
	[
		'EngageLab, legacy',
		new EngageLabSmsApi(),
		'https://sms.api.engagelab.cc',
		{ generation: 'legacy' },
	],
	[
		'own proxy',
		new ClickSendApi(),
		'http://127.0.0.1:8080',
		{ baseUrl: ' http://127.0.0.1:8080/x ' },
	],
];

/** What n8n passes: the user's values over the defaults. */
const dataOf = ({ properties }: ICredentialType, data: object) =>
	({
		...Object.fromEntries(properties.map(({ name, default: value }) => [name, value])),
		...SECRETS,
		...data,
	}) as ICredentialDataDecryptedObject;

async function sign(credential: ICredentialType, data: object, options: object) {
	const { authenticate } = credential;
	if (typeof authenticate !== 'function') throw new Error('The credential has to sign');
	const request = { method: 'POST', body: '{}', ...options } as IHttpRequestOptions;
	return await authenticate(dataOf(credential, data), request);
}

describe.each(ROWS)('%s', (_name, credential, own, data) => {
	test.each([
		{ url: `${own}/v3/x` },
		{ url: `${own.toUpperCase().replace('HTTP', 'http')}/v3/x` },
		{ url: '/v3/x', baseURL: own },
		{ uri: `${own}/v3/x` },
	])('signs %j, and lets no redirect be followed', async (options) => {
		const signed = await sign(credential, data, options);
		expect(JSON.stringify(signed)).toMatch(/the-secret|Basic |Bearer |signature/);
		expect(signed).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	test.each([
		{ url: 'https://evil.example/v3/x' },
		{ url: `${own}.evil.example/` },
		{ url: own.replace('://', '://evil.example/') },
		{ url: `${own.replace('://', '://user:password@')}.evil.example/` },
		{ url: `https://evil.example/?x=${own}`, baseURL: own },
		{ url: '//evil.example/x', baseURL: own },
		{ url: '\\\\evil.example/x', baseURL: own },
		{ url: '/v3/x', baseURL: 'https://evil.example' },
		{ url: '/v3/x' },
		{ url: '' },
		{ uri: 'https://evil.example/' },
		{ url: `${own}:444/x`.replace(/:\d+:444/, ':444') },
		{
			url: `${own.startsWith('https') ? own.replace('https', 'http') : own.replace('http', 'https')}/x`,
		},
	])('refuses %j', async (options) => {
		const failed = await sign(credential, data, options).catch((error: Error) => error);
		expect(failed).toBeInstanceOf(Error);
		expect((failed as Error).message).toMatch(/This credential is for .* only/);
		expect(JSON.stringify([failed, (failed as Error).message])).not.toMatch(/the-secret|password/);
	});
});

test.each([
	'http://rest.clicksend.com',
	'https://user:password@rest.clicksend.com',
	'https://:password@rest.clicksend.com',
	'ftp://rest.clicksend.com',
	'',
])('the Base URL %j signs nothing', async (baseUrl) => {
	const url = `${baseUrl || 'https://rest.clicksend.com'}/v3`;
	await expect(sign(new ClickSendApi(), { baseUrl }, { url })).rejects.toThrow(
		/Base URL of the credential is not valid/,
	);
});

test('every credential that signs says to n8n that HTTP Request nodes may not use it', () => {
	const all = [...ROWS.map(([, credential]) => credential), new SmsMobileOAuth2Api()];
	for (const { properties } of all) {
		const field = properties.find(({ name }) => name === 'allowedHttpRequestDomains');
		expect(field).toMatchObject({ type: 'options', default: 'none' });
		const values = (field?.options as INodePropertyOptions[]).map(({ value }) => value);
		expect(values.sort()).toEqual(['all', 'domains', 'none']);
		expect(properties.find(({ name }) => name === 'allowedDomains')).toMatchObject({ default: '' });
	}
});

const ADDRESSES: Array<[string, boolean]> = [
	['https://api.example.com', true],
	['https://api.example.com:8443/path', true],
	['http://localhost:8080', true],
	['http://127.0.0.1', true],
	['http://10.1.2.3/x', true],
	['http://172.31.0.1', true],
	['http://192.168.0.10', true],
	['http://169.254.1.1', true],
	['http://[::1]:80', true],
	['http://[fd00::1]', true],
	['http://sandbox:8080', true],
	['http://nas.local', true],
	['http://no-such.invalid', true],
	['http://api.invalid.example.com', false],
	['http://api.example.com', false],
	['http://8.8.8.8', false],
	['http://134744072', false],
	['http://172.32.0.1', false],
	['http://127.0.0.1.example.com', false],
	['http://10.example.com', false],
	['http://[2001:db8::1]', false],
	['https://user@api.example.com', false],
	['https://user:password@127.0.0.1', false],
	['http://user@localhost', false],
	['ftp://127.0.0.1', false],
	['file:///etc/passwd', false],
	['javascript:alert(1)', false],
	['api.example.com', false],
];

test.each(ADDRESSES)('keys may be sent to %s: %s', (address, isAllowed) => {
	expect(addressProblem(address) === undefined).toBe(isAllowed);
	// n8n requests the tokens of OAuth2 itself, at the address that the credential's expression gives.
	const token = new SmsMobileOAuth2Api().properties.find(({ name }) => name === 'accessTokenUrl');
	const expression = (token?.default as string).replace(/^=\{\{|\}\}$/g, '');
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the expression under test
	const evaluate = new Function('$self', `return ${expression}`) as (self: object) => string;
	const url = evaluate({ baseUrl: ` ${address}/ ` });
	expect(url).toBe(isAllowed ? `${address}/oauth2/token` : '');
});
