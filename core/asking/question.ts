/** A question that waits for its answer, and what a request to the page behind its link means. */
import { isObject, parseJson } from '../values';

/** The values of the parameter Response Type; n8n's review tool for agents sets `approval`. */
export type ResponseType = 'acknowledge' | 'approval' | 'freeText';

/** A person who was asked. */
export interface Asked {
	/** The recipient as it was planned: a number in E.164, or a short code; or else as it was written. */
	readonly to: string;
	/** Whether the text reached the provider, or may have; absent until that is known. */
	readonly texted?: boolean;
	/** The columns of its text in the output. */
	readonly columns?: object;
}

/** A rule at a provider that passes on what people reply by text. */
export interface ReplyRule {
	/** The id of the provider. */
	readonly provider: string;
	/** The type of its credential. */
	readonly authentication: string;
	/** The provider's id of the rule. */
	readonly rule: string;
	/** What a reply has to contain. */
	readonly code: string;
}

/** What n8n stores with the execution while it waits. */
export interface Question {
	/** The run of the node that asked: in a loop, each one asks anew. */
	readonly run: number;
	/** The execution that asked: a Retry is another one, to which the links do not lead. */
	readonly execution: string;
	/** What was asked, without the link. */
	readonly text: string;
	readonly responseType: ResponseType;
	readonly approveLabel: string;
	readonly declineLabel: string;
	/** Milliseconds since 1970; absent without a limit. */
	readonly until?: number;
	/** The time zone of the workflow, in which the page shows `until`. */
	readonly zone: string;
	/** A link names the person by the position in this list. */
	readonly asked: readonly Asked[];
	/** Reply by Text; absent without it. */
	readonly replies?: readonly ReplyRule[];
}

/** An answer as it stands in the output. */
export interface Answer {
	/** `acknowledged`, `approved`, `declined`, or the text of the answer. */
	readonly answer: string;
	/** Whether it was approved; only for Approve or Decline. */
	readonly approved?: boolean;
	/** The recipient who answered. */
	readonly by: Asked;
}

/** A request to the page. */
export interface PageRequest {
	/** The part of the link that {@link linkKey} made, as it came. */
	readonly key: unknown;
	/** Whether n8n signed this link. */
	readonly isSigned: boolean;
	readonly method: string;
	/** The field of the form, as it came. */
	readonly answer: unknown;
	/** Its body is larger than any answer, and was not read. */
	readonly isTooLarge?: boolean;
}

/** What a request to the page means. Only `answer` ends the wait. */
export type Verdict =
	| { readonly kind: 'forged' | 'closed' }
	| { readonly kind: 'answered' | 'late' | 'show' | 'unclear' | 'tooLong'; readonly who: Asked }
	| ({ readonly kind: 'answer'; readonly who: Asked } & Answer);

/** The most characters of a free answer; about ten segments of an SMS. */
export const LONGEST_ANSWER = 1600;

/** What a link says: the run that asked, and who was asked. n8n signs it. */
export const linkKey = (run: number, position: number): string => `${run}-${position}`;

const KEY = /^(\d{1,9})-(\d{1,9})$/;

/** Reads a stored question; `undefined` if there is none. */
export function readQuestion(stored: unknown): Question | undefined {
	const read = typeof stored === 'string' ? parseJson(stored) : undefined;
	return isObject(read) && Array.isArray(read.asked) ? (read as object as Question) : undefined;
}

const CHOICES: Readonly<Record<string, readonly [ResponseType, Omit<Answer, 'by'>]>> = {
	acknowledge: ['acknowledge', { answer: 'acknowledged' }],
	approve: ['approval', { answer: 'approved', approved: true }],
	decline: ['approval', { answer: 'declined', approved: false }],
};

function readAnswer(
	{ responseType }: Question,
	given: unknown,
): Omit<Answer, 'by'> | 'unclear' | 'tooLong' {
	if (typeof given !== 'string') return 'unclear';
	if (responseType === 'freeText') {
		// Browsers count and send line breaks differently.
		const answer = given.replaceAll('\r\n', '\n').trim();
		if (answer.length > LONGEST_ANSWER) return 'tooLong';
		return answer === '' ? 'unclear' : { answer };
	}
	const [type, choice] = Object.hasOwn(CHOICES, given) ? (CHOICES[given] ?? []) : [];
	return choice && type === responseType ? choice : 'unclear';
}

/**
 * Judges a request. Link previews and scanners open links, so a GET never decides.
 *
 * @param now milliseconds since 1970
 * @param isAnswered whether somebody has answered this question before
 */
export function judge(
	question: Question | undefined,
	{ key, isSigned, method, answer: given, isTooLarge }: PageRequest,
	now: number,
	isAnswered: boolean,
): Verdict {
	const [, run, position] = (typeof key === 'string' ? KEY.exec(key) : null) ?? [];
	if (!isSigned || run === undefined) return { kind: 'forged' };
	const who = question?.asked[Number(position)];
	// In a loop, an old link must not answer the next question.
	if (!question || !who?.texted || question.run !== Number(run)) return { kind: 'closed' };
	if (isAnswered) return { kind: 'answered', who };
	// n8n looks for limits that have passed only once a minute.
	if (question.until !== undefined && now >= question.until) return { kind: 'late', who };
	if (method !== 'POST') return { kind: 'show', who };
	const answer = isTooLarge ? 'tooLong' : readAnswer(question, given);
	return typeof answer === 'string'
		? { kind: answer, who }
		: { kind: 'answer', who, by: who, ...answer };
}
