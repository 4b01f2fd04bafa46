/**
 * Every answer of the sandbox's ClickSend has the types of ClickSend's OpenAPI file, except for the
 * deviations listed here, each with its reason: clients that are generated from the file can read them.
 */
import Fastify from 'fastify';
import { ClickSendAccount } from '../../sandbox/wires/clicksend/account.mts';
import { clickSendRoutes } from '../../sandbox/wires/clicksend/routes.mts';
import { World } from '../../sandbox/world.mts';
import { ANSWERS, deviations } from './clicksend-answers.mts';
import { Client, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

type Answer = Readonly<Record<string, unknown>>;

/** Calls an endpoint; `{name}` in the path is replaced by the value. */
async function call(endpoint: string, params: Params = {}, body?: unknown): Promise<Answer> {
	const [method = '', path = ''] = endpoint.split(' ');
	const { query = '', ...ids } = params;
	const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name]));
	const answer = await client.raw(method, `${filled}${query}`, { body });
	expect([endpoint, answer.status]).toEqual([endpoint, 200]);
	return (await answer.json()) as Answer;
}

type Params = Record<string, string | number>;

const phone = '+61411111111';
const later = Math.floor(Date.UTC(2035, 0) / 1000);
const bodies = {
	sms: {
		messages: [
			{ to: phone, body: 'x' },
			{ to: phone, body: 'x', schedule: later },
			{ list_id: '428', body: 'x' },
			{ to: '12', body: 'x' },
		],
	},
	mms: {
		media_file: 'https://example.com/a.gif',
		messages: [
			{ to: phone, subject: 's', body: 'x' },
			{ list_id: '428', subject: 's', body: 'x' },
		],
	},
	voice: {
		messages: [
			{ to: phone, body: 'x', lang: 'en-us', voice: 'female', require_input: 1 },
			{ to: phone, body: 'x', lang: 'en-us', voice: 'female', schedule: later },
			{ list_id: '428', body: 'x', lang: 'en-us', voice: 'male' },
		],
	},
	rule: {
		rule_name: 'n8n',
		dedicated_number: '*',
		message_search_type: 0,
		message_search_term: '',
		action: 'POLL',
		action_address: 'poll',
		enabled: 1,
	},
	receiptRule: {
		rule_name: 'n8n',
		match_type: 0,
		action: 'POLL',
		action_address: 'poll',
		enabled: 1,
	},
	campaign: { list_id: 428, name: 'n', from: 'SandboxCo', body: 'x', schedule: later },
};

const idIn = ({ data }: Answer, name: string) => (data as Record<string, number>)[name] ?? 0;
const messageIn = ({ data }: Answer, position: number) =>
	(data as { messages: Array<{ message_id: string }> }).messages[position]?.message_id ?? '';

