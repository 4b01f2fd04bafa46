/** EngageLab's signs and templates through n8n's real engine, with both generations. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { CURRENT, GENERATIONS, LEGACY, operation } from '../../support/engagelab.mts';
import { ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
	await suite.engine.run(operation(resource, name, parameters));
const rows = async (resource: string, name: string, parameters: IDataObject = {}) => {
	const outcome = await run(resource, name, parameters);
	expect(outcome.error).toBeUndefined();
	return rowsOf(outcome);
};
const requests = () => suite.sandbox.requests();

const TEMPLATE = {
	templateName: 'New',
	templateType: 'authentication',
	content: 'Code {code} %code%',
	countryCodes: 'cn, US',
	signPosition: 'none',
};

describe.each(GENERATIONS)('$generation', (one) => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', one.credential(suite.sandbox.url));
	});
	const sign = byId(one.signId);
	const template = byId(one.templateId);

	describe('Signature', () => {
		test('Get: one format, times in UTC', async () => {
			expect(await rows('sign', 'get', { sign })).toEqual([
				{
					signId: one.signId,
					signName: one.signName,
					status: one === LEGACY ? null : 'approved',
					auditRemark: null,
					createdAt: '2021-04-10T02:44:37.000Z',
					updatedAt: '2022-06-14T11:20:35.000Z',
				},
			]);
			expect(requests().map(({ path }) => path)).toEqual([`${one.signPath}/${one.signId}`]);
		});

		test('Get with Simplify off: the row as EngageLab returns it, the ID as text', async () => {
			const [row] = await rows('sign', 'get', { sign, simplify: false });
			expect(row).toMatchObject({ sign_id: one.signId, sign_name: one.signName });
			const time = one === LEGACY ? ['create_time', '2021-04-10T10:44:37+0800'] : undefined;
			if (time) expect(row?.[time[0] ?? '']).toBe(time[1]);
		});

		test('Get Many: all, by part of the name, and no more than the limit', async () => {
			const names = async (parameters: IDataObject) =>
				(await rows('sign', 'getAll', parameters)).map(({ signName }) => signName);
			expect(await names({ returnAll: true })).toHaveLength(2);
			expect(await names({ returnAll: true, filters: { name: 'SANDB' } })).toEqual(['Sandbox']);
			expect(await names({ returnAll: true, filters: { name: 'nobody' } })).toEqual([]);
			expect(await names({ limit: 1 })).toHaveLength(1);
			// One request each, with the generation's own filter if it has one.
			const queries = requests().map(({ query }) => query.sign_name);
			expect(queries).toEqual(
				one === LEGACY ? [undefined, 'SANDB', 'nobody', undefined] : Array(4).fill(undefined),
			);
		});

		test('Create: the ID as text, the name as given', async () => {
			const [made] = await rows('sign', 'create', { signName: ' Alerts Ltd ' });
			expect(made).toMatchObject({
				signId: expect.stringMatching(/^\d+$/) as string,
				signName: 'Alerts Ltd',
			});
			expect(requests()[0]).toMatchObject({
				method: 'POST',
				path: one.signPath,
				body: { sign_name: 'Alerts Ltd' },
			});
			const [read] = await rows('sign', 'get', { sign: byId(made?.signId) });
			expect(read).toMatchObject({ signId: made?.signId, signName: 'Alerts Ltd' });
		});

		test('Update: the sign has the new name', async () => {
			expect(await rows('sign', 'update', { sign, signName: '服务器' })).toEqual([
				{ updated: true, signId: one.signId, signName: '服务器' },
			]);
			suite.sandbox.configure({ engageLabReview: 'approved' });
			const all = await rows('sign', 'getAll', { returnAll: true });
			expect(all.map(({ signName }) => signName)).toContain('服务器');
		});

		test('Delete: the sign no longer exists', async () => {
			expect(await rows('sign', 'delete', { sign })).toEqual([{ deleted: true, id: one.signId }]);
			const { error } = await run('sign', 'get', { sign });
			expect(error?.message).toBe('EngageLab did not find the signature');
			expect(error?.context?.itemIndex).toBe(0);
		});

		test.each([
			['x', 'Signature Name has 1 character'],
			['x'.repeat(61), 'Signature Name has 61 characters'],
			['a[b', 'Signature Name contains ['],
			['a]b', 'Signature Name contains ]'],
			['【ab', 'Signature Name contains 【'],
			['ab】', 'Signature Name contains 】'],
		])('the name "%s" is refused before any request', async (signName, message) => {
			for (const [name, more] of [
				['create', {}],
				['update', { sign }],
			] as const) {
				const { error } = await run('sign', name, { signName, ...more });
				expect(error?.message).toBe(message);
				expect(error?.description).toMatch(/2 to 60|brackets/);
			}
			expect(requests()).toEqual([]);
		});

		test.each(['xx', 'x'.repeat(60), '😀😀'])('the name "%s" is accepted', async (signName) => {
			expect(await rows('sign', 'create', { signName })).toMatchObject([{ signName }]);
		});

		test('a sign that does not exist fails only its own item', async () => {
			const outcome = await suite.engine.run(
				operation('sign', 'delete', { sign: '={{ $json.id }}' }, ON_ERROR.errorOutput),
				[{ id: '7' }, { id: one.signId }],
			);
			expect(rowsOf(outcome)).toEqual([{ deleted: true, id: one.signId }]);
			expect(outcome.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
			expect(outcome.outputs[1]?.[0]?.json).toMatchObject({
				error: { failure: { hint: expect.stringContaining('may have been deleted') as unknown } },
			});
		});
	});

	describe('Template', () => {
		test('Get and Get Many: one format', async () => {
			const [row] = await rows('template', 'get', { template: byId(one.codeTemplateId) });
			expect(row).toEqual({
				templateId: one.codeTemplateId,
				templateName: 'Code',
				templateType: 'authentication',
				content: one === LEGACY ? 'Your code is %code%' : 'Your code is {code}',
				status: 'approved',
				auditRemark: null,
				countryCodes: one === LEGACY ? [] : ['CN', 'US', 'AU'],
				signId: one.signId,
				signPosition: one === LEGACY ? null : 'prefix',
				createdAt: '2021-04-10T02:44:37.000Z',
				updatedAt: '2022-06-14T11:20:35.000Z',
			});
			const all = await rows('template', 'getAll', { returnAll: true });
			expect(all).toContainEqual(row);
			expect(all.map(({ status }) => status)).toEqual([
				'approved',
				'approved',
				one === LEGACY ? 'notSubmitted' : 'pending',
			]);
			expect(await rows('template', 'getAll', { limit: 2 })).toHaveLength(2);
		});

		test('Create, in the format of the generation', async () => {
			const [made] = await rows('template', 'create', TEMPLATE);
			expect(made).toMatchObject({
				templateName: 'New',
				templateType: 'authentication',
				content: TEMPLATE.content,
				countryCodes: one === LEGACY ? [] : ['CN', 'US'],
				signId: null,
			});
			expect(requests()[0]?.body).toEqual(
				one === LEGACY
					? {
							template_name: 'New',
							msg_type: 2,
							template_type: 0,
							template_content: TEMPLATE.content,
						}
					: {
							template_name: 'New',
							template_type: 'authentication',
							template_content: TEMPLATE.content,
							country_codes: 'CN,US',
							add_signature: false,
						},
			);
			const [read] = await rows('template', 'get', { template: byId(made?.templateId) });
			expect(read).toMatchObject({ content: TEMPLATE.content, templateType: 'authentication' });
		});

		test('Create with a sign', async () => {
			const [made] = await rows('template', 'create', {
				...TEMPLATE,
				signPosition: 'suffix',
				sign,
			});
			expect(made).toMatchObject({
				signId: one.signId,
				signPosition: one === LEGACY ? null : 'suffix',
			});
			const [read] = await rows('template', 'get', { template: byId(made?.templateId) });
			expect(read).toMatchObject({
				signId: one.signId,
				signPosition: one === LEGACY ? null : 'suffix',
			});
		});

		test.each(['count', 'result'] as const)('Update and Delete, confirmed by %s', async (told) => {
			suite.sandbox.configure({ engageLabTemplateChange: told });
			expect(await rows('template', 'update', { template, ...TEMPLATE })).toEqual([
				{ updated: true, templateId: one.templateId, templateName: 'New' },
			]);
			expect(await rows('template', 'get', { template })).toMatchObject([
				{ templateName: 'New', templateType: 'authentication' },
			]);
			expect(await rows('template', 'delete', { template })).toEqual([
				{ deleted: true, id: one.templateId },
			]);
			const { error } = await run('template', 'get', { template });
			expect(error?.message).toBe('EngageLab did not find the template');
		});

		test('invalid country codes are refused before any request', async () => {
			const { error } = await run('template', 'create', { ...TEMPLATE, countryCodes: 'CN,Peru' });
			expect(error?.message).toBe('Country Codes: "PERU" is not a two-letter code');
			expect(requests()).toEqual([]);
		});
	});

	describe('From List', () => {
		const search = async (method: string, filter?: string) => {
			const node = suite.engine.registry.getByNameAndVersion('n8n-nodes-sms-suite.engageLabSms');
			const context = suite.engine.loadOptions(operation('sign', 'get'));
			const found = await node.methods?.listSearch?.[method]?.call(context, filter);
			return found?.results;
		};

		test('signs and templates, with their review status', async () => {
			expect(await search('searchSigns', one.signName)).toEqual([
				{ name: one.signName, value: one.signId },
			]);
			expect(await search('searchTemplates')).toEqual([
				{ name: 'Server alert', value: one.templateId },
				{ name: 'Code', value: one.codeTemplateId },
				{
					name: one === LEGACY ? 'Sale (notSubmitted)' : 'Sale (pending)',
					value: one.pendingTemplateId,
				},
			]);
			expect(await search('searchTemplates', 'ALERT')).toHaveLength(1);
		});

		test('a failure reports what is wrong', async () => {
			suite.sandbox.fault({ kind: 'status', status: 401 });
			await expect(search('searchSigns')).rejects.toThrow(/refused the credential/);
		});
	});

	describe('failures', () => {
		test('a wrong key: one request, and a hint', async () => {
			await suite.engine.credentials.add('engageLabSmsApi', {
				...one.credential(suite.sandbox.url),
				password: 'wrong',
			});
			const { error } = await run('sign', 'getAll');
			expect(error).toMatchObject({
				message: 'EngageLab refused the credential',
				httpCode: '401',
			});
			expect(error?.description).toContain('Generation');
			expect(requests()).toHaveLength(1);
		});

		test.each([
			[{ status: 500 }, /HTTP 500/],
			[{ status: 200, body: '<h1>Hello</h1>' }, /not EngageLab’s/],
			[{ status: 200, body: { hello: 1 } }, /not EngageLab’s/],
			[{ status: 400, body: { code: 31415, message: 'secret' } }, /the code 31415/],
			[{ status: 302 }, /HTTP 302/],
			[{ status: 429 }, /limits the request rate/],
			[{ status: 404, body: {} }, /not found at the Base URL/],
		])('%j', async (answer, message) => {
			suite.sandbox.fault({ kind: 'status', ...answer });
			const { error } = await run('sign', 'delete', { sign });
			expect(error?.message).toMatch(message);
			expect(JSON.stringify(error)).not.toContain('secret');
		});
	});
});

describe('current only', () => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', CURRENT.credential(suite.sandbox.url));
	});

	test.each(['http', 'ok'] as const)('errors reported by %s: under review', async (told) => {
		suite.sandbox.configure({ engageLabErrorStatus: told });
		const sign = byId('1972488990548340002');
		const { error } = await run('sign', 'update', { sign, signName: 'Other' });
		expect(error?.message).toBe('EngageLab is still reviewing it');
		const taken = await run('sign', 'create', { signName: 'Sandbox' });
		expect(taken.error?.message).toBe('EngageLab already has a signature with this name');
		const unapproved = await run('template', 'create', {
			...TEMPLATE,
			signPosition: 'prefix',
			sign,
		});
		expect(unapproved.error?.message).toBe('EngageLab has not approved the signature');
	});

	test.each([
		[{ countryCodes: '' }, 'Country Codes is empty, but the current generation requires it'],
		[{ templateName: 'x'.repeat(256) }, 'Template Name has more than 255 characters'],
		[
			{ content: 'Dear 【x】' },
			'Content contains characters or words that EngageLab does not allow',
		],
		[{ content: 'a test' }, 'Content contains characters or words that EngageLab does not allow'],
	])('%j is refused before any request', async (change, message) => {
		const { error } = await run('template', 'create', { ...TEMPLATE, ...change });
		expect(error?.message).toBe(message);
		expect(requests()).toEqual([]);
	});

	test('a word with "test" in it is left to EngageLab to judge', async () => {
		const { error } = await run('template', 'create', { ...TEMPLATE, content: 'the latest' });
		expect(error?.message).toBe('EngageLab did not accept a parameter');
		expect(requests()).toHaveLength(1);
	});
});

describe('legacy only', () => {
	beforeEach(async () => {
		await suite.engine.credentials.add('engageLabSmsApi', LEGACY.credential(suite.sandbox.url));
	});

	test('IDs above 2^53 are exact, in and out', async () => {
		suite.sandbox.configure({ engageLabInt64Ids: true });
		const [made] = await rows('sign', 'create', { signName: 'Large' });
		expect(made?.signId).toBe('1972488990548348929');
		const [raw] = await rows('sign', 'get', { sign: byId(made?.signId), simplify: false });
		expect(raw?.sign_id).toBe('1972488990548348929');
		const [template] = await rows('template', 'create', {
			...TEMPLATE,
			signPosition: 'prefix',
			sign: byId(made?.signId),
		});
		expect(template).toMatchObject({
			templateId: '1972488990548348930',
			signId: '1972488990548348929',
		});
	});

	test.each(['update', 'delete'])('a count of 0 is not a success (%s)', async (name) => {
		suite.sandbox.configure({ engageLabUnknownId: 'count' });
		const { error } = await run('sign', name, { sign: byId(7), signName: 'xx' });
		expect(error?.message).toContain('changed nothing');
	});

	test('an unlisted code is reported', async () => {
		suite.sandbox.configure({ engageLabSignLimitCode: 34098 });
		for (let n = 2; n <= 99; n++) await run('sign', 'create', { signName: `Sign ${n}` });
		const { error } = await run('sign', 'create', { signName: 'one more' });
		expect(error?.message).toContain('34098');
	});

	test.each([
		[{ templateName: 'x'.repeat(65) }, /more than 64 characters, the limit/],
		[{ content: 'x'.repeat(513) }, /more than 512 characters, the limit/],
	])('%j is refused before any request', async (change, message) => {
		const { error } = await run('template', 'create', { ...TEMPLATE, ...change });
		expect(error?.message).toMatch(message);
		expect(requests()).toEqual([]);
	});

	test('Country Codes are not required', async () => {
		expect(await rows('template', 'create', { ...TEMPLATE, countryCodes: '' })).toHaveLength(1);
	});
});
