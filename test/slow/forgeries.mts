/** Calls of all kinds for one wire, from a seed: genuine ones, and forgeries derived from them. */
import {
	asForm,
	asQuery,
	clickSendMessage,
	delivered,
	json,
	type Push,
	rows,
	SECRET,
	signEngageLab,
	signSmsHook,
	signV2,
	statusRow,
	subHookFields,
	USER,
	v1Message,
	v2Message,
} from '../support/webhook-signers.mts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function numbersOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

export class Random {
	readonly next: () => number;

	constructor(seed: number) {
		this.next = numbersOf(seed);
	}

	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	pick<T>(items: readonly T[]): T {
		return items[this.below(items.length)] as T;
	}

	/** One of the names, with a probability in proportion to its weight. */
	weighed(weights: Readonly<Record<string, number>>): string {
		const entries = Object.entries(weights);
		let rest = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [name, weight] of entries) {
			if (rest < weight) return name;
			rest -= weight;
		}
		return entries[0]?.[0] ?? '';
	}

	hex(length: number): string {
		return Array.from({ length }, () => this.below(16).toString(16)).join('');
	}

	bytes(length: number): string {
		return Array.from({ length }, () => String.fromCharCode(this.below(256))).join('');
	}
}

/** One call, and its permitted effects. */
export interface Attempt {
	push: Push;
	/** The answer must have one of these statuses. */
	statuses: readonly number[];
	/** The id of its event, if that may start the workflow. */
	starts?: string;
	what: string;
}

export interface Wire {
	name: string;
	parameters: Record<string, unknown>;
	/** Status of the answer to a new event. */
	news: number;
	/** A genuine call with this event; at a given time, if its signature includes one. */
	genuine(id: string, at?: number): Push;
	/** The id in an item. */
	idOf(item: Record<string, unknown>): unknown;
	/** What the signature covers: a change that cannot be detected does not count as a forgery. */
	covers: { body: boolean; time: boolean; token: boolean };
	/** The headers, fields or query that prove a call. */
	proofs: readonly string[];
	/** A call with a valid signature and a meaningless body. */
	sign?(body: string): Push;
}

const seconds = () => Math.floor(Date.now() / 1000);

export const WIRES: Wire[] = [
	{
		name: 'SMSMobileAPI v2',
		parameters: { provider: 'smsMobileApi' },
		news: 202,
		genuine: (id, at = seconds()) => signV2(v2Message(id), SECRET, at),
		idOf: ({ id }) => id,
		covers: { body: true, time: true, token: false },
		proofs: ['x-smsmobileapi-signature', 'x-smsmobileapi-timestamp'],
		sign: (body) => signV2(body),
	},
	{
		name: 'SUBHOOK',
		parameters: { provider: 'submail' },
		news: 200,
		// Uses every format, chosen by the id.
		genuine: (id) => {
			const fields = subHookFields(delivered(id));
			return [asForm, asQuery, json][id.length % 3]?.(fields) ?? asForm(fields);
		},
		idOf: ({ messageId }) => messageId,
		covers: { body: false, time: false, token: true },
		proofs: ['token', 'signature'],
		sign: (events) => asForm(subHookFields({ events, address: 'x' })),
	},
	{
		name: 'EngageLab callback',
		parameters: { provider: 'engageLabSms' },
		news: 200,
		genuine: (id, timestamp = seconds()) =>
			signEngageLab(rows(statusRow(id, 'delivered')), { timestamp }),
		idOf: ({ messageId }) => messageId,
		covers: { body: false, time: true, token: true },
		proofs: ['x-callback-id'],
		sign: (body) => signEngageLab(body),
	},
	{
		name: 'EngageLab SMSHook',
		parameters: { provider: 'engageLabSms', engageLabGeneration: 'legacy' },
		news: 200,
		genuine: (id, at = seconds()) =>
			signSmsHook(JSON.stringify({ sms_id: id, status: 2 }), { timestamp: String(at) }),
		idOf: ({ messageId }) => messageId,
		covers: { body: false, time: true, token: false },
		proofs: ['x-smshook-signature', 'x-smshook-timestamp', 'x-smshook-appkey'],
		sign: (body) => signSmsHook(body),
	},
	{
		name: 'SMSMobileAPI v1 with a token',
		parameters: { provider: 'smsMobileApi', smsMobileVersion: 'v1' },
		news: 200,
		genuine: (id) => ({ ...v1Message(id), query: `token=${SECRET}` }),
		idOf: ({ id }) => id,
		covers: { body: false, time: false, token: false },
		proofs: ['token'],
		sign: (body) => ({ headers: {}, body, query: `token=${SECRET}` }),
	},
	{
		name: 'ClickSend',
		parameters: { provider: 'clickSend' },
		news: 200,
		// The token is in the URL of the rule.
		genuine: (id) => json(clickSendMessage(id)),
		idOf: ({ id }) => id,
		covers: { body: false, time: false, token: false },
		proofs: ['token'],
		sign: (body) => ({ headers: {}, body }),
	},
	{
		name: 'EngageLab without signatures',
		parameters: { provider: 'engageLabSms', verifySignature: false },
		news: 200,
		genuine: (id) => ({
			...json(JSON.parse(rows(statusRow(id, 'delivered')))),
			query: `token=${SECRET}`,
		}),
		idOf: ({ messageId }) => messageId,
		covers: { body: false, time: false, token: false },
		proofs: ['token'],
		sign: (body) => ({ headers: {}, body, query: `token=${SECRET}` }),
	},
];

