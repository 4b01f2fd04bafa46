/**
 * What people wrote back (facts: submail §7). SUBMAIL looks once a minute and repeats its answer until
 * then, gives rows without ids, at most so many of them, and in an order that is not documented. So
 * a poll asks one question, by time, and takes only the answer that echoes it. What does not fit into
 * one answer is asked for in shorter periods, from the oldest on.
 */
import { createHash } from 'node:crypto';
import { type InboundMessage, isOptOut } from '../../core/inbound';
import type { Inbox, InboxAnswer, InboxQuestion, InboxRow } from '../../core/inbox';
import type { Failure } from '../../core/outcome';
import { isoTime } from '../../core/unix-time';
import { isObject, textOrNumber } from '../../core/values';
import { readAnswer, type SubmailApi } from './client';

type Row = Readonly<Record<string, unknown>>;

/** Rows without ids are told apart by all they say. */
const keyOf = ({ appid, from, content, reply_at: at }: Row): string =>
	JSON.stringify([appid, from, content, at].map((value) => textOrNumber(value) ?? ''));

/** A mobile number of mainland China in E.164; SUBMAIL writes it without its country code. */
export const mainlandNumber = (written: string): string =>
	/^1\d{10}$/.test(written) ? `+86${written}` : written;

function inboxRow(row: Row): InboxRow {
	const key = keyOf(row);
	const text = textOrNumber(row.content) ?? '';
	const at = Number(row.reply_at);
	const message: InboundMessage = {
		id: createHash('sha256').update(key).digest('hex').slice(0, 32),
		from: mainlandNumber(textOrNumber(row.from) ?? ''),
		to: null,
		text,
		receivedAt: isoTime(row.reply_at),
		provider: 'submail',
		inReplyTo: null,
		reference: null,
		optOut: isOptOut(text),
		raw: row,
	};
	return { message, key, isCounted: true, at: at > 0 ? at : undefined };
}

/** Replies that go in one answer; SUBMAIL may have a lower limit of its own, which its totals show. */
const MOST_ROWS = 1000;
/** Looked back usually, in seconds; further back from time to time, for what came late. */
const USUAL_S = 10 * 60;
const DEEP_EVERY_S = 30 * 60;
/** Without a place to go on from: what came late is remembered for as long (core/cursor.ts). */
const FIRST_S = 25 * 60 * 60;
/** SUBMAIL's clock may be ahead. */
const AHEAD_S = 60;
/** How long answers to other questions are no reason to speak up. */
const PATIENCE_S = 10 * 60;

/** A period, in Unix seconds, both ends included, and how far it was read. */
interface Chain {
	readonly from: number;
	readonly end: number;
	readonly isDeep: boolean;
	/** What is still to be read begins here. */
	readonly next: number;
	/** Seconds that fit into one answer, as far as is known. */
	readonly width: number;
	/** Rows of this second that were read, where not even one second fits. */
	readonly offset: number;
}

/** What is to be read still, and when it was looked back far. */
export interface SubmailPlace {
	readonly chain?: Chain;
	/** When everything since the floor had been read, in Unix seconds by our clock; 0: not yet. */
	readonly deepAt: number;
	/** The last question was about what is new, beside the chain. */
	readonly wasAside?: boolean;
	/** Since when only answers to other questions came. */
	readonly repeatedSince?: number;
}

const REPEATED: Failure = {
	class: 'rateLimited',
	code: 'CACHED',
	message: 'SUBMAIL keeps repeating the answer to another question',
	hint: 'It answers one program a minute. Let only one workflow or program ask this app for replies.',
};

type Question = InboxQuestion<SubmailPlace>;

/** A period that begins a little, or as far as the floor, before the newest message. */
function newChain({ floor, newest }: Question, isDeep: boolean, now: number): Chain {
	const from =
		isDeep || newest === null ? floor || now - FIRST_S : Math.max(floor, newest - USUAL_S);
	const end = Math.max(from, now, newest ?? 0) + AHEAD_S;
	return { from, end, isDeep, next: from, width: Infinity, offset: 0 };
}

/**
 * What to read now: what was begun, and every other time what is new, where it takes long; otherwise
 * the usual, or once in a while everything since the floor.
 */
