import { type SignType, signatureOf, stringToSign } from '../../sandbox/wires/submail/signing.mts';
import { useSandbox } from './harness.mts';
import { codeOf, domestic, mobile, SubmailClient, type Values } from './submail-client.mts';

const sandbox = useSandbox();
const client = new SubmailClient(sandbox);

describe('the digital signature', () => {
	const signer = { id: '12345', key: '0123456789abcdef0123456789abcdef' };
	const parameters = (type: SignType, version?: string) =>
		new Map([
			['appid', signer.id],
			['to', '13800138000'],
			['project', 'ThJBE4'],
			['vars', '{"code":"1234"}'],
			['timestamp', '1700000000'],
			['sign_type', type],
			['tag', 'never signed'],
			['signature', 'never signed'],
			...(version ? [['sign_version', version] as const] : []),
		]);

	it('is made from the documented string', () => {
		expect(stringToSign(signer, parameters('md5'))).toBe(
			'123450123456789abcdef0123456789abcdefappid=12345&project=ThJBE4&sign_type=md5&timestamp=1700000000&to=13800138000&vars={"code":"1234"}123450123456789abcdef0123456789abcdef',
		);
	});

	// See docs/providers/submail.md §3.4
	it.each([
		['md5', undefined, '2cef2154cbc8c910d54b9ec500e5876d'],
		['sha1', undefined, 'f083f0c8d0951cf051dc94a067c5bfc0f5ef8243'],
		['md5', '2', '9ee7cb12e46a3c2e173666cbf7deee0f'],
		['sha1', '2', 'cd45fb6ba6b570155da3d6e5bcaf6fcc7aa41ae6'],
	] as const)('%s with sign_version %s matches the test vector', (type, version, vector) => {
		const unsigned = version ? ['vars'] : [];
		expect(signatureOf(type, signer, parameters(type, version), unsigned)).toBe(vector);
	});
});

const now = () => Math.floor(Date.now() / 1000);

interface Signing {
	type?: SignType;
	version?: string;
	timestamp?: number | string;
	/** Names that the client leaves out of the string. */
	unsigned?: string[];
}

function signed(values: Values, { type = 'md5', version, timestamp, unsigned }: Signing = {}) {
	const all: Values = {
		appid: '10001',
		timestamp: timestamp ?? now(),
		sign_type: type,
		...(version && { sign_version: version }),
		...values,
	};
	const texts = new Map(Object.entries(all).map(([name, value]) => [name, String(value)]));
	const signer = { id: String(all.appid), key: domestic.signature };
	return { ...all, signature: signatureOf(type, signer, texts, unsigned) };
}

const hello = { to: mobile, content: '【Sandbox】你好 & goodbye = 100%' };