/** Spoils a proof: other characters of the same kind, none, too many, twice, or another alphabet. */
function spoil(random: Random, value: string): string {
	const at = random.below(Math.max(1, value.length));
	const other = value[at] === '0' ? '1' : '0';
	return random.pick([
		value.slice(0, at) + other + value.slice(at + 1),
		value.slice(0, at) + other + value.slice(at + 1),
		value.slice(0, at),
		`${value}0`,
		`${value}, ${value}`,
		'',
		random.hex(value.length),
		`${value.toUpperCase()}G`,
		'v1=',
		'%00',
	]);
}

/** A call whose proof is spoilt, in whichever part of the call it is. */
export function forged(random: Random, wire: Wire, push: Push): Push {
	const name = random.pick(wire.proofs);
	if (push.headers[name] !== undefined) {
		const headers = { ...push.headers, [name]: spoil(random, push.headers[name]) };
		if (random.next() < 0.2) delete headers[name];
		return { ...push, headers };
	}
	if (push.query?.includes(`${name}=`)) {
		const query = new URLSearchParams(push.query);
		const value = query.get(name) ?? '';
		query.set(name, spoil(random, value));
		if (random.next() < 0.2) query.append(name, value);
		return { ...push, query: query.toString() };
	}
	if (push.headers['content-type'] === 'application/json' && push.body?.includes(`"${name}"`)) {
		const fields = JSON.parse(push.body) as Record<string, unknown>;
		fields[name] = random.pick<unknown>([spoil(random, String(fields[name])), null, 1, [], {}]);
		return { ...push, body: JSON.stringify(fields) };
	}
	if (push.body?.includes(`${name}=`)) {
		const form = new URLSearchParams(push.body);
		const value = form.get(name) ?? '';
		form.set(name, spoil(random, value));
		if (random.next() < 0.2) form.append(name, value);
		return { ...push, body: form.toString() };
	}
	return push;
}

/** The same proof with a different body. */
export function altered(random: Random, push: Push): Push {
	if (push.method === 'GET') return { ...push, query: `${push.query}&x=${random.hex(4)}` };
	const body = push.body ?? '';
	if (push.headers['content-type']?.includes('form'))
		return { ...push, body: `${body}&x=${random.hex(4)}` };
	const at = random.below(body.length);
	const changed = JSON.stringify({ ...(JSON.parse(body) as object), [`x${at}`]: random.hex(4) });
	return { ...push, body: random.next() < 0.5 ? changed : `${body} ` };
}

/** Bodies that are invalid, too deep, too wide, or of another type than they claim. */
export function nonsense(random: Random): string {
	return random.pick([
		random.bytes(random.below(200)),
		'null',
		'[]',
		'"x"',
		'{"rows":[[]]}',
		'{"rows":[{"status":{}}]}',
		'{"__proto__":{"x":1}}',
		'{"constructor":{"prototype":{}}}',
		`${'['.repeat(2_000)}${']'.repeat(2_000)}`,
		`{"a":${'{"a":'.repeat(500)}1${'}'.repeat(500)}}`,
		`"${'\\"'.repeat(5_000)}`,
		`{"rows":"${'\\u0000'.repeat(300)}"}`,
		`${'a=b&'.repeat(3_000)}`,
		`{"events":"delivered","address":{"a":1},"send_id":["x"]}`,
		`{"n":${'9'.repeat(3_000)}}`,
		'{',
		'\uFEFF{}x',
	]);
}

export const TYPES = [
	'application/json',
	'text/plain',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'application/octet-stream',
	'application/json; charset=utf-16',
	'',
];

export { USER };