/** The answers of all endpoints, in an order in which each has something to show. */
async function everyAnswer(): Promise<Map<string, Answer[]>> {
	const found = new Map<string, Answer[]>();
	const ask = async (endpoint: string, params?: Params, body?: unknown) => {
		const answer = await call(endpoint, params, body);
		found.set(endpoint, [...(found.get(endpoint) ?? []), answer]);
		return answer;
	};

	await ask('GET /v3/account');
	const rules = [
		['sms/inbound', 'inbound_rule_id', bodies.rule],
		['sms/receipts', 'receipt_rule_id', bodies.receiptRule],
		['voice/receipts', 'receipt_rule_id', bodies.receiptRule],
	] as const;
	for (const [path, id, body] of rules) {
		const rule = `/v3/automations/${path}`;
		await ask(`POST ${rule}`, {}, body);
		const params = { [id]: idIn(await call(`POST ${rule}`, {}, { ...body, action: 'NONE' }), id) };
		await ask(`GET ${rule}`);
		await ask(`GET ${rule}/{${id}}`, params);
		await ask(`PUT ${rule}/{${id}}`, params, body);
		await ask(`DELETE ${rule}/{${id}}`, params);
	}

	const sms = await ask('POST /v3/sms/send', {}, bodies.sms);
	const calls = await ask('POST /v3/voice/send', {}, bodies.voice);
	await ask('POST /v3/mms/send', {}, bodies.mms);
	for (const channel of ['sms', 'mms', 'voice'] as const) {
		await ask(`POST /v3/${channel}/price`, {}, bodies[channel]);
	}
	const [text, spoken] = [messageIn(sms, 0), messageIn(calls, 0)];
	for (const id of [text, spoken]) sandbox().carrier(id, 'delivered');
	const others = [messageIn(sms, 2), messageIn(calls, 2)];
	for (const id of others) sandbox().carrier(id, 'undelivered', '8');
	for (const channel of ['sms', 'mms', 'voice']) await ask(`GET /v3/${channel}/history`);
	await ask('GET /v3/statistics/sms');
	await ask('GET /v3/statistics/voice');
	await ask('GET /v3/sms/receipts');
	await ask('GET /v3/sms/receipts/{message_id}', { message_id: text });
	await ask('PUT /v3/sms/receipts-read', {}, {});
	await ask('GET /v3/voice/receipts');
	await ask('PUT /v3/sms/{message_id}/cancel', { message_id: messageIn(sms, 1) });
	await ask('PUT /v3/voice/{message_id}/cancel', { message_id: messageIn(calls, 1) });
	await ask('PUT /v3/sms/cancel-all', {}, {});
	await ask('GET /v3/voice/lang');
	const { id: reply } = sandbox().reply({ from: phone, to: '+61448000111', text: 'Yes' });
	await ask('GET /v3/sms/inbound');
	await ask('PUT /v3/sms/inbound-read/{message_id}', { message_id: reply.toUpperCase() });
	await ask('PUT /v3/sms/inbound-read', {}, {});

	const template = { template_name: 'n', body: 'x' };
	const templateId = {
		template_id: idIn(await ask('POST /v3/sms/templates', {}, template), 'template_id'),
	};
	await ask('GET /v3/sms/templates');
	for (const method of ['GET', 'PUT', 'DELETE']) {
		await ask(
			`${method} /v3/sms/templates/{template_id}`,
			templateId,
			method === 'PUT' ? template : undefined,
		);
	}
	for (const path of ['numbers', 'own-numbers', 'alpha-tags']) await ask(`GET /v3/${path}`);

	const gif = Buffer.from('GIF89a').toString('base64');
	await ask('POST /v3/uploads', { query: '?convert=mms' }, { content: gif });
	await ask('GET /v3/search/contacts-lists', { query: '?q=On-call' });
	await ask('GET /v3/lists');
	const list = { list_id: idIn(await ask('POST /v3/lists', {}, { list_name: 'n' }), 'list_id') };
	await ask('GET /v3/lists/{list_id}', list);
	await ask('PUT /v3/lists/{list_id}', list, { list_name: 'm' });
	const contacts = '/v3/lists/{list_id}/contacts';
	const made = await ask(`POST ${contacts}`, list, { phone_number: phone, first_name: 'Ada' });
	const contact = { ...list, contact_id: idIn(made, 'contact_id') };
	await ask(`GET ${contacts}`, { list_id: 428 });
	await ask(`GET ${contacts}/{contact_id}`, contact);
	await ask(`PUT ${contacts}/{contact_id}`, contact, { last_name: 'King' });
	const into = { from_list_id: list.list_id, contact_id: contact.contact_id, to_list_id: 429 };
	await ask('PUT /v3/lists/{from_list_id}/contacts/{contact_id}/copy/{to_list_id}', into);
	const moved = await ask(
		'PUT /v3/lists/{from_list_id}/contacts/{contact_id}/transfer/{to_list_id}',
		into,
	);
	await ask(`DELETE ${contacts}/{contact_id}`, {
		list_id: 429,
		contact_id: idIn(moved, 'contact_id'),
	});
	await ask('PUT /v3/lists/{list_id}/remove-duplicates/', list, { fields: ['phone_number'] });
	await ask('PUT /v3/lists/{list_id}/remove-opted-out-contacts/{opt_out_list_id}', {
		...list,
		opt_out_list_id: 429,
	});
	await ask('DELETE /v3/lists/{list_id}', list);

	await ask('POST /v3/sms-campaigns/price', {}, bodies.campaign);
	const campaign = await ask('POST /v3/sms-campaigns/send', {}, bodies.campaign);
	const campaignId = { sms_campaign_id: idIn(campaign, 'sms_campaign_id') };
	await ask('GET /v3/sms-campaigns');
	await ask('GET /v3/sms-campaigns/{sms_campaign_id}', campaignId);
	await ask('PUT /v3/sms-campaigns/{sms_campaign_id}/cancel', campaignId);
	return found;
}

