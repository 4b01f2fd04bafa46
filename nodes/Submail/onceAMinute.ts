/**
 * The log and the replies: SUBMAIL answers only once a minute and repeats that answer until then,
 * whatever the request (docs/providers/submail.md §7). An answer echoes the dates and the offset of
 * its request, which identifies the request as long as no two requests have the same values.
 */
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';

/** By path: the names of the list of rows and of their time field. */
const LISTS: Readonly<Record<string, { readonly rows: string; readonly time: string }>> = {
	'/sms/log.json': { rows: 'data', time: 'send_at' },
	'/sms/mo.json': { rows: 'mo', time: 'reply_at' },
};

const ECHOED = ['start_date', 'end_date', 'offset'];

type Form = NonNullable<ApiRequest['form']>;
type Row = Readonly<Record<string, unknown>>;

const REPEATED: ApiOutcome = {
	kind: 'notSent',
	reason: {
		class: 'rateLimited',
		code: 'CACHED',
		message: 'SUBMAIL answers this request only once a minute, and repeated an earlier answer',
		hint: 'Wait a minute, or request less: SUBMAIL returns only one page per minute.',
	},
};

/** Whether an answer belongs to this request. */
const isEcho = (form: Form, body: Row): boolean =>
	ECHOED.every((field) => {
		const [asked, echoed] = [form[field], textOrNumber(body[field])];
		return asked === undefined || echoed === undefined || echoed === asked;
	});

/** Identifies a request, whatever page it asks for. */
const questionOf = ({ path, form }: ApiRequest): string =>
	JSON.stringify([path, { ...form, offset: undefined, rows: undefined }]);

/** After this many seconds, or requests, the same shift may be used again. */
const APART = 90;
/** Counts the requests of this process, so that requests within one second differ. */
let questions = 0;

/**
 * Rejects answers of the log and of the replies that belong to another request. It moves the start
 * date back by a few seconds, differently for each request; otherwise requests that differ only in a
 * filter would have the same dates. Rows before the requested start are removed again.
 */
export function onceAMinute(api: Api): Api {
	const earlier = new Map<string, number>();
	const secondsEarlier = (question: string): number => {
		const known = earlier.get(question);
		if (known !== undefined) return known;
		const seconds = ((Math.floor(Date.now() / 1000) + ++questions) % APART) + 1;
		earlier.set(question, seconds);
		return seconds;
	};
	return {
		async request(request) {
			const list = LISTS[request.path];
			const { form } = request;
			const start = Number(form?.start_date);
			if (!list || !form || !(start > 0)) return await api.request(request);
			const from = start - secondsEarlier(questionOf(request));
			const asked = { ...form, start_date: String(from) };
			const outcome = await api.request({ ...request, form: asked });
			const body = outcome.kind === 'response' ? outcome.body : undefined;
			if (outcome.kind !== 'response' || !isObject(body) || body.status !== 'success') {
				return outcome;
			}
			const rows = (Array.isArray(body[list.rows]) ? body[list.rows] : []) as unknown[];
			if (!isEcho(asked, body)) return REPEATED;
			const wanted = rows.filter((row) => {
				const time = isObject(row) ? Number(row[list.time]) : NaN;
				return !(time >= from && time < start);
			});
			const total = Number(body.total ?? rows.length) - (rows.length - wanted.length);
			return { ...outcome, body: { ...body, [list.rows]: wanted, total } };
		},
	};
}
