/**
 * Lists take constant effort too: 1 MiB of every pathological shape in every field of the answers to every
 * operation and every list search, and lists with as many rows as fit into an answer.
 */
import type { IDataObject, ILoadOptionsFunctions, INodeType } from 'n8n-workflow';
import type { Api, ApiOutcome } from '../../core/provider';
import { advance, startOf } from '../../core/receiving/cursor';
import type { Inbox } from '../../core/receiving/inbox';
import { answered } from '../../n8n/http/request';
import type { Client, Resource } from '../../n8n/operations/operation';
import { collect } from '../../n8n/operations/paging';
import { client as clickSendClient } from '../../nodes/ClickSend/client';
import { ClickSend, resources as clickSend } from '../../nodes/ClickSend/ClickSend.node';
import { clickSendInbox } from '../../nodes/ClickSend/inbound';
import { client as engageLabClient } from '../../nodes/EngageLabSms/client';
import { EngageLabSms, resources as engageLab } from '../../nodes/EngageLabSms/EngageLabSms.node';
import { client as goToneClient } from '../../nodes/GoToneSms/client';
import { GoToneSms, resources as goTone } from '../../nodes/GoToneSms/GoToneSms.node';
import { client as smsMobileClient } from '../../nodes/SmsMobileApi/client';
import { SmsMobileApi, resources as smsMobile } from '../../nodes/SmsMobileApi/SmsMobileApi.node';
import { smsMobileInbox } from '../../nodes/SmsMobileApi/inbound';
import { client as submailClient } from '../../nodes/Submail/client';
import { Submail, resources as submail } from '../../nodes/Submail/Submail.node';
import { submailInbox } from '../../nodes/Submail/inbound';
import { expectShort, MIB, shapes, variants } from '../support/effort.mts';

const LONGEST_MS = 100;
jest.setTimeout(20 * 60_000);
const SHAPES = shapes();

const PAGE = { current_page: 1, last_page: 1 };
const PERSON = { first_name: 'a', last_name: 'b', phone_number: '1', contact_id: 1 };
const SMS = { message_id: '1', to: '1', from: '2', body: 'a', status: 'a', message_price: '1' };

/** A provider's node, and answers with all the fields that its operations and lists show. */
interface Subject {
	readonly node: new () => INodeType;
	readonly resources: readonly Resource[];
	readonly client: Client;
	readonly answers: readonly unknown[];
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
	ClickSend: {
		node: ClickSend,
		resources: clickSend,
		client: clickSendClient,
		answers: [
			{
				response_code: 'SUCCESS',
				response_msg: 'a',
				data: {
					...PAGE,
					data: [
						{ ...SMS, ...PERSON, timestamp: 1, status_code: 201, custom_string: 'a', schedule: 1 },
						{ template_id: 1, template_name: 'a', body: 'a', list_id: 1, list_name: 'a' },
						{ dedicated_number: '1', country: 'AU' },
					],
					own_numbers: [{ phone_number: '1', label: 'a', status: 'APPROVED' }],
					alpha_tags: [{ alpha_tag: 'a', status: 'APPROVED' }],
				},
			},
			{
				response_code: 'SUCCESS',
				data: { ...SMS, ...PERSON, balance: '1', total_price: 1, messages: [SMS] },
			},
			[{ code: 'en-au', country: 'Australia', gender: ['female'] }],
			{ connections: [{ app: 'a', status: 'ACTIVE', connection_id: '1', url: 'a' }] },
			{ response_code: 'BAD', response_msg: 'a' },
		],
	},
	EngageLab: {
		node: EngageLabSms,
		resources: engageLab,
		client: engageLabClient,
		answers: [
			[
				{
					...{ template_id: '1', template_name: 'a', template_content: 'a', status: 2 },
					...{ template_type: 'otp', country_codes: 'AU,CN', sign_position: 1, audit_remark: 'a' },
					...{ sign_id: '1', sign_name: 'a', created_time: 1, updated_time: 1 },
				},
			],
			{ result: [{ sign_id: 1, sign_name: 'a', approval_status: 1, create_time: '2021' }] },
			{ code: 400, message: 'a', count: 1 },
		],
	},
	GoTone: {
		node: GoToneSms,
		resources: goTone,
		client: goToneClient,
		answers: [
			{
				status: 'success',
				message: 'a',
				data: {
					...PAGE,
					data: [
						{ uid: '1', to: '1', from: '2', message: 'a', status: 'Delivered', sms_count: 1 },
						{ uid: '1', name: 'a', phone: '1', custom_fields: { FIRST_NAME: 'a' } },
					],
				},
			},
			{ status: 'success', data: { uid: '1', name: 'a', remaining_balance: '1', expired_on: 'a' } },
			{ status: 'error', message: 'a' },
		],
	},
	SMSMobileAPI: {
		node: SmsMobileApi,
		resources: smsMobile,
		client: smsMobileClient,
		answers: [
			{
				result: {
					sms: [{ guid: '1', number: '1', message: 'a', time_received: '1', timestamp_unix: '1' }],
				},
			},
			{ success: true, items: [{ sid: '1', name: 'a', sIdentifiantPhone: '1' }] },
			{ success: false, error: 'a', message: 'a' },
		],
	},
	SUBMAIL: {
		node: Submail,
		resources: submail,
		client: submailClient,
		answers: [
			{
				...{ status: 'success', timestamp: 1, total: 1, offset: 0, balance: '1', start_row: 1 },
				templates: [{ template_id: 'a', sms_title: 'a', sms_content: 'a', template_status: '2' }],
				smsSignature: [{ smsSignature: 'a', status: 1 }],
				data: [{ sendID: '1', to: '1', sms_content: 'a', send_at: 1, status: 'a' }],
				mo: [{ appid: '1', from: '1', content: 'a', reply_at: '1' }],
			},
			{ status: 'error', code: '101', msg: 'a' },
		],
	},
};