describe('a signed request', () => {
	it.each(['md5', 'sha1', 'sha256'] as const)('with %s works in every format', async (type) => {
		for (const form of ['urlencoded', 'multipart', 'json'] as const) {
			const values = signed({ ...hello, tag: form }, { type });
			expect((await client.raw('sms/send', values, form)).body).toMatchObject({
				status: 'success',
			});
		}
		expect(sandbox().messages()).toMatchObject([
			{ text: hello.content, reference: 'urlencoded' },
			{ text: hello.content, reference: 'multipart' },
			{ text: hello.content, reference: 'json' },
		]);
	});

	it.each([
		['sms/send', { ...hello }, ['content']],
		['sms/batchsend', { ...hello }, ['content']],
		['sms/xsend', { to: mobile, project: 'SbTpl1', vars: '{"code":"1"}' }, ['vars']],
		['sms/batchxsend', { to: mobile, project: 'SbTpl1', vars: '{"code":"1"}' }, ['vars']],
		[
			'sms/multisend',
			{ content: hello.content, multi: `[{"to":"${mobile}"}]` },
			['multi', 'content'],
		],
		['sms/multixsend', { project: 'SbTpl2', multi: `[{"to":"${mobile}"}]` }, ['multi', 'content']],
		[
			'sms/template',
			{ sms_title: 'A', sms_signature: '【Sandbox】', sms_content: 'B' },
			['sms_title', 'sms_signature', 'sms_content'],
		],
	])('to %s leaves its long values unsigned only in version 2', async (path, values, unsigned) => {
		const send = async (version: string | undefined, left: string[]) => {
			const answer = await client.raw(path, signed(values, { version, unsigned: left }));
			return answer.body.code ?? answer.body.status ?? answer.rows[0]?.status;
		};
		expect(await send('2', unsigned)).toBe('success');
		expect(await send('2', [])).toBe('108');
		expect(await send(undefined, [])).toBe('success');
		expect(await send('1', [])).toBe('success');
		expect(await send(undefined, unsigned)).toBe('108');
	});

	// The official libraries leave out a fixed list of names that sms_signature is not among.
	it('has sms_signature in its string, as a client makes it that follows the general rule', async () => {
		const values = { to: mobile, project: 'SbTpl1', sms_signature: '【Sandbox】' };
		for (const version of [undefined, '2']) {
			const unsigned = version ? ['vars'] : [];
			const answer = await client.raw('sms/xsend', signed(values, { version, unsigned }));
			expect(codeOf(answer)).toBeUndefined();
		}
	});

	it('signs sms_signature or not, by a setting', async () => {
		const values = { to: mobile, project: 'SbTpl1', sms_signature: '【Sandbox】' };
		const both = async () => [
			codeOf(await client.raw('sms/xsend', signed(values))),
			codeOf(await client.raw('sms/xsend', signed(values, { unsigned: ['sms_signature'] }))),
		];
		expect(await both()).toEqual([undefined, '108']);
		sandbox().configure({ submailSmsSignatureSigned: false });
		expect(await both()).toEqual(['108', undefined]);
	});

	it('signs the offset of the template list or not, by a setting', async () => {
		const list = async (unsigned: string[]) => {
			const { signature, ...values } = signed({ offset: 0 }, { unsigned });
			return codeOf(await client.get('sms/template', { ...values, signature }));
		};
		expect([await list(['offset']), await list([])]).toEqual([undefined, '108']);
		sandbox().configure({ submailOffsetSigned: true });
		expect([await list(['offset']), await list([])]).toEqual(['108', undefined]);
	});

	it('with the key itself as the signature is 108', async () => {
		const values = { ...signed(hello), signature: domestic.signature };
		expect(codeOf(await client.raw('sms/send', values))).toBe('108');
	});

	it('that was changed after signing is 108', async () => {
		const values = { ...signed(hello), to: '13800138001' };
		expect(codeOf(await client.raw('sms/send', values))).toBe('108');
		expect(sandbox().messages()).toHaveLength(0);
	});

	it('more than 6 seconds from its timestamp is 152', async () => {
		const code = async (timestamp: number) =>
			codeOf(await client.raw('sms/send', signed(hello, { timestamp })));
		expect(await code(now() - 4)).toBeUndefined();
		expect(await code(now() + 6)).toBeUndefined();
		expect(await code(now() - 7)).toBe('152');
		expect(await code(now() + 10)).toBe('152');
	});

	it.each(['', 'soon', '1700000000.5'])('with the timestamp "%s" is 151', async (timestamp) => {
		expect(codeOf(await client.raw('sms/send', signed(hello, { timestamp })))).toBe('151');
	});

	it('without a timestamp is 151', async () => {
		const values: Values = signed(hello);
		delete values.timestamp;
		expect(codeOf(await client.raw('sms/send', values))).toBe('151');
	});

	it('needs the time on the clock of SUBMAIL, which may be wrong', async () => {
		sandbox().configure({ submailClockSkewMs: -3_600_000 });
		expect(codeOf(await client.raw('sms/send', signed(hello)))).toBe('152');
		const { body } = await client.request('GET', 'service/timestamp.json');
		expect(Math.abs(Number(body.timestamp) - (now() - 3600))).toBeLessThan(3);
		const timestamp = Number(body.timestamp);
		expect(codeOf(await client.raw('sms/send', signed(hello, { timestamp })))).toBeUndefined();
	});
});

describe('a request', () => {
	it.each([
		[{ appid: '99999' }, '101'],
		[{ appid: '' }, '101'],
		[{ appid: '20001' }, '101'],
		[{ signature: '' }, '111'],
		[{ signature: 'wrong' }, '109'],
		[{ sign_type: 'crc32' }, '107'],
		[{ sign_type: 'normal' }, undefined],
		// The official Node SDK sends this.
		[{ sign_type: 'normal', timestamp: '1' }, undefined],
	])('with %j is %s', async (change, code) => {
		expect(codeOf(await client.post('sms/send', { ...hello, ...change }))).toBe(code);
	});

	it('of a domestic app to an international call is 101', async () => {
		expect(codeOf(await client.post('internationalsms/send', { ...hello, ...domestic }))).toBe(
			'101',
		);
	});

	it.each([
		['text/plain', new URLSearchParams({ ...domestic, ...hello }).toString()],
		['application/json', '{"appid":'],
		['multipart/form-data', 'no boundary'],
		['multipart/form-data; boundary=x', '--x\r\nbroken'],
	])('whose body is unreadable as %s is 101', async (type, body) => {
		const headers = { 'content-type': type };
		expect(codeOf(await client.request('POST', 'sms/send', { headers, body }))).toBe('101');
	});

	it('for unionsend that is signed is 110', async () => {
		expect(codeOf(await client.raw('sms/unionsend', signed(hello)))).toBe('110');
	});

	it('that fails has the HTTP status and the type of code from the settings', async () => {
		const fail = () => client.post('sms/send', { ...hello, appid: '1' });
		const error = { status: 'error', code: '101', msg: expect.any(String) as string };
		expect(await fail()).toMatchObject({ status: 200, body: error });
		sandbox().configure({ submailErrorStatus: 400, submailErrorCodes: 'number' });
		expect(await fail()).toMatchObject({ status: 400, body: { ...error, code: 101 } });
	});

	it.each([
		['POST', 'sms/nothing', 404],
		['POST', 'nothing', 404],
		['POST', 'internationalsms/log', 404],
		['GET', 'sms/multixsend', 405],
		['GET', 'internationalsms/send', 405],
		['DELETE', 'sms/send', 405],
		['POST', 'sms/send.xml', 406],
		['POST', 'sms/send.yaml', 406],
	])('%s %s is HTTP %i without a code', async (method, path, status) => {
		const answer = await client.request(method, path);
		expect([answer.status, answer.body.status, codeOf(answer)]).toEqual([
			status,
			'error',
			undefined,
		]);
	});
});
