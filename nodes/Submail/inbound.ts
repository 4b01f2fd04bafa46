/**
 * Replies (docs/providers/submail.md §7). SUBMAIL answers only once a minute and repeats that answer
 * until then. Its rows have no ids, their number is limited, and their order is not documented. So
 * each poll sends one request for a period, and accepts only an answer that echoes it.
 */
import { comparable, contentId } from '../../core/digests';
import { inboundMessage } from '../../core/receiving/inbound';
import { type Inbox, type InboxAnswer, type InboxRow, MOST_ROWS } from '../../core/receiving/inbox';
import type { Failure } from '../../core/outcome';
import { isoTime } from '../../core/unix-time';
import { isObject, textIn, textOrNumber } from '../../core/values';
import { inboxRows } from '../../n8n/receiving/inbox-rows';
import { readAnswer, type SubmailApi } from './client';
import { type Chain, chainFor, type Question, read, type SubmailPlace, type Told } from './periods';

type Row = Readonly<Record<string, unknown>>;

/** Rows have no ids, so they are identified by their content. */
const keyOf = ({ appid, from, content, reply_at: at }: Row): string =>
	comparable([appid, from, content, at].map((value) => textOrNumber(value) ?? ''));

/** A mobile number of mainland China in E.164; SUBMAIL omits the country code. */
export const mainlandNumber = (written: string): string =>
	/^1\d{10}$/.test(written) ? `+86${written}` : written;

/** Commercial texts in mainland China end with "拒收请回复R" (docs/providers/submail.md §7). */
export const OPT_OUT_CODES: ReadonlySet<string> = new Set(['r']);

function inboxRow(row: Row): InboxRow {
	const key = keyOf(row);
	const text = textOrNumber(row.content) ?? '';
	const at = Number(row.reply_at);
	const address = textIn(row.from) ?? '';
	const receivedAt = isoTime(row.reply_at);
	const message = inboundMessage({
		provider: 'submail',
		// The same ID as for a pushed reply, so that duplicates can be recognised.
		id: contentId('submail', textIn(row.appid), address, receivedAt, text),
		from: mainlandNumber(address),
		text,
		receivedAt,
		row,
		optOutCodes: OPT_OUT_CODES,
	});
	return { message, key, isCounted: true, at: at > 0 ? at : undefined };
}

/** Replies requested per answer; SUBMAIL may have a lower limit, which the total in its answer reveals. */
const ROWS_ASKED = 1000;
/** How long answers to other requests are tolerated before an error is reported. */
const PATIENCE_S = 10 * 60;

const REPEATED: Failure = {
	class: 'rateLimited',
	code: 'CACHED',
	message: 'SUBMAIL keeps repeating the answer to another request',
	hint: 'SUBMAIL answers only one program per minute. Let only one workflow or program request the replies to this app.',
};

const ENDLESS: Failure = {
	class: 'providerDown',
	code: 'TOO_MANY_PAGES',
	message: `SUBMAIL reports more than ${MOST_ROWS.toLocaleString('en')} replies in one period, which are not read`,
	hint: 'Ask SUBMAIL’s support why the list of replies does not end.',
};

type Answered = Told | 'repeated' | { readonly failure: Failure; readonly status?: number };

/** Requests the next page of a period and accepts only its own answer. */
async function ask(api: SubmailApi, { from, end, rows: known }: Chain): Promise<Answered> {
	const asked = {
		start_date: String(from),
		end_date: String(end),
		offset: String(known.length),
	};
	const outcome = await api.request({
		method: 'POST',
		path: '/sms/mo.json',
		form: { ...asked, rows: String(ROWS_ASKED) },
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
	if (known.length + rows.length > MOST_ROWS) return { failure: ENDLESS };
	return { rows: await inboxRows(rows, inboxRow), total };
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
	const { place } = question;
	const told = await ask(api, chain);
	if (told === 'repeated') return repeated(place, now);
	if ('failure' in told) {
		// The rows of an endless period are not kept.
		const kept = told.failure === ENDLESS ? undefined : place;
		return { rows: [], isComplete: false, place: kept, ...told };
	}

	const { rows, rest } = read(chain, told);
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
		// New replies alone are not complete until the first long look-back has finished.
		isComplete: rest === undefined && deepAt > 0,
		from: chain.from,
		place: { deepAt, ...(rest && { chain: rest }) },
	};
}

/** The replies to a domestic app; SUBMAIL has none for others. Nothing has to be acknowledged. */
export function submailInbox(api: SubmailApi): Inbox<SubmailPlace> {
	return {
		async check() {
			// Check with the balance, because the replies can be requested only once a minute.
			const request = { method: 'POST', path: '/balance/sms.json', form: {} } as const;
			const answer = readAnswer(await api.request(request));
			if (!answer.ok) return answer;
			if (!api.isInternational) return undefined;
			return {
				failure: {
					class: 'configuration',
					code: 'DOMESTIC_ONLY',
					message: 'SUBMAIL provides received messages for domestic apps only',
					hint: 'Choose a credential with a domestic app.',
				},
			};
		},
		list: async (question) => await list(api, question),
	};
}