function chainFor(question: Question, now: number): { chain: Chain; isAside: boolean } {
	const { newest, place } = question;
	if (place?.chain) {
		const isAside = place.chain.isDeep && newest !== null && place.wasAside !== true;
		return { chain: isAside ? newChain(question, false, now) : place.chain, isAside };
	}
	const isDeep = newest === null || !place || now - place.deepAt >= DEEP_EVERY_S;
	return { chain: newChain(question, isDeep, now), isAside: false };
}

interface Period {
	readonly start: number;
	readonly end: number;
	readonly offset: number;
}

type Told =
	| { readonly rows: InboxRow[]; readonly left: number }
	| 'repeated'
	| { readonly failure: Failure; readonly status?: number };

/** One question, and its answer only. */
async function ask(api: SubmailApi, { start, end, offset }: Period): Promise<Told> {
	const asked = { start_date: String(start), end_date: String(end), offset: String(offset) };
	const outcome = await api.request({
		method: 'POST',
		path: '/sms/mo.json',
		form: { ...asked, rows: String(MOST_ROWS) },
	});
	const answer = readAnswer(outcome);
	if (!answer.ok) return answer;
	const body = isObject(answer.data) ? answer.data : {};
	const isEcho = Object.entries(asked).every(([name, value]) => {
		const echoed = textOrNumber(body[name]);
		return echoed === undefined || echoed === value;
	});
	if (!isEcho) return 'repeated';
	const rows = (Array.isArray(body.mo) ? (body.mo as unknown[]) : []).filter(isObject);
	const total = Number(body.total ?? rows.length);
	return { rows: rows.map(inboxRow), left: Math.max(0, total - offset - rows.length) };
}

/** The chain after an answer; `undefined` when it has come to its end. */
function after(chain: Chain, period: Period, count: number, left: number): Chain | undefined {
	const width = period.end - period.start + 1;
	if (left > 0 && count > 0) {
		// Not even one second fits: the next rows of it.
		if (width === 1) return { ...chain, offset: period.offset + count };
		const fitting = Math.floor((width * count * 0.7) / (count + left));
		return { ...chain, width: Math.max(1, fitting), offset: 0 };
	}
	if (period.end >= chain.end) return undefined;
	return { ...chain, next: period.end + 1, width: chain.width * 2, offset: 0 };
}

function repeated(place: SubmailPlace | undefined, now: number): InboxAnswer<SubmailPlace> {
	const since = place?.repeatedSince ?? now;
	const isTooLong = now - since >= PATIENCE_S;
	return {
		rows: [],
		isComplete: false,
		place: { deepAt: 0, ...place, repeatedSince: isTooLong ? undefined : since },
		...(isTooLong && { failure: REPEATED }),
	};
}

async function list(api: SubmailApi, question: Question): Promise<InboxAnswer<SubmailPlace>> {
	const now = Math.floor(Date.now() / 1000);
	const { chain, isAside } = chainFor(question, now);
	const { next: start, offset } = chain;
	const period = { start, end: Math.min(chain.end, start + chain.width - 1), offset };
	const { place } = question;
	const told = await ask(api, period);
	if (told === 'repeated') return repeated(place, now);
	if ('failure' in told) return { rows: [], isComplete: false, place, ...told };

	const { rows, left } = told;
	const rest = after(chain, period, rows.length, left);
	if (isAside && !rest) {
		return {
			rows,
			isComplete: false,
			place: { ...place, deepAt: place?.deepAt ?? 0, wasAside: true },
		};
	}
	const deepAt = chain.isDeep && !rest ? now : (place?.deepAt ?? 0);
	return {
		rows,
		// What is new is not everything, as long as the first look back has not come to its end.
		isComplete: rest === undefined && deepAt > 0,
		from: chain.from,
		place: { deepAt, ...(rest && { chain: rest }) },
	};
}

/** The replies to an app in mainland China; SUBMAIL has none for others. There is nothing to acknowledge. */
export function submailInbox(api: SubmailApi): Inbox<SubmailPlace> {
	return {
		async check() {
			// Asked for elsewhere than the replies, which can be had once a minute.
			const request = { method: 'POST', path: '/balance/sms.json', form: {} } as const;
			const answer = readAnswer(await api.request(request));
			if (!answer.ok) return answer;
			if (!api.isInternational) return undefined;
			return {
				failure: {
					class: 'configuration',
					code: 'DOMESTIC_ONLY',
					message: 'SUBMAIL has received messages for domestic apps only',
					hint: 'Choose a credential with a domestic app.',
				},
			};
		},
		list: async (question) => await list(api, question),
	};
}
