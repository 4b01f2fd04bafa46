/**
 * Foreign texts take constant effort: 1 MiB of every pathological shape goes into every field of every
 * wire, into the filters and into every answer of every provider, and none holds the event loop for long.
 */
import { whyUcs2 } from '../../core/text/culprit';
import { compilePattern } from '../../core/text/pattern';
import { cleanUp } from '../../core/text/clean-up';
import { maskText, type OutboundMessage } from '../../core/message';
import type { Api } from '../../core/provider';
import { readFilter } from '../../core/receiving/filter';
import { isOptOut } from '../../core/receiving/opt-out';
import { NO_SECRET } from '../../core/receiving/webhook';
import { withoutSecrets } from '../../core/secrets';
import { readSpelling } from '../../core/text/spelling';
import { segment, toGsm7 } from '../../core/text/segments';
import { shorten } from '../../core/text/shorten';
import { readNumbers, splitList } from '../../core/text/written';
import { parseJson } from '../../core/values';
import { readTime } from '../../n8n/parameters/time';
import { clickSendInbox } from '../../nodes/ClickSend/inbound';
import { mms } from '../../nodes/ClickSend/mms';
import { clickSendAccount } from '../../nodes/ClickSend/send';
import { fillTemplate } from '../../nodes/ClickSend/templates';
import { voice } from '../../nodes/ClickSend/voice';
import { generationOf } from '../../nodes/EngageLabSms/generations';
import { parseExact } from '../../nodes/EngageLabSms/exactJson';
import { engageLabAccount } from '../../nodes/EngageLabSms/send';
import { checkTemplates } from '../../nodes/EngageLabSms/templateCheck';
import { goToneSmsAccount } from '../../nodes/GoToneSms/send';
import { requestFailure } from '../../nodes/GoToneSms/errors';
import { PROVIDERS } from '../../nodes/providers';
import { smsMobileInbox } from '../../nodes/SmsMobileApi/inbound';
import { smsMobileAccount } from '../../nodes/SmsMobileApi/send';
import { submailInbox } from '../../nodes/Submail/inbound';
import { submailAccount } from '../../nodes/Submail/send';
import {
	asForm,
	clickSendMessage,
	clickSendReceipt,
	delivered,
	json,
	rows,
	signEngageLab,
	signSmsHook,
	signV2,
	statusRow,
	subHookFields,
	uplinkRow,
	v1Message,
	v2Envelope,
	v2Message,
} from '../support/webhook-signers.mts';
import { expectShort as within, MIB, shapes, variants } from '../support/effort.mts';
import { callOf } from '../nodes/calls.mts';

const LONGEST_MS = 100;
jest.setTimeout(20 * 60_000);
const SHAPES = shapes();

const expectShort = async (what: string, work: () => unknown): Promise<void> =>
	await within(what, LONGEST_MS, work);

const wireOf = (id: string, variant = 'default') =>
	PROVIDERS.find(({ provider }) => provider.id === id)!.webhooks!.variants[variant]!.wire;

const BODIES: Array<[name: string, wire: ReturnType<typeof wireOf>, bodies: unknown[]]> = [
	['ClickSend', wireOf('clickSend'), [clickSendMessage('1'), clickSendReceipt('1')]],
	['SMSMobileAPI 1', wireOf('smsMobileApi', 'v1'), [parseJson(v1Message('1').body!)]],
	[
		'SMSMobileAPI 2',
		wireOf('smsMobileApi', 'v2'),
		[parseJson(v2Message('1')), parseJson(v2Envelope('sms.failed', { guid: '1', to: '2' }))],
	],
	[
		'EngageLab',
		wireOf('engageLabSms', 'current'),
		[{ rows: [statusRow('1', 'delivered')] }, { rows: [uplinkRow('1')] }],
	],
	[
		'SMSHook',
		wireOf('engageLabSms', 'legacy'),
		[[{ sms_id: '1', phone: '2', text: 'a', time: '3', status: '' }], { status: 2, id: '1' }],
	],
	[
		'SUBMAIL',
		wireOf('submail'),
		[
			delivered('1'),
			{ events: 'mo', address: '1', content: 'a', app: '1', timestamp: 1, token: 'a' },
		],
	],
];

