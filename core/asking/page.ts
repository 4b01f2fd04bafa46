/** The page behind the link of a question: plain HTML that needs no script. */
import { hashOf } from '../digests';
import { maskNumber } from '../message';
import { LONGEST_ANSWER, type Question, type Verdict } from './question';

const STYLE = `
:root{color-scheme:light dark;--back:#f4f5f7;--card:#fff;--text:#16181d;--soft:#5b6270;--line:#d5d9e0;--main:#0b6bcb;--on:#fff}
@media (prefers-color-scheme:dark){:root{--back:#101216;--card:#1a1d23;--text:#f1f3f6;--soft:#a7afbd;--line:#3a404b;--main:#5aa9ff;--on:#08121e}}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--back);color:var(--text);font:18px/1.5 system-ui,sans-serif}
main{max-width:560px;margin:4vh auto;padding:24px;background:var(--card);border:1px solid var(--line);border-radius:16px}
h1{margin:0 0 16px;font-size:22px}
.text{margin:0 0 24px;font-size:20px;white-space:pre-wrap;overflow-wrap:anywhere}
p:last-child{margin-bottom:0}
.soft{margin:16px 0 0;color:var(--soft);font-size:15px}
button,textarea{display:block;width:100%;margin:0 0 12px;padding:16px;border-radius:12px;font:inherit}
button{min-height:64px;border:2px solid var(--main);background:var(--main);color:var(--on);font-weight:600;font-size:20px;cursor:pointer;overflow-wrap:anywhere}
button.other{background:none;color:var(--main)}
textarea{min-height:128px;border:1px solid var(--line);background:var(--back);color:var(--text)}
button:focus-visible,textarea:focus-visible{outline:3px solid var(--main);outline-offset:2px}
`;

/** The headers of every page: nothing is loaded or run, and nothing is kept or passed on. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hashOf(STYLE)}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
	'Cache-Control': 'no-store',
	// The link is as good as a password.
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	'X-Robots-Tag': 'noindex, nofollow',
};

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes text for HTML, also within attributes. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** @param body HTML */
const pageOf = (title: string, body: string): string =>
	`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const soft = (sentence: string): string => `<p class="soft">${escapeHtml(sentence)}</p>`;

const paragraph = (sentence: string): string => `<p>${escapeHtml(sentence)}</p>`;

const textOf = ({ text }: Question): string => `<p class="text" dir="auto">${escapeHtml(text)}</p>`;

const button = (value: string, label: string, kind = ''): string =>
	`<button name="answer" value="${value}"${kind && ` class="${kind}"`} dir="auto">${escapeHtml(label)}</button>`;

function controls({ responseType, approveLabel, declineLabel }: Question): string {
	if (responseType === 'acknowledge') return button('acknowledge', 'Acknowledge');
	if (responseType === 'approval') {
		return button('approve', approveLabel) + button('decline', declineLabel, 'other');
	}
	return `<textarea name="answer" aria-label="Your answer" placeholder="Your answer" required maxlength="${LONGEST_ANSWER}" dir="auto"></textarea><button>Send Answer</button>`;
}

/** A moment as people read it: `Friday 27 November 2026 at 18:30 (Australia/Sydney)`. */
export function momentOf(time: number, zone: string): string {
	const format = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		dateStyle: 'full',
		timeStyle: 'short',
	});
	return `${format.format(time)} (${zone})`;
}

const MANY = 'Several people were asked: the first answer counts.';

function questionPage(question: Question, to: string, problem?: string): string {
	const { until, zone, asked } = question;
	const limit =
		until === undefined ? 'There is no time limit.' : `Answer by ${momentOf(until, zone)}.`;
	const notes = [
		`Asked: ${maskNumber(to)}. ${limit}`,
		...(asked.filter(({ texted }) => texted).length > 1 ? [MANY] : []),
	];
	return pageOf(
		'Your Answer, Please',
		`${textOf(question)}${problem === undefined ? '' : `<p role="alert"><strong>${problem}</strong></p>`}<form method="post">${controls(question)}</form>${notes.map(soft).join('')}`,
	);
}

/** Answers that are not from the free text: they are shown by the label of their button. */
function labelOf({ responseType, approveLabel, declineLabel }: Question, answer: string): string {
	if (responseType === 'acknowledge') return 'Acknowledge';
	if (responseType === 'freeText') return answer;
	return answer === 'approved' ? approveLabel : declineLabel;
}

/** The HTTP status and the page for a request. */
export interface Page {
	readonly status: number;
	readonly html: string;
}

const FORGED: Page = {
	status: 403,
	html: pageOf(
		'This Link Is Not Valid',
		paragraph(
			'It is incomplete, or was changed. Open the link in your text again. Nothing was answered.',
		),
	),
};

const CLOSED: Page = {
	status: 410,
	html: pageOf(
		'This Question Is Closed',
		paragraph('It was answered, or its time is over. Nothing else was answered with this link.'),
	),
};

/** The page for a request that was judged. Everything in it that people wrote is escaped. */
export function pageFor(verdict: Verdict, question: Question | undefined): Page {
	if (verdict.kind === 'forged') return FORGED;
	if (!('who' in verdict) || !question) return CLOSED;
	const { to } = verdict.who;
	const told = (status: number, title: string, sentence: string): Page => ({
		status,
		html: pageOf(title, textOf(question) + paragraph(sentence)),
	});
	switch (verdict.kind) {
		case 'show':
			return { status: 200, html: questionPage(question, to) };
		case 'unclear':
			return { status: 400, html: questionPage(question, to, 'Please choose or write an answer.') };
		case 'tooLong':
			return {
				status: 413,
				html: questionPage(
					question,
					to,
					`That answer is too long: at most ${LONGEST_ANSWER} characters.`,
				),
			};
		case 'answered':
			return told(
				409,
				'Already Answered',
				'Somebody has answered this question. The first answer counts, so nothing was changed.',
			);
		case 'late':
			return told(
				410,
				'Too Late',
				`The time for an answer ended on ${momentOf(question.until ?? 0, question.zone)}. Nothing was answered.`,
			);
		case 'answer':
			return told(
				200,
				'Thank You',
				`Your answer was recorded: ${labelOf(question, verdict.answer)}`,
			);
	}
}