/** Deviations by their place, for all endpoints whose name fits. */
const LISTED: ReadonlyArray<readonly [endpoint: RegExp, place: RegExp, reason: string]> = [
	[
		/sms\/send$/,
		/messages\[\]\.schedule is string$/,
		'observed: a refused message has an empty text',
	],
	[
		/sms\/price$/,
		/_summary\.countries is object$/,
		'the example of the file has an object with country codes, which fits what the fields mean',
	],
	[
		/sms\/(\{message_id\}\/cancel|templates\/\{template_id\})$/,
		/^data is null$/,
		'the examples of the file have null',
	],
	[
		/mms\/(send|price)$|(sms|mms)\/(history|price)$/,
		/\.contact_id is null$/,
		'a message to a number belongs to no contact; the example of the SMS history has null',
	],
	[
		/(sms|mms)\/history$/,
		/\.(from_email|custom_string|status_code|status_text|error_text|first_name|last_name) is null$/,
		'not set; the example of the SMS history has null, and a status was observed as null',
	],
	[/sms\/receipts/, /digits is null$/, 'the examples of texts have null'],
	[
		/own-numbers|alpha-tags/,
		/(verified_timestamp|next) is null$/,
		'not verified yet, and the last page: there is no value that it could have',
	],
	[
		/^GET \/v3\/lists$/,
		/(next|prev)_page_url is null$/,
		'there is no such page; all other lists may have null',
	],
	[
		/contacts(\/|$)/,
		/\.(last_name|custom_\d) is null$/,
		'not set; the example of a request has null for such fields',
	],
];

test('every answer is as the file says, except for the listed deviations', async () => {
	const answers = await everyAnswer();
	expect([...answers.keys()].sort()).toEqual(Object.keys(ANSWERS).sort());
	const used = new Set<number>();
	const unlisted = [...answers].flatMap(([endpoint, several]) =>
		[...new Set(several.flatMap((answer) => deviations(endpoint, answer)))]
			.filter((place) => {
				const at = LISTED.findIndex(([one, where]) => one.test(endpoint) && where.test(place));
				if (at >= 0) used.add(at);
				return at < 0;
			})
			.map((place) => `${endpoint}: ${place}`),
	);
	expect(unlisted).toEqual([]);
	expect(LISTED.filter((_, at) => !used.has(at)).map(([, place]) => String(place))).toEqual([]);
});

test('every route of the wire is checked', () => {
	const routes = new Set<string>();
	const app = Fastify();
	app.decorateRequest('clickSendCredit', 0);
	app.addHook('onRoute', ({ method, url }) => {
		const path = url.replace(/:\w+/g, '{}');
		for (const one of [method].flat()) if (one !== 'HEAD') routes.add(`${one} ${path}`);
	});
	clickSendRoutes(app, { account: new ClickSendAccount(new World()) });
	const checked = Object.keys(ANSWERS).map((endpoint) => endpoint.replace(/\{\w+\}/g, '{}'));
	expect([...routes].sort()).toEqual(checked.sort());
});

test('the check finds wrong types, also inside lists, and fields that the file does not name', () => {
	const envelope = { http_code: 200, response_code: 'SUCCESS', response_msg: '' };
	const template = { template_id: '1', template_name: 'n', body: null, more: 1 };
	expect(
		deviations('GET /v3/sms/templates', { ...envelope, data: { total: 1, data: [template] } }),
	).toEqual([
		'data.data[].template_id is string',
		'data.data[].body is null',
		'data.data[].more is not named',
	]);
	expect(
		deviations('GET /v3/sms/templates/{template_id}', { ...envelope, http_code: '200', data: [] }),
	).toEqual(['.http_code is string', 'data is a list']);
});