test.each(BODIES)('every field of a call: %s', async (name, wire, bodies) => {
	for (const [shape, text] of SHAPES) {
		for (const body of bodies) {
			for (const changed of variants(body, text)) {
				const call = { ...callOf(json(changed)), body: changed };
				await expectShort(`${name}, ${shape}`, () => {
					wire.verify(call, NO_SECRET);
					return wire.read(call);
				});
			}
		}
	}
});

test('every header and the query of a call', async () => {
	const calls = [
		callOf(signV2('{}')),
		callOf(signEngageLab('{}')),
		callOf(signSmsHook('{}')),
		callOf(asForm(subHookFields(delivered('1')))),
		{ ...callOf(json({})), query: { token: '1' } },
	];
	for (const [shape, text] of SHAPES) {
		for (const call of calls) {
			for (const headers of variants(call.headers, text)) {
				const changed = {
					...call,
					headers: headers as typeof call.headers,
					query: { token: text },
				};
				await expectShort(`headers, ${shape}`, () =>
					BODIES.forEach(([, wire]) => wire.verify(changed, NO_SECRET)),
				);
			}
		}
	}
});

test('calls with many rows', async () => {
	const many = (row: object) => Array.from({ length: MIB / JSON.stringify(row).length }, () => row);
	const tiny = JSON.stringify({ rows: many({}) });
	for (const text of [tiny, tiny.slice('{"rows":'.length, -1)]) {
		const call = { ...callOf(signEngageLab(text)), body: JSON.parse(text) as unknown };
		for (const [name, wire] of BODIES) await expectShort(name, () => wire.read(call));
	}
	const status = callOf(signEngageLab(rows(...many(statusRow('1', 'delivered')))));
	await expectShort('rows of EngageLab', () => wireOf('engageLabSms', 'current').read(status));
	const hook = callOf(signSmsHook(rows(...many(statusRow('1', 'delivered')))));
	await expectShort('rows of SMSHook', () => wireOf('engageLabSms', 'legacy').read(hook));
});

test('every filter', async () => {
	const keywords = Array.from({ length: 2_000 }, (_, at) => `word${at}`).join(',');
	const filters = [
		{ keyword: 'ack' },
		{ keyword: 'a' },
		{ keyword: keywords },
		{ from: '+61411111111, +852*, Taylor' },
		{ to: '+61411111111, +852*' },
		{ pattern: '/(a|b|ab)*c$/i' },
	].map((written) => readFilter(written));
	for (const [shape, text] of SHAPES) {
		for (const filter of filters) {
			if (typeof filter !== 'function') throw new Error('The filter cannot be used');
			await expectShort(`text, ${shape}`, () => filter({ from: '+1', to: '+1', text }));
			await expectShort(`from, ${shape}`, () => filter({ from: text, to: text, text: 'a' }));
		}
	}
});

const E164 = '+61411111111';
const message = (index: number, more: Partial<OutboundMessage> = {}): OutboundMessage => ({
	index,
	to: { kind: 'number', e164: E164 },
	content: { kind: 'text', text: 'Hello', encoding: 'GSM-7', segments: 1 },
	...more,
});
const TWO = [message(0), message(1, { to: { kind: 'number', e164: '+61422222222' } })];

const answering = (status: number, body: unknown): Api => ({
	request: async () =>
		await Promise.resolve({ kind: 'response', status, headers: {}, text: '', body }),
});

const ROW = { to: E164, status: 'a', message_id: '1', message_price: '1', message_parts: '1' };
const ANSWERS: unknown[] = [
	{ response_code: 'SUCCESS', response_msg: '', data: { messages: [ROW, ROW] } },
	{
		response_code: 'SUCCESS',
		data: {
			data: [{ ...ROW, body: 'a', subject: 'a', lang: 'a', voice: 'a', date: 9e9 }],
			last_page: 1,
		},
	},
	{ status: 'success', message: 'a', data: [{ uid: '1', to: E164, status: 'a', sms_count: 1 }] },
	{ status: 'success', message: 'a', data: null },
	{ status: 'error', message: 'a', code: '114', msg: 'a' },
	{ result: { error: 'a', sent: '1', id: '1', note: 'a' }, message: 'a' },
	{ success: false, error: 'a' },
	{ code: 400, message: 'a', plan_id: '1', accepted_count: 1, message_id: '1' },
	{ result: { sms_ids: ['1', '2'] } },
	{ status: 'success', send_id: '1', fee: 1, responses: [{ to: '1', status: 'error', code: '1' }] },
	{ status: 'success', data: [{ to: '61411111111', sms_content: 'a', send_at: 9e9, sendID: '1' }] },
];

