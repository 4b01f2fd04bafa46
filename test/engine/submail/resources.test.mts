/** SUBMAIL's signatures for review, its address books, and its own words in errors. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { errorOf, ON_ERROR } from '../../support/send.mts';
import {
	ALL_FORMS,
	applying,
	arrived,
	forms,
	INTERNATIONAL,
	mainland,
	MD5,
	operation,
	PAPER,
	PLAIN,
	sendingTemplate,
	sendingText,
	SHA1_V2,
	useForm,
} from '../../support/submail.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const rows = async (resource: string, name: string, parameters: IDataObject = {}) =>
	rowsOf(await suite.engine.run(operation(resource, name, parameters)));
const FILES = { files: [{ data: PAPER }] };

describe.each(ALL_FORMS)('$name', (form) => {
	useForm(suite, form);

	test('Signature: Create: the papers of the item are uploaded, and every field is signed', async () => {
		const outcome = await suite.engine.run(applying(), [{}], FILES);
		expect(outcome.error).toBeUndefined();
		expect(rowsOf(outcome)).toEqual([{ signature: '【Acme】', state: 'inReview' }]);
		expect(await rows('sign', 'getAll', { returnAll: true })).toContainEqual(
			expect.objectContaining({ signature: '【Acme】', state: 'inReview' }),
		);
	});

	test('Address Book: Subscribe and Unsubscribe', async () => {
		const unsubscribed = await rows('addressBook', 'unsubscribe', { phoneNumber: '138 0000 0001' });
		expect(unsubscribed).toEqual([
			{ unsubscribed: true, phoneNumber: '138 0000 0001', addressBook: null },
		]);
		const send = async () => {
			const item = { to: mainland(1), text: '【Sandbox】x' };
			const outcome = await suite.engine.run(sendingText({}, ON_ERROR.continue), [item]);
			return rowsOf(outcome)[0]?.outcome;
		};
		expect(await send()).toBe('rejected');
		const phoneNumber = mainland(1);
		await rows('addressBook', 'unsubscribe', { phoneNumber, addressBook: ' SbBook1 ' });
		expect(await rows('addressBook', 'subscribe', { phoneNumber })).toEqual([
			{ subscribed: true, phoneNumber, addressBook: null },
		]);
		expect(await send()).toBe('accepted');
		expect(forms(suite, 'addressbook/sms/unsubscribe')).toMatchObject([
			{ address: '13800000001' },
			{ address: '13800000001', target: 'SbBook1' },
		]);
	});
});

describe('Signature: Create', () => {
	useForm(suite, MD5);

	test('several papers, and all fields', async () => {
		const spec = applying({
			signature: ' 【Acme】 ',
			attachments: 'data, second',
			additionalFields: { sourceType: '1', contact: ' 13900139000 ' },
		});
		const second = { ...PAPER, fileName: '授权书".pdf', mimeType: 'application/pdf' };
		const outcome = await suite.engine.run(spec, [{}], { files: [{ data: PAPER, second }] });
		expect(rowsOf(outcome)).toEqual([{ signature: '【Acme】', state: 'inReview' }]);
		const [form] = forms(suite, 'sms/appextend');
		expect(form).toMatchObject({
			sms_signature: '【Acme】',
			company: 'Acme Ltd & Söhne',
			company_lisence_code: '91310000MA1K35X000',
			legal_name: '张三',
			agent_name: 'Bob',
			agent_id: '310101199001011234',
			agent_mob: '13800138000',
			source_type: '1',
			contact: '13900139000',
			attachments: [
				{ filename: 'license.png', size: 6 },
				{ filename: '授权书%22.pdf', size: 6 },
			],
		});
		expect(JSON.stringify(form)).not.toContain('submail-sandbox-key');
	});

	test.each([
		['no file', {}, undefined, /Attachments: the item has no binary field "data"/, /no files/],
		[
			'another name',
			{ attachments: 'paper' },
			{ data: PAPER },
			/no binary field "paper"/,
			/fields are: data/,
		],
		['an empty file', {}, { data: { ...PAPER, data: '' } }, /the file in "data" is empty/, /node/],
		['no name', { attachments: ' ' }, { data: PAPER }, /Attachments/, /./],
		['a signature of one character', { signature: 'A' }, { data: PAPER }, /2 to 10/, /brackets/],
	])('%s: refused before any request', async (_, parameters, binary, message, hint) => {
		const items = [{}, {}];
		const outcome = await suite.engine.run(applying(parameters, ON_ERROR.errorOutput), items, {
			files: [binary, binary],
		});
		expect(outcome.outputs.map((output) => output.length)).toEqual([0, 2]);
		const { message: said, failure } = errorOf(outcome.outputs[1]?.[1]?.json ?? {}) as {
			message: string;
			failure: IDataObject;
		};
		expect(said).toMatch(message);
		expect(failure.hint).toMatch(hint);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('the papers of one item are missing: the others are submitted', async () => {
		const spec = applying({ signature: '={{ $json.name }}' }, ON_ERROR.errorOutput);
		const outcome = await suite.engine.run(spec, [{ name: 'One' }, { name: 'Two' }], {
			files: [undefined, { data: PAPER }],
		});
		expect(outcome.outputs.map((output) => output.length)).toEqual([1, 1]);
		expect(outcome.outputs[0]?.[0]?.json).toMatchObject({ signature: '【Two】' });
	});

	test('more than 16 MiB: refused', async () => {
		const large = { ...PAPER, data: Buffer.alloc(9 * 1024 * 1024, 1).toString('base64') };
		const { error } = await suite.engine.run(applying({ attachments: 'data, other' }), [{}], {
			files: [{ data: large, other: large }],
		});
		expect(error?.message).toContain('more than 16 MiB together');
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('a signature that exists: SUBMAIL says so, and its own message stands beside ours', async () => {
		await suite.engine.run(applying(), [{}], FILES);
		const { error } = await suite.engine.run(applying(), [{}], FILES);
		expect(error?.message).toBe('SUBMAIL already has this signature');
		expect(error?.description).toBe(
			'Use the existing one. SUBMAIL’s own message: "The SMS signature exists already".',
		);
	});
});

describe('Address Book', () => {
	useForm(suite, PLAIN);

	test.each(['+61411111111', '12', '1380000000', 'Bob'])(
		'%s: refused before any request',
		async (phoneNumber) => {
			for (const name of ['subscribe', 'unsubscribe']) {
				const { error } = await suite.engine.run(operation('addressBook', name, { phoneNumber }));
				expect(error?.message).toBe('Phone Number is not a mobile number of mainland China');
				expect(error?.description).toContain('11 digits');
			}
			expect(suite.sandbox.requests()).toEqual([]);
		},
	);

	test('an address book that does not exist', async () => {
		const parameters = { phoneNumber: mainland(1), addressBook: 'nowhere' };
		const { error } = await suite.engine.run(operation('addressBook', 'subscribe', parameters));
		expect(error?.message).toBe('SUBMAIL does not know the address book');
	});
});

test.each([
	['sign', 'create'],
	['addressBook', 'subscribe'],
	['addressBook', 'unsubscribe'],
])('%s %s: domestic apps only', async (resource, name) => {
	await suite.engine.credentials.add('submailApi', {
		...INTERNATIONAL.form,
		baseUrl: `${suite.sandbox.url}/submail`,
		appKey: 'submail-sandbox-key',
		signatureType: 'normal',
	});
	const spec =
		resource === 'sign' ? applying() : operation(resource, name, { phoneNumber: mainland(1) });
	const { error } = await suite.engine.run(spec, [{}], FILES);
	expect(error?.message).toBe('SUBMAIL offers this for domestic apps only');
	expect(suite.sandbox.requests()).toEqual([]);
});

describe.each([PLAIN, SHA1_V2])('SUBMAIL’s own message, $name', (form) => {
	useForm(suite, form);
	const answer = (msg: unknown, code: string | number = 405, method = 'POST') =>
		suite.sandbox.fault({
			kind: 'status',
			status: 200,
			method,
			body: { status: 'error', code, msg },
		});
	const sent = async () => {
		const item = { to: mainland(1), text: '【Sandbox】The launch code is 0000' };
		const spec = sendingText({}, ON_ERROR.errorOutput, { simplify: false });
		const outcome = await suite.engine.run(spec, [item]);
		const { failure } = errorOf(outcome.outputs[1]?.[0]?.json ?? {}) as { failure: IDataObject };
		return { hint: failure.hint, failure: JSON.stringify(failure) };
	};

	test('stands beside the hint of a listed code, and of an unlisted one', async () => {
		answer('Message content contains a word that is not allowed');
		expect((await sent()).hint).toBe(
			'Change the text. SUBMAIL’s own message: "Message content contains a word that is not allowed".',
		);
		answer('Something new', 999);
		expect((await sent()).hint).toMatch(
			/before repeating it\. SUBMAIL’s own message: "Something new"\.$/,
		);
	});

	test('has neither the text nor the key nor the number', async () => {
		answer('bad: The LAUNCH code is 0000, 13800000001, submail-sandbox-key');
		const { hint, failure } = await sent();
		expect(hint).toMatch(/^Change the text\. SUBMAIL’s own message: "bad: /);
		for (const secret of ['aunch', '0000,', '13800000001', 'sandbox-key']) {
			expect(failure).not.toContain(secret);
		}
	});

	test('of each row', async () => {
		suite.sandbox.configure({ submailBatchErrorCodes: true });
		const items = [mainland(1), '+8613900000253'].map((to, n) => ({ to, code: `000${n}` }));
		const outcome = await suite.engine.run(
			sendingTemplate('SbTpl1', {}, ON_ERROR.errorOutput),
			items,
		);
		expect(outcome.outputs.map((output) => output.length)).toEqual([1, 1]);
		const { failure } = errorOf(outcome.outputs[1]?.[0]?.json ?? {}) as { failure: IDataObject };
		expect(failure.hint).toBe(
			'Ask the recipient first. SUBMAIL’s own message: "The recipient has unsubscribed".',
		);
		expect(arrived(suite)).toHaveLength(1);
	});

	test('of an operation: never the text of a template', async () => {
		answer('content: 【Night】Secret of the house', 405, 'PUT');
		const { error } = await suite.engine.run(
			operation('template', 'update', {
				template: byId('SbTpl1'),
				signature: 'Acme',
				content: 'Secret of the house',
			}),
		);
		expect(error?.description).toBe(
			'Change the text. SUBMAIL’s own message: "content: 【Night】…".',
		);
	});
});
