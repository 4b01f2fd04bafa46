/**
 * Inbound messages (docs/providers/clicksend.md §9, §10). ClickSend lists only unread
 * messages, in an undocumented order, and none at all without an automation rule with the action
 * POLL. Listing does not mark messages as read; each is marked by its id.
 */
import type { IDataObject } from 'n8n-workflow';
import { contentId } from '../../core/digests';
import { type InboundMessage, inboundMessage } from '../../core/receiving/inbound';
import {
	type Inbox,
	type InboxAnswer,
	type InboxQuestion,
	type InboxRow,
	MOST_ROWS,
} from '../../core/receiving/inbox';
import { linksIn, mediaUrls } from '../../core/receiving/media';
import type { Failure } from '../../core/outcome';
import type { Api } from '../../core/provider';
import { isoTime } from '../../core/unix-time';
import { firstText, isObject, textOrNumber } from '../../core/values';
import type { Answer } from '../../n8n/operations/operation';
import { path } from '../../n8n/operations/path';
import { collect, TOO_MANY_ROWS, watchPages } from '../../n8n/operations/paging';
import { inboxRows } from '../../n8n/receiving/inbox-rows';
import { paging, readAnswer } from './client';

type Fields = Readonly<Record<string, unknown>>;

/** The hosts of ClickSend's files, and the path where the host is shared. */
const STORAGE =
	/^(clicksend-api-downloads\.)?s3([.-](dualstack\.)?[a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com$/;
const BUCKET = /^(clicksend-api-downloads\.s3|s3[^/]*\/clicksend-api-downloads\/)/;

/** Whether a link leads to a file that ClickSend keeps, and not to what a sender wrote. */
function isStored(link: string): boolean {
	if (!URL.canParse(link)) return false;
	const { host, pathname } = new URL(link);
	return STORAGE.test(host) && BUCKET.test(host + pathname);
}

/**
 * The files of an MMS: ClickSend turns them into links in the text, which work for 7 days. The field is
 * the one of sent MMS (docs/providers/clicksend.md §9).
 */
const mediaOf = (row: Fields, text: string): string[] =>
	mediaUrls(row._media_file_url, linksIn(text).filter(isStored));

/** Reads a message as ClickSend lists or pushes it; any field may be missing. */
export function receivedMessage(row: Fields): InboundMessage {
	const from = firstText(row, 'from') ?? '';
	const to = firstText(row, 'to', 'sms');
	const text = textOrNumber(row.body) ?? textOrNumber(row.message) ?? '';
	// Older examples call it `timestamp_send`.
	const receivedAt = isoTime(row.timestamp ?? row.timestamp_send);
	const media = mediaOf(row, text);
	return inboundMessage({
		provider: 'clickSend',
		id:
			firstText(row, 'message_id', 'messageid') ??
			contentId('clickSend', from, to, receivedAt, text),
		from,
		to,
		text,
		receivedAt,
		inReplyTo: firstText(row, 'original_message_id', 'originalmessageid'),
		reference: firstText(row, 'custom_string', 'customstring'),
		...(media.length > 0 && { channel: 'mms', media }),
		row,
	});
}

function inboxRow(row: Fields): InboxRow {
	const message = receivedMessage(row);
	const at = Number(row.timestamp ?? row.timestamp_send);
	const isCounted = firstText(row, 'message_id', 'messageid') === null;
	return { message, key: message.id, isCounted, at: at > 0 ? at : undefined };
}

const PAGE = 100;
/** Pages per poll; the rest is left to the next one. */
const MOST_PAGES = 50;

/** The page to continue with. */
export interface ClickSendPlace {
	readonly page: number;
}

async function ask(api: Api, page: number): Promise<Answer> {
	return readAnswer(
		await api.request({
			method: 'GET',
			path: '/v3/sms/inbound',
			query: { page, limit: PAGE },
			timeoutMs: 30_000,
		}),
	);
}

async function list(
	api: Api,
	{ place, until }: InboxQuestion<ClickSendPlace>,
): Promise<InboxAnswer<ClickSendPlace>> {
	const rows: InboxRow[] = [];
	const watch = watchPages();
	const start = place?.page ?? 1;
	let page = start;
	for (; page < start + MOST_PAGES && (page === start || Date.now() < until); page++) {
		const answer = await ask(api, page);
		if (!answer.ok) {
			return {
				rows,
				isComplete: false,
				place: { page },
				failure: answer.failure,
				status: answer.status,
			};
		}
		const { rows: found, more } = paging.read(answer.data);
		const failure = watch.repeated(found);
		if (failure) return { rows, isComplete: false, failure };
		if (rows.length + found.length > MOST_ROWS) {
			return { rows: [], isComplete: false, failure: TOO_MANY_ROWS };
		}
		for (const row of await inboxRows(found.filter(isObject), inboxRow)) rows.push(row);
		if (!more || found.length === 0) return { rows, isComplete: true, place: { page: 1 } };
	}
	return { rows, isComplete: false, place: { page } };
}

const RULES = '/v3/automations/sms/inbound';

const NO_RULE: Failure = {
	class: 'configuration',
	code: 'NO_POLL_RULE',
	message:
		'ClickSend does not keep received messages for this account because it has no inbound rule with the action POLL',
	hint: 'Switch on Create POLL Rule under Options, or add the rule in ClickSend under SMS, Inbound SMS, Inbound Rules.',
};

type Checked = { readonly failure: Failure; readonly status?: number } | undefined;

/** Whether a rule keeps inbound messages for polling. */
const keeps = (rule: IDataObject): boolean =>
	textOrNumber(rule.action) === 'POLL' && Number(rule.enabled ?? 1) === 1;

async function findRule(api: Api): Promise<boolean | NonNullable<Checked>> {
	const request = { method: 'GET', path: RULES, timeoutMs: 30_000 } as const;
	const answer = await collect({ read: readAnswer, paging }, api, request, Infinity);
	return answer.ok ? answer.rows.some(keeps) : answer;
}

async function createRule(api: Api): Promise<Checked> {
	const answer = readAnswer(
		await api.request({
			method: 'POST',
			path: RULES,
			body: {
				dedicated_number: '*',
				rule_name: 'n8n SMS Trigger',
				message_search_type: 0,
				message_search_term: '',
				action: 'POLL',
				action_address: 'poll',
				enabled: 1,
			},
		}),
	);
	return answer.ok ? undefined : answer;
}

/** @param createsRule whether to create the rule if it is missing */
export function clickSendInbox(api: Api, createsRule: boolean): Inbox<ClickSendPlace> {
	return {
		async check() {
			const found = await findRule(api);
			if (found === true) return undefined;
			if (found !== false) return found;
			return createsRule ? await createRule(api) : { failure: NO_RULE };
		},
		list: async (question) => await list(api, question),
		async markAsRead(id) {
			const request = { method: 'PUT', path: path`/v3/sms/inbound-read/${id}` } as const;
			return readAnswer(await api.request(request)).ok;
		},
	};
}
