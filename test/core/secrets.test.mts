/** What counts as a secret in providers' answers, and what must stay readable for users. */
import { redacted } from '../../core/redacted';
import { isSecretName, withoutSecrets } from '../../core/secrets';

describe('isSecretName', () => {
	it.each([
		...['api_key', 'apiKey', 'apikey', 'APIKEY', 'API-Key', 'x-api-key', '_api_key', 'ApiKeyBox'],
		...['api_token', '_api_token', 'api-token', 'token', 'access_token', 'accessToken', 'Tokens'],
		...['refresh_token', 'remember_token', 'session_token', 'id_token', 'csrfToken'],
		...['client_secret', 'clientSecret', 'secret', 'SECRET', 'dev_secret', 'webhook_secret'],
		...['password', 'Password', 'user_password', 'password_hash', 'passwd', 'passphrase', 'pwd'],
		...['authorization', 'Authorization', 'Proxy-Authorization', 'bearer', 'jwt'],
		...['private_key', 'secretKey', 'access_key', 'appKey', 'app_key', 'sms_key', 'dev_key'],
		...['signing_key', 'encryptionKey', 'account_key', 'cookie', 'Set-Cookie'],
	])('%s is a secret', (name) => {
		expect(isSecretName(name)).toBe(true);
	});

	it.each([
		...['keyword', 'keywords', 'key', 'keys', 'idempotency_key', 'monkey', 'keyed', 'hotkey'],
		...['passwordless', 'password_changed_at', 'passport', 'compass', 'pass', 'passed'],
		...['token_type', 'expires_in', 'tokenized', 'next_page_token', 'paginationToken', 'pageToken'],
		...['secretary', 'secret_name', 'signature', 'sms_signature', 'smsSignature', 'sign_name'],
		...['authorized', 'author', 'auth_type', 'authentication', 'username', 'user_id', 'appid'],
		...['to', 'from', 'body', 'message', 'custom_string', 'reference', 'url', 'code', 'pin'],
		...['constructor', '', '密码', '1', 'cookie_policy', 'credit', 'balance', 'api_expired'],
	])('"%s" is not a secret', (name) => {
		expect(isSecretName(name)).toBe(false);
	});
});

describe('withoutSecrets', () => {
	it('removes secrets at any depth and keeps everything else', () => {
		const value = {
			id: 1,
			apikey: 'a',
			list: [{ Api_Key: 'b', keyword: 'ACK' }, [{ clientSecret: 'c', at: null }], 'text', 2],
			account: { _subaccount: { api_key: 'd', name: 'x' }, Authorization: 'Bearer e' },
		};
		expect(withoutSecrets(value)).toEqual({
			id: 1,
			list: [{ keyword: 'ACK' }, [{ at: null }], 'text', 2],
			account: { _subaccount: { name: 'x' } },
		});
	});

	it('removes a whole object whose name is a secret', () => {
		expect(withoutSecrets({ token: { value: 'a' }, tokens: ['b'] })).toEqual({});
	});

	it.each([undefined, null, '', 'api_key', 0, true])('%j is unchanged', (value) => {
		expect(withoutSecrets(value)).toBe(value);
	});

	it('does not modify its input', () => {
		const value = { apikey: 'a', inner: { token: 'b' } };
		withoutSecrets(value);
		expect(value).toEqual({ apikey: 'a', inner: { token: 'b' } });
	});
});

describe('redacted', () => {
	const answer = (body: unknown) => ({
		kind: 'response' as const,
		status: 200,
		headers: {},
		text: JSON.stringify(body),
		body,
	});

	it('hides the texts wherever they occur', () => {
		const outcome = redacted(answer({ url: 'https://x/?k=s3cret', list: ['s3cret!'] }), ['s3cret']);
		expect(outcome).toMatchObject({
			text: '{"url":"https://x/?k=***","list":["***!"]}',
			body: { url: 'https://x/?k=***', list: ['***!'] },
		});
	});

	it('leaves answers without the texts unchanged, and ignores an empty text', () => {
		const outcome = answer({ a: 1 });
		expect(redacted(outcome, ['', 's3cret'])).toBe(outcome);
	});
});
