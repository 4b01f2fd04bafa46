/**
 * The log and the replies: SUBMAIL looks once a minute and repeats its answer until then, whatever
 * it is asked (docs/providers/submail.md §7). An answer echoes the dates and the offset of its
 * question, so that tells whose it is, as long as no two questions have the same ones.
 */
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';

/** By path: what the rows are called, and when they happened. */
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
		message: 'SUBMAIL answers this once a minute, and repeated an earlier answer',
		hint: 'Wait a minute, or ask for less: only one page can be had per minute.',
	},
};

/** Whether an answer is for the question that was asked. */
const isEcho = (form: Form, body: Row): boolean =>
	ECHOED.every((field) => {
		const [asked, echoed] = [form[field], textOrNumber(body[field])];
		return asked === undefined || echoed === undefined || echoed === asked;
	});

/** The same question, page after page. */
const questionOf = ({ path, form }: ApiRequest): string =>
	JSON.stringify([path, { ...form, offset: undefined, rows: undefined }]);

/** So many seconds, or questions, later the same second may come again. */
const APART = 90;
/** Of this process: questions within one second differ by it. */
let questions = 0;

/**
 * A port that gives no answer of the log and of the replies which belongs to another question. It
 * asks from a little earlier on, for each question another little: somebody who only changes a
 * filter would ask for the same dates otherwise. Rows from before are left out again.
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