const api = (body: unknown): Api => ({
	request: async () =>
		await Promise.resolve({ kind: 'response', status: 200, headers: {}, text: '', body }),
});

/** Parameters of any operation, all of them empty. */
const PARAMS = new Proxy({}, { get: () => '' });
const REQUEST = { method: 'GET', path: '/' } as const;

type Reading = readonly [name: string, read: (body: unknown) => Promise<void>];

/** How every operation of a node reads its answer. */
function readings({ resources, client }: Subject): Reading[] {
	return resources.flatMap(({ operations, client: own }) =>
		operations.flatMap((operation): Reading[] => {
			if (operation.kind !== 'request') return [];
			const reader = operation.reader ?? own ?? client;
			const show = (row: IDataObject) => {
				let items = [row];
				try {
					items = operation.items?.(row, PARAMS) ?? items;
				} catch {
					// It shows its own parameters, which are missing here, and not the answer.
				}
				for (const item of items) operation.simplify?.(item);
			};
			const read = async (body: unknown) => {
				if (operation.list) {
					const list = await collect(reader, api(body), REQUEST, 100);
					if (list.ok) list.rows.forEach(show);
				} else {
					const answer = reader.read(await api(body).request(REQUEST));
					if (answer.ok && typeof answer.data === 'object')
						show((answer.data ?? {}) as IDataObject);
				}
			};
			return [[operation.name, read]];
		}),
	);
}

test.each(Object.entries(SUBJECTS))('the answers to every operation: %s', async (_, subject) => {
	const all = readings(subject);
	expect(all.length).toBeGreaterThan(3);
	for (const [shape, text] of SHAPES) {
		for (const answer of subject.answers) {
			for (const body of variants(answer, text)) {
				for (const [name, read] of all) {
					await expectShort(`${name}, ${shape}`, LONGEST_MS, async () => await read(body));
				}
			}
		}
	}
});

const CREDENTIAL = {
	...{ username: 'a', apiKey: 'a', password: 'a', apiToken: '1|a', appId: '1', appKey: 'a' },
	...{ generation: 'current', appType: 'domestic', signatureType: 'normal' },
	...{ baseUrl: 'https://api.example', controlUrl: 'https://api.example' },
};

/** The editor's context; every request is answered with this text. */
const editor = (text: string): ILoadOptionsFunctions =>
	({
		getNode: () => ({ name: 'Node', type: 'test', parameters: {} }),
		getCredentials: async () => await Promise.resolve(CREDENTIAL),
		getNodeParameter: (name: string, fallback: unknown) =>
			name === 'authentication' ? fallback : '1',
		helpers: {
			httpRequestWithAuthentication: async () =>
				await Promise.resolve({ statusCode: 200, headers: {}, body: text }),
		},
	}) as object as ILoadOptionsFunctions;

/** What makes an answer a success, or a row one that is shown. */
const KEPT: ReadonlySet<unknown> = new Set(['SUCCESS', 'success', 'APPROVED', 'ACTIVE', '2']);

