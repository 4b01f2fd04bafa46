/** SUBMAIL's operations other than sends, with each signature type, in domestic and international apps. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { ON_ERROR } from '../../support/send.mts';
import {
	abroad,
	calls,
	FIVE_FORMS,
	forms,
	INTERNATIONAL,
	mainland,
	operation,
	PLAIN,
	sendingText,
	SHA1_V2,
	timesAsked,
	useForm,
} from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
	await suite.engine.run(operation(resource, name, parameters));
const rows = async (resource: string, name: string, parameters: IDataObject = {}) =>
	rowsOf(await run(resource, name, parameters));

/** Templates of domestic and international apps differ only in their signatures. */
describe.each([...FIVE_FORMS, abroad(PLAIN), abroad(SHA1_V2)])('$name', (form) => {
	useForm(suite, form);
	const isAbroad = form.form.appType === 'international';
	const path = `${isAbroad ? 'internationalsms' : 'sms'}/template`;
	const [own, ownId] = isAbroad ? ['', 'SbInt2'] : ['【Sandbox】', 'SbTpl2'];
	const signature = isAbroad ? '' : 'Sandbox';

	test('Template: Create, Get, Update and Delete', async () => {
		const [made] = await rows('template', 'create', {
			signature,
			content: '@var(host) is down & out',
			additionalFields: { title: 'Ops' },
		});
		const template = byId(made?.templateId);
		expect(made).toEqual({ templateId: expect.stringMatching(/^\w+$/) as string });
		const told = {
			templateId: made?.templateId,
			title: 'Ops',
			signature: isAbroad ? null : own,
			content: '@var(host) is down & out',
			state: 'inReview',
			rejectReason: null,
			createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
			updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
		};
		expect(await rows('template', 'get', { template })).toEqual([told]);
		const changed = await rows('template', 'update', {
			template,
			signature: signature && '【Night】',
			content: 'Up',
			updateFields: {},
		});
		expect(changed).toEqual([{ updated: true, templateId: made?.templateId }]);
		const [after] = await rows('template', 'get', { template, simplify: false });
		expect(after).toMatchObject({ sms_content: 'Up', template_status: '1' });
		expect(after?.sms_signature).toBe(isAbroad ? undefined : '【Night】');
		expect(await rows('template', 'delete', { template })).toEqual([
			{ deleted: true, id: made?.templateId },
		]);
		const gone = await run('template', 'get', { template });
		expect(gone.error?.message).toBe('SUBMAIL has no matching template');
		expect(new Set(calls(suite))).toEqual(new Set([path]));
	});

	test('Template: Get: a rejected one has the reason', async () => {
		suite.sandbox.configure({ submailTemplateReview: 'reject' });
		const [made] = await rows('template', 'create', { signature, content: 'x' });
		expect(await rows('template', 'get', { template: byId(made?.templateId) })).toMatchObject([
			{ state: 'rejected', rejectReason: 'Not allowed in the sandbox.' },
		]);
	});

	test.each(['one', 'list'] as const)(
		'Template: Get: SUBMAIL answers with %s',
		async (submailTemplateGet) => {
			suite.sandbox.configure({ submailTemplateGet });
			expect(await rows('template', 'get', { template: byId(ownId) })).toMatchObject([
				{ templateId: ownId, title: 'Server alert', state: 'approved' },
			]);
		},
	);
});

describe.each([PLAIN, SHA1_V2, abroad(PLAIN)])('Template: Get Many, $name', (form) => {
	useForm(suite, form);

	test('requests no more pages than needed, whether offsets count rows or pages', async () => {
		const signature = form.form.appType === 'international' ? '' : 'Sandbox';
		const seeded = (await rows('template', 'getAll', { returnAll: true })).length;
		const more = Array.from({ length: 120 - seeded }, (_, n) => ({ n }));
		const content = '=No {{ $json.n }}';
		await suite.engine.run(operation('template', 'create', { signature, content }), more);
		const requests = async (parameters: IDataObject) => {
			const before = calls(suite).length;
			const found = await rows('template', 'getAll', parameters);
			const ids = found.map(({ templateId, template_id: id }) => templateId ?? id);
			return [new Set(ids).size, calls(suite).length - before];
		};
		for (const submailTemplateOffset of ['rows', 'pages'] as const) {
			suite.sandbox.configure({ submailTemplateOffset });
			// One extra request, made once, reveals what the offset counts.
			const extra = submailTemplateOffset === 'pages' ? 1 : 0;
			expect(await requests({ limit: 50 })).toEqual([50, 1]);
			expect(await requests({ limit: 60 })).toEqual([60, 2 + extra]);
			expect(await requests({ limit: 60, simplify: false })).toEqual([60, 2 + extra]);
			expect(await requests({ returnAll: true })).toEqual([120, 3 + extra]);
		}
	});
});

