/**
 * SUBMAIL's signatures: the vectors of docs/providers/submail.md §3.4, made by the official library
 * or by the documented rule.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { SubmailApi } from '../../credentials/SubmailApi.credentials';
import { authenticated, sign } from '../../nodes/Submail/signature';

const APP = {
	baseUrl: 'https://api.example',
	appId: '12345',
	appKey: '0123456789abcdef0123456789abcdef',
};
const FIELDS = { to: '13800138000', project: 'ThJBE4', vars: '{"code":"1234"}' };

type Case = [digest: 'md5' | 'sha1', version: 1 | 2, signature: string];
const VECTORS: Case[] = [
	['md5', 1, '2cef2154cbc8c910d54b9ec500e5876d'],
	['sha1', 1, 'f083f0c8d0951cf051dc94a067c5bfc0f5ef8243'],
	['md5', 2, '9ee7cb12e46a3c2e173666cbf7deee0f'],
	['sha1', 2, 'cd45fb6ba6b570155da3d6e5bcaf6fcc7aa41ae6'],
];

const rules = (digest: 'md5' | 'sha1', version: 1 | 2, signSmsSignature = true) => ({
	...APP,
	digest,
	version,
	signSmsSignature,
	plain: false,
});

/** The form of a request after authentication by the credential. */
async function signed(
	path: string,
	form: Record<string, string>,
	credential: Record<string, string | number | boolean>,
): Promise<Record<string, string>> {
	const { authenticate } = new SubmailApi();
	if (typeof authenticate !== 'function') throw new Error('The credential has to sign');
	const { body } = await authenticate(
		{ ...APP, signatureType: 'md5', signatureVersion: 1, signSmsSignature: true, ...credential },
		{
			method: 'POST',
			url: `https://api.example${path}`,
			body: new URLSearchParams(form).toString(),
		},
	);
	return Object.fromEntries(new URLSearchParams(body as string));
}

const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');
const around = (joined: string) =>
	md5(`${APP.appId}${APP.appKey}${joined}${APP.appId}${APP.appKey}`);

describe('a signature', () => {
	test.each(VECTORS)('%s, version %d', (digest, version, signature) => {
		const fields = { ...FIELDS, timestamp: '1700000000' };
		expect(authenticated('POST', '/sms/xsend.json', fields, rules(digest, version))).toEqual({
			...fields,
			appid: '12345',
			sign_type: digest,
			...(version === 2 && { sign_version: '2' }),
			signature,
		});
	});

	test.each(VECTORS)(
		'%s, version %d, through the credential',
		async (digest, version, signature) => {
			const form = await signed(
				'/sms/xsend.json',
				{ ...FIELDS, timestamp: '1700000000' },
				{ signatureType: digest, signatureVersion: version },
			);
			expect(form.signature).toBe(signature);
			expect(JSON.stringify(form)).not.toContain(APP.appKey);
		},
	);

	test('plain: the key itself, without a time', async () => {
		const form = await signed('/sms/xsend.json', FIELDS, { signatureType: 'normal' });
		expect(form).toEqual({ ...FIELDS, appid: '12345', signature: APP.appKey });
	});

	test.each([
		['/sms/send.json', ['content']],
		['/sms/batchsend.json', ['content']],
		['/internationalsms/send.json', ['content']],
		['/sms/batchxsend.json', ['vars']],
		['/sms/multixsend.json', ['multi', 'content']],
		['/sms/template.json', ['sms_title', 'sms_signature', 'sms_content']],
	])('version 2 of %s excludes %j', async (path, leftOut) => {
		const form = Object.fromEntries(leftOut.map((name) => [name, `a ${name}`]));
		const { signature } = await signed(
			path,
			{ ...form, to: '1', tag: 'never', timestamp: '1700000000' },
			{ signatureVersion: 2 },
		);
		expect(signature).toBe(
			around('appid=12345&sign_type=md5&sign_version=2&timestamp=1700000000&to=1'),
		);
	});

	test.each(['/sms/log.json', '/balance/sms.json'])(
		'%s has no version 2: it is signed with version 1',
		async (path) => {
			const form = await signed(
				path,
				{ to: '1', timestamp: '1700000000' },
				{ signatureVersion: 2 },
			);
			expect(form).not.toHaveProperty('sign_version');
			expect(form.signature).toBe(around('appid=12345&sign_type=md5&timestamp=1700000000&to=1'));
		},
	);

	test.each([true, false])('covers sms_signature if the credential says %s', async (signs) => {
		const { signature } = await signed(
			'/sms/xsend.json',
			{ sms_signature: '【赛邮】', to: '1', timestamp: '1700000000' },
			{ signSmsSignature: signs },
		);
		const covered = signs ? 'sms_signature=【赛邮】&' : '';
		expect(signature).toBe(around(`appid=12345&sign_type=md5&${covered}timestamp=1700000000&to=1`));
	});

	test('covers the raw text, regardless of how the body is encoded', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (content) => {
				const fields = { content, timestamp: '1', appid: '12345', sign_type: 'md5' };
				expect(sign('POST', '/sms/send.json', fields, rules('md5', 1))).toBe(
					around(`appid=12345&content=${content}&sign_type=md5&timestamp=1`),
				);
			}),
		);
	});

	test('a request with its fields in the URL never shows the key', async () => {
		const { authenticate } = new SubmailApi();
		if (typeof authenticate !== 'function') throw new Error('The credential has to sign');
		for (const signatureType of ['normal', 'md5', 'sha1']) {
			const { qs, url } = await authenticate(
				{ ...APP, signatureType, signatureVersion: 1 },
				{
					method: 'GET',
					url: 'https://api.example/sms/template.json',
					qs: { offset: 50, timestamp: '1700000000' },
				},
			);
			expect(`${url} ${JSON.stringify(qs)}`).not.toContain(APP.appKey);
			const digest = signatureType === 'sha1' ? 'sha1' : 'md5';
			expect(qs).toMatchObject({ appid: '12345', sign_type: digest, offset: '50' });
		}
	});
});