/** The value with a text in the place of each of its texts. */
function everywhere(value: unknown, text: string): unknown {
	if (typeof value === 'string') return KEPT.has(value) ? value : text;
	if (Array.isArray(value)) return value.map((one) => everywhere(one, text));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [name, everywhere(one, text)]),
	);
}

// Parsing counts too, so the answer as a whole has 1 MiB: about 30 texts.
const PARTS = shapes(MIB / 32);

test.each(Object.entries(SUBJECTS))('every list search: %s', async (_, { node, answers }) => {
	const searches = Object.entries(new node().methods?.listSearch ?? {});
	expect(searches.length).toBeGreaterThan(0);
	let shown = 0;
	for (const [shape, text] of PARTS) {
		for (const answer of answers) {
			const ctx = editor(JSON.stringify(everywhere(answer, text)));
			for (const [name, search] of searches) {
				await expectShort(`${name}, ${shape}`, LONGEST_MS, async () => {
					const found = await search.call(ctx, '').catch(() => undefined);
					shown += found?.results.length ?? 0;
				});
			}
		}
	}
	expect(shown).toBeGreaterThan(0);
});

const LARGEST = 16 * MIB;
/** Parsing 16 MiB cannot be interrupted. */
const LONGEST_OF_LARGEST_MS = 300;

/** An answer of 16 MiB with as many of these rows as fit in. */
function full(begin: string, row: (n: number) => string, end: string): string {
	const rows: string[] = [];
	for (let size = 0; size < LARGEST - 1000;) {
		const text = row(rows.length);
		rows.push(text);
		size += text.length + 1;
	}
	return begin + rows.join(',') + end;
}

const INBOXES: Array<
	[name: string, begin: string, fields: string, end: string, open: (api: Api) => Inbox<never>]
> = [
	[
		'SMSMobileAPI',
		'{"result":{"sms":[',
		'"guid":"ID","number":"+61411111111","timestamp_unix":"1700000000","message":"a"',
		']}}',
		(one) => smsMobileInbox(one),
	],
	[
		'ClickSend',
		'{"response_code":"SUCCESS","data":{"data":[',
		'"message_id":"ID","from":"+61411111111","timestamp":"1700000000","body":"a"',
		'],"current_page":1,"last_page":1}}',
		(one) => clickSendInbox(one, false) as Inbox<never>,
	],
	[
		'SUBMAIL',
		'{"status":"success","mo":[',
		'"appid":"ID","from":"13900000000","reply_at":"1700000000","content":"a"',
		'],"total":1000000}',
		(one) => submailInbox({ ...one, isInternational: false }) as Inbox<never>,
	],
];

const PADDING: Readonly<Record<string, (fields: string) => string>> = {
	'empty rows': () => '',
	'tiny rows': () => '"a":1',
	'short rows': (fields) => fields,
	'rows with a text': (fields) => `${fields},"more":"${'a'.repeat(250)}"`,
	'rows with a long text': (fields) => `${fields},"more":"${'ab '.repeat(500)}"`,
};

test.each(INBOXES)('a list of 16 MiB: %s', async (name, begin, fields, end, open) => {
	for (const [kind, padded] of Object.entries(PADDING)) {
		const text = full(begin, (n) => `{${padded(fields).replace('ID', `id${n}`)}}`, end);
		let outcome: ApiOutcome | undefined;
		await expectShort(`${name}: parse ${kind}`, LONGEST_OF_LARGEST_MS, () => {
			outcome = answered({ statusCode: 200, headers: {}, body: text }, 'api.example');
		});
		const inbox = open({ request: async () => await Promise.resolve(outcome!) });
		const question = { floor: 0, newest: null, place: undefined, until: Infinity };
		let rows: Awaited<ReturnType<typeof inbox.list>>['rows'] = [];
		await expectShort(`${name}: read ${kind}`, LONGEST_MS, async () => {
			({ rows } = await inbox.list(question));
		});
		if (kind === 'rows with a long text') expect(rows.length).toBeGreaterThan(5_000);
		const listing = { rows: rows.map((row) => ({ ...row, isWanted: true })), isComplete: true };
		await expectShort(
			`${name}: tell new rows from known ones, ${kind}`,
			LONGEST_OF_LARGEST_MS,
			() => advance(startOf('a', false, 'salt'), listing, { now: 1_700_000_000, most: 1000 }),
		);
	}
});