describe('Template', () => {
	useForm(suite, PLAIN);

	test.each(['A', 'A name of eleven', '【Acme】【Acme】'])(
		'the signature "%s": reported before any request',
		async (signature) => {
			for (const name of ['create', 'update']) {
				const template = byId('SbTpl1');
				const { error } = await run('template', name, { template, signature, content: 'x' });
				expect(error?.message).toBe('Signature must have 2 to 10 characters');
				expect(error?.description).toContain('【】');
				expect(error?.context?.itemIndex).toBe(0);
			}
			expect(calls(suite)).toEqual([]);
		},
	);

	test('a domestic app needs a signature', async () => {
		const { error } = await run('template', 'create', { content: 'x' });
		expect(error?.message).toBe('SUBMAIL does not accept the signature');
		expect(error?.description).toContain('2 to 10 characters');
	});

	test('one that does not exist fails only its own item', async () => {
		const outcome = await suite.engine.run(
			operation('template', 'delete', { template: '={{ $json.id }}' }, ON_ERROR.errorOutput),
			[{ id: 'nowhere' }, { id: 'SbTpl5' }],
		);
		expect(rowsOf(outcome)).toEqual([{ deleted: true, id: 'SbTpl5' }]);
		expect(outcome.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
		expect(outcome.outputs[1]?.[0]?.json).toMatchObject({
			error: { message: expect.stringContaining('could not find the template') as unknown },
		});
	});

	test('the key is not in the URL of requests without a body', async () => {
		await run('template', 'getAll');
		const [{ query } = { query: {} }] = suite.sandbox.requests({ path: '/sms/template' });
		expect(query).toMatchObject({ appid: '10001', sign_type: 'md5' });
		expect(JSON.stringify(query)).not.toContain('submail-sandbox-key');
	});
});

describe.each(FIVE_FORMS)('$name', (form) => {
	useForm(suite, form);

	test('Signature: Get Many', async () => {
		expect(await rows('sign', 'getAll')).toEqual([
			{ signature: '【Sandbox】', state: 'approved', extension: '01', appId: '10001' },
			{ signature: '【InReview】', state: 'inReview', extension: '02', appId: '10001' },
		]);
		expect(await rows('sign', 'getAll', { limit: 1, simplify: false })).toEqual([
			{ appid: '10001', smsSignature: '【Sandbox】', extend: '01', status: 1 },
		]);
		expect(calls(suite)).toEqual(['sms/appextend', 'sms/appextend']);
	});

	test('Account: Get Balance', async () => {
		suite.sandbox.configure({ submailCredit: 77 });
		expect(await rows('account', 'getBalance')).toEqual([
			{ balance: '9410', transactionalBalance: '77' },
		]);
	});

	test('Report: Get', async () => {
		await suite.engine.run(sendingText(), [
			{ to: mainland(1), text: '【Sandbox】one' },
			{ to: mainland(2), text: '【Sandbox】two' },
		]);
		const [{ id } = { id: '' }] = suite.sandbox.messages();
		suite.sandbox.carrier(id, 'delivered');
		const [none] = await rows('report', 'get');
		expect(none).toMatchObject({ overview: { request: 0 }, timeline: [] });
		expect(none).not.toHaveProperty('status');
		const [told] = await rows('report', 'get', {
			options: { dateFrom: '2026-01-01T00:00:00', dateTo: '2040-01-01T00:00:00' },
		});
		expect(told).toMatchObject({ overview: { request: 2, deliveryed: 1, fee: 2 } });
		// Sydney is at +11:00 in January.
		expect(forms(suite, 'sms/reports')[1]).toMatchObject({
			start_date: String(Date.UTC(2025, 11, 31, 13) / 1000),
			end_date: String(Date.UTC(2039, 11, 31, 13) / 1000),
		});
	});
});

describe('Signature: Get Many', () => {
	useForm(suite, PLAIN);

	test('an app without signatures has an empty list', async () => {
		const none = { status: 'error', code: 154, msg: 'No available SMS signature' };
		suite.sandbox.fault({ kind: 'status', status: 200, path: '/sms/appextend', body: none });
		const outcome = await run('sign', 'getAll');
		expect(outcome.error).toBeUndefined();
		expect(rowsOf(outcome)).toEqual([]);
	});

	test('returns one page, however many signatures there are', async () => {
		const smsSignature = Array.from({ length: 120 }, (_, n) => ({ smsSignature: `【S${n}】` }));
		const body = { status: 'success', smsSignature };
		suite.sandbox.fault({ kind: 'status', status: 200, path: '/sms/appextend', body, times: 9 });
		expect(await rows('sign', 'getAll', { returnAll: true })).toHaveLength(120);
		expect(calls(suite)).toEqual(['sms/appextend']);
	});
});

describe('an international app', () => {
	useForm(suite, INTERNATIONAL);

	test('Account: Get Balance', async () => {
		suite.sandbox.configure({ submailMoney: 12.5 });
		expect(await rows('account', 'getBalance')).toEqual([{ balance: 12.5 }]);
		expect(calls(suite)).toEqual(['balance/internationalsms']);
	});

	test.each([
		['message', 'getAll'],
		['message', 'getAllReplies'],
		['report', 'get'],
		['sign', 'getAll'],
	])(
		'%s %s: refused without a request because SUBMAIL offers this for domestic apps only',
		async (...what) => {
			const { error } = await run(...what);
			expect(error?.message).toBe('SUBMAIL offers this for domestic apps only');
			expect(error?.description).toContain('credential');
			expect(error?.context?.itemIndex).toBe(0);
			expect(suite.sandbox.requests()).toEqual([]);
		},
	);
});

describe('failures', () => {
	useForm(suite, SHA1_V2);
	const balance = (settings = {}) => operation('account', 'getBalance', {}, settings);

	test('an error with HTTP 400 is read like one with HTTP 200', async () => {
		for (const submailErrorStatus of [200, 400] as const) {
			suite.sandbox.configure({ submailErrorStatus });
			const { error } = await run('template', 'update', {
				template: byId('nowhere'),
				signature: 'Acme',
				content: 'x',
			});
			expect(error?.message).toBe('SUBMAIL could not find the template');
			expect(error?.httpCode).toBe(String(submailErrorStatus));
		}
	});

	test('one item for every input, paired; a failed one takes the error output', async () => {
		suite.sandbox.fault({ kind: 'status', status: 500, path: '/balance', skip: 1 });
		const outcome = await suite.engine.run(balance(ON_ERROR.errorOutput), [{}, {}, {}]);
		expect(outcome.outputs.map((output) => output.length)).toEqual([2, 1]);
		expect(timesAsked(suite)).toBe(1);
	});

	test('the time is unavailable: no other request is made', async () => {
		suite.sandbox.fault({ kind: 'garbage', path: '/service/timestamp' });
		const { error } = await suite.engine.run(balance());
		expect(error?.description).toContain('Base URL');
		expect(calls(suite)).toEqual([]);
	});

	test('an operation that does not exist', async () => {
		const { error } = await run('message', 'teleport');
		expect(error?.message).toContain('no operation "teleport"');
	});
});

describe('From List', () => {
	async function search(method: string, filter?: string, token?: string) {
		const node = suite.engine.registry.getByNameAndVersion('n8n-nodes-sms-suite.submail');
		const context = suite.engine.loadOptions(operation('message', 'send'));
		const found = await node.methods?.listSearch?.[method]?.call(context, filter, token);
		return found ?? { results: [] };
	}

	describe.each([PLAIN, SHA1_V2])('$name', (form) => {
		useForm(suite, form);

		test('templates, newest first; those not approved are marked', async () => {
			expect(await search('searchTemplates')).toEqual({
				results: [
					{ name: 'Draft (not approved)', value: 'SbTpl5' },
					{ name: 'Rejected (not approved)', value: 'SbTpl4' },
					{ name: 'In review (not approved)', value: 'SbTpl3' },
					{ name: 'Server alert', value: 'SbTpl2' },
					{ name: 'Login code', value: 'SbTpl1' },
				],
			});
			expect((await search('searchTemplates', 'SERVER')).results).toHaveLength(1);
		});

		test('signatures: only approved ones', async () => {
			const sandbox = [{ name: '【Sandbox】', value: '【Sandbox】' }];
			expect(await search('searchSigns')).toEqual({ results: sandbox });
			expect(await search('searchSigns', 'nobody')).toEqual({ results: [] });
		});
	});

	describe('page by page', () => {
		useForm(suite, PLAIN);

		test.each(['rows', 'pages'] as const)('offsets count %s', async (submailTemplateOffset) => {
			suite.sandbox.configure({ submailTemplateOffset });
			await suite.engine.run(
				operation('template', 'create', { signature: 'Acme', content: '=No {{ $json.n }}' }),
				Array.from({ length: 50 }, (_, n) => ({ n })),
			);
			const first = await search('searchTemplates');
			expect(first.results).toHaveLength(50);
			// Without a title, the text is shown instead.
			expect(first.results[0]?.name).toBe('No 49 (not approved)');
			const second = await search('searchTemplates', undefined, String(first.paginationToken));
			expect(second.results.map(({ value }) => value)).toEqual([
				'SbTpl5',
				'SbTpl4',
				'SbTpl3',
				'SbTpl2',
				'SbTpl1',
			]);
			expect(second.paginationToken).toBeUndefined();
		});

		test('a failure reports the reason', async () => {
			const body = { status: 'error', code: '113', msg: 'ip' };
			suite.sandbox.fault({ kind: 'status', status: 200, path: '/sms/template', body });
			await expect(search('searchTemplates')).rejects.toThrow(/IP whitelist/);
		});
	});

	describe('abroad', () => {
		useForm(suite, INTERNATIONAL);

		test('templates of the international app; it has no signatures to choose from', async () => {
			const { results } = await search('searchTemplates', 'alert');
			expect(results).toEqual([{ name: 'Server alert', value: 'SbInt2' }]);
			await expect(search('searchSigns')).rejects.toThrow(/domestic apps only/);
		});
	});
});