const accounts = (api: Api) => [
	clickSendAccount(api),
	clickSendAccount(api, mms),
	clickSendAccount(api, voice),
	goToneSmsAccount(api),
	smsMobileAccount(api),
	submailAccount({ ...api, isInternational: true }),
	engageLabAccount({ api, generation: generationOf('current') }, true),
	engageLabAccount({ api, generation: generationOf('legacy') }, true),
];

test('every answer to a send and to a look-up', async () => {
	const lookup = { messages: TWO, since: new Date(0), taken: new Set<string>() };
	for (const [shape, text] of SHAPES) {
		for (const answer of ANSWERS) {
			for (const body of variants(answer, text)) {
				for (const status of [200, 400]) {
					const api = answering(status, body);
					const what = `${shape} in ${Object.keys(answer as object).join()}`;
					for (const account of accounts(api)) {
						await expectShort(what, async () => await account.send({ messages: TWO }));
						if (status === 200) await expectShort(what, async () => await account.lookup?.(lookup));
					}
				}
			}
		}
	}
});

test('every list of received messages', async () => {
	const question = { floor: 0, newest: null, place: undefined, until: Infinity };
	const sms = { guid: '1', number: '1', message: 'a', time_received: '1', timestamp_unix: '1' };
	const mo = { appid: '1', from: '1', content: 'a', reply_at: '1' };
	const lists: Array<[unknown, (api: Api) => { list(asked: never): Promise<unknown> }]> = [
		[{ result: { sms: [sms] } }, smsMobileInbox],
		[
			{ response_code: 'SUCCESS', data: { data: [clickSendMessage('1')], last_page: 1 } },
			(api) => clickSendInbox(api, false),
		],
		[
			{ status: 'success', mo: [mo], total: 1 },
			(api) => submailInbox({ ...api, isInternational: false }),
		],
	];
	for (const [shape, text] of SHAPES) {
		for (const [list, open] of lists) {
			for (const body of variants(list, text)) {
				await expectShort(`list, ${shape}`, () =>
					open(answering(200, body)).list(question as never),
				);
			}
		}
	}
});

test('every function that reads a foreign text', async () => {
	const readers: Record<string, (text: string) => unknown> = {
		isOptOut: (text) => isOptOut(text),
		maskText: (text) => maskText(text),
		readSpelling,
		readNumbers,
		splitList,
		parseJson,
		parseExact,
		secrets: (text) => withoutSecrets({ [text]: text }),
		time: (text) => readTime(text, 'UTC'),
		template: (text) => fillTemplate(text, {}, true),
		refusal: (text) =>
			requestFailure({
				kind: 'response',
				status: 200,
				headers: {},
				text,
				body: { status: 'error', message: text },
			}),
		engageLab: async (text) =>
			await checkTemplates([{ to: [], template: { id: '1' } } as never], {
				api: answering(200, { template_id: '1', template_content: text, status: 2 }),
				generation: generationOf('current'),
			}),
	};
	for (const [shape, text] of SHAPES) {
		for (const [name, read] of Object.entries(readers)) {
			await expectShort(`${name}, ${shape}`, () => read(text));
			await expectShort(`${name}, list with ${shape}`, () => read(`["${text}`));
		}
	}
	const pattern = compilePattern('(x+x+)+y');
	if ('unusable' in pattern) throw new Error(pattern.unusable);
	await expectShort('pattern', () => pattern.matches('x'.repeat(MIB)));
});

test('texts to send, as long as an SMS can be', async () => {
	for (const [shape, text] of shapes(255 * 153)) {
		await expectShort(`segment, ${shape}`, () => segment(text));
		await expectShort(`toGsm7, ${shape}`, () => toGsm7(text));
		await expectShort(`shorten, ${shape}`, () => shorten(text, 4));
		await expectShort(`whyUcs2, ${shape}`, () => whyUcs2(text));
		await expectShort(`cleanUp, ${shape}`, () => cleanUp(text));
	}
});

test('JSON nested a million times', async () => {
	for (const deep of [
		'['.repeat(MIB),
		'{"a":'.repeat(MIB / 5),
		'['.repeat(MIB / 2) + ']'.repeat(MIB / 2),
	]) {
		await expectShort('deep', () => expect(parseJson(deep)).toBeUndefined());
		await expectShort('deep', () => expect(parseExact(deep)).toBeUndefined());
	}
});
