/** Looks up messages whose outcome is unknown in SUBMAIL's log (docs/providers/submail.md §7). */
import { clockOffsetMs } from '../../core/clock';
import { type OutboundMessage, recipientText } from '../../core/message';
import { groupBy } from '../../core/sending/grouping';
import type { SendResult } from '../../core/outcome';
import type { Lookup } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import { logPaging, readAnswer, type SubmailApi } from './client';

const MOST_ROWS = 1000;
const LONGEST_NUMBER = 40;
/** The log's times are whole seconds, and an app's clock may differ. */
const EARLIER_S = 60;

type Row = Readonly<Record<string, unknown>>;

/** A text without its signature and surrounding spaces: the log has the signature separately. */
const words = (value: unknown): string =>
	(textOrNumber(value) ?? '').replace(/^\s*【[^【】]*】/, '').trim();

/** A row of the log, with what it is compared by. */
interface Entry {
	readonly row: Row;
	readonly number: string;
	readonly words: string;
}

/** The rows by number: each message is compared with those of its own number only. */
function byNumber(rows: readonly Row[]): ReadonlyMap<string, Entry[]> {
	const entries = rows.slice(0, MOST_ROWS).map((row) => ({
		row,
		number: (textOrNumber(row.to) ?? '').slice(0, LONGEST_NUMBER).replace(/\D/g, ''),
		words: words(row.sms_content),
	}));
	return groupBy(entries, ({ number }) => number);
}

/** Whether a row of the log with the number of this message may be this message. */
function isSame({ row, words: said }: Entry, { content }: OutboundMessage): boolean {
	if (content.kind === 'text') return said === words(content.text);
	return (
		textOrNumber(row.template_id) === content.templateId &&
		Object.values(content.variables).every((value) =>
			(textOrNumber(row.sms_content) ?? '').includes(value),
		)
	);
}

/** Takes the row that may be this message; a number in the log may lack digits at its beginning. */
function take(open: ReadonlyMap<string, Entry[]>, message: OutboundMessage): Row | undefined {
	const number = recipientText(message.to).replace(/\D/g, '');
	for (let from = 0; from < number.length; from++) {
		const entries = open.get(number.slice(from)) ?? [];
		const at = entries.findIndex((entry) => isSame(entry, message));
		if (at >= 0) return entries.splice(at, 1)[0]?.row;
	}
	return undefined;
}

/**
 * Finds messages that the log lists since then with the same recipient and content. The log answers
 * once a minute and omits the newest messages, so a missing row proves nothing.
 *
 * @returns `undefined` if the log could not be read, or repeated an earlier answer
 */
export async function lookup(
	{ messages, since, taken }: Lookup,
	api: SubmailApi,
): Promise<SendResult[] | undefined> {
	const start = Math.floor(since.getTime() / 1000);
	const numbers = [...new Set(messages.map(({ to }) => recipientText(to).slice(-11)))];
	const outcome = await api.request({
		method: 'POST',
		path: '/sms/log.json',
		form: {
			start_date: String(start - EARLIER_S),
			end_date: String(Math.floor(Date.now() / 1000) + EARLIER_S),
			to: numbers.length === 1 ? numbers[0] : undefined,
			rows: String(numbers.length === 1 ? 50 : MOST_ROWS),
			offset: '0',
		},
		brief: true,
	});
	const answer = readAnswer(outcome);
	if (!answer.ok || outcome.kind !== 'response') return undefined;
	const offsetMs = clockOffsetMs(outcome.headers, Date.now());
	const earliest = Math.floor((since.getTime() + offsetMs) / 1000);
	const listed = logPaging
		.read(answer.data)
		.rows.filter((row) => isObject(row) && Number(row.send_at) >= earliest)
		.filter((row) => !taken.has(textOrNumber(row.sendID) ?? ''));
	const open = byNumber(listed);
	return messages.flatMap((message): SendResult[] => {
		const messageId = textOrNumber(take(open, message)?.sendID);
		return messageId ? [{ index: message.index, outcome: 'accepted', messageId }] : [];
	});
}
