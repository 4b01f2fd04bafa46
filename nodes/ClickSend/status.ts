/**
 * The delivery status of texts (docs/providers/clicksend.md §7, §8). The history lists all of them, but
 * may not have the carrier's report yet; receipts exist only while the account has a rule for them.
 */
import type { IDataObject } from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import type { Failure } from '../../core/outcome';
import type { Api, ApiRequest, Endpoint } from '../../core/provider';
import {
	type DeliveryReport,
	deliveryReport,
	type DeliveryStatus,
	type DeliveryWords,
	statusIn,
} from '../../core/receiving/delivery';
import {
	sentBetween,
	type StatusAnswer,
	type StatusQuery,
	type StatusTerms,
	tooMany,
	withoutReport,
} from '../../core/status';
import { isoTime } from '../../core/unix-time';
import { isObject, textOrNumber } from '../../core/values';
import { path } from '../../n8n/operations/path';
import { paging, readAnswer } from './client';
import { statusOf } from './receipts';

const HISTORY = '/v3/sms/history';
const RECEIPTS = '/v3/sms/receipts';
const RECEIPT_RULES = '/v3/automations/sms/receipts';

/** The endpoints that asking for a status may call. */
export const STATUS_ENDPOINTS: readonly Endpoint[] = [
	{ method: 'GET', path: HISTORY },
	{ method: 'GET', path: `${RECEIPTS}/{message_id}`, where: 'a few messages have no final status' },
	{ method: 'GET', path: RECEIPTS, where: 'many messages have no final status' },
	{ method: 'GET', path: RECEIPT_RULES, where: 'the account has no receipts for them' },
];

/** Up to this many messages are asked for one by one, instead of page by page. */
const FEW = 3;
const MOST_SINGLE = 50;
const MOST_PAGES = 12;
const AT_ONCE = 5;
/** Messages on a page. */
const PAGE = 100;

/**
 * 20 requests a minute to each endpoint may be the limit of an account (docs/providers/clicksend.md §4).
 */
export const STATUS_TERMS: StatusTerms = {
	interval: (messages) => 4000 * (messages > FEW ? Math.ceil(messages / PAGE) : messages),
};

/** `status` of the history, where it has no `status_code`. */
const WORDS: DeliveryWords = {
	Queued: 'queued',
	Scheduled: 'queued',
	WaitApproval: 'queued',
	Completed: 'sent',
	Sent: 'sent',
	Failed: 'failed',
	Cancelled: 'failed',
	CancelledAfterReview: 'failed',
};

const idOf = (row: IDataObject): string => textOrNumber(row.message_id) ?? '';

function report(row: IDataObject, status: DeliveryStatus): DeliveryReport {
	return deliveryReport({
		provider: 'clickSend',
		messageId: idOf(row),
		status,
		// A history has only the time at which it was sent.
		reportedAt: isoTime(row.timestamp),
		reference: textOrNumber(row.custom_string) || null,
		errorCode: textOrNumber(row.error_code) ?? null,
		errorText: textOrNumber(row.error_text) ?? null,
		row,
	});
}

function historyReport(row: IDataObject): DeliveryReport {
	const said = statusOf({ status_code: row.status_code });
	const word = statusIn(WORDS, textOrNumber(row.status) ?? '');
	return { ...report(row, said === 'unknown' ? word : said), to: textOrNumber(row.to) ?? null };
}

/** The reports found so far, by message id, and why there are no more. */
class Findings {
	readonly reports = new Map<string, DeliveryReport>();
	failure?: Failure;

	constructor(
		private readonly api: Api,
		private readonly wanted: ReadonlySet<string>,
	) {}

	/** Makes a request; notes the first failure. A 404 is an answer without data. */
	private async ask(request: ApiRequest): Promise<unknown> {
		const answer = readAnswer(await this.api.request(request));
		if (answer.ok) return answer.data;
		if (answer.status !== 404) this.failure ??= answer.failure;
		return undefined;
	}

	private take(row: unknown, read: (row: IDataObject) => DeliveryReport): void {
		if (!isObject(row) || !this.wanted.has(idOf(row))) return;
		const found = read(row);
		const known = this.reports.get(found.messageId);
		// A final status stays, and a receipt does not know the recipient.
		if (known?.final) return;
		this.reports.set(found.messageId, { ...found, to: found.to ?? known?.to ?? null });
	}

	async one(request: ApiRequest, read: (row: IDataObject) => DeliveryReport): Promise<void> {
		const data = await this.ask(request);
		if (!isObject(data)) return;
		const rows = Array.isArray(data.data) ? data.data : [data];
		for (const row of rows) this.take(row, read);
	}

	/** @returns whether there were any rows */
	async pages(
		request: ApiRequest,
		isDone: () => boolean,
		read: (row: IDataObject) => DeliveryReport,
	): Promise<boolean> {
		let any = false;
		for (let page = 0; page < MOST_PAGES && !isDone(); page++) {
			const query = { ...request.query, ...paging.query(page, paging.pageSize(Infinity)) };
			const data = await this.ask({ ...request, query });
			if (data === undefined) break;
			const { rows, more } = paging.read(data);
			for (const row of rows) this.take(row, read);
			any ||= rows.length > 0;
			if (!more) break;
		}
		return any;
	}

	/** Whether the account has a rule that keeps receipts. */
	async hasRule(): Promise<boolean> {
		const data = await this.ask({ method: 'GET', path: RECEIPT_RULES, query: { limit: 100 } });
		return (
			data === undefined ||
			paging.read(data).rows.some((row) => isObject(row) && row.action === 'POLL')
		);
	}
}

const NO_RULE =
	'ClickSend keeps delivery receipts only while the account has a rule for delivery reports with the action POLL. Create one in ClickSend under SMS, Settings, Delivery Reports.';

async function readHistory(findings: Findings, wanted: readonly StatusQuery[]): Promise<void> {
	const period = sentBetween(wanted);
	const left = () => withoutReport(wanted, findings.reports.values());
	if (period && wanted.length > FEW) {
		const query = { date_from: period.start, date_to: period.end, order_by: 'date:desc' };
		const request = { method: 'GET', path: HISTORY, query } as const;
		await findings.pages(request, () => left().length === 0, historyReport);
	}
	const single = findings.failure ? [] : left();
	await forEachBounded(single.slice(0, MOST_SINGLE), AT_ONCE, async ({ messageId }) => {
		const query = { q: `message_id:${messageId}`, limit: 15 };
		await findings.one({ method: 'GET', path: HISTORY, query }, historyReport);
	});
	if (single.length > MOST_SINGLE) findings.failure ??= tooMany('ClickSend', MOST_SINGLE);
}

async function readReceipts(findings: Findings): Promise<string | undefined> {
	const open = () => [...findings.reports.values()].filter(({ final }) => !final);
	const before = open();
	if (before.length === 0) return undefined;
	const read = (row: IDataObject) => report(row, statusOf(row));
	let any = false;
	if (before.length <= FEW) {
		for (const { messageId } of before) {
			await findings.one({ method: 'GET', path: path`/v3/sms/receipts/${messageId}` }, read);
		}
	} else {
		const request = { method: 'GET', path: RECEIPTS } as const;
		any = await findings.pages(request, () => open().length === 0, read);
	}
	if (any || open().length < before.length || findings.failure) return undefined;
	return (await findings.hasRule()) ? undefined : NO_RULE;
}

/**
 * Up to 3 messages: a request each; more, whose time is known: pages of 100 rows of that period. Those
 * without a final status are looked for in the receipts as well.
 */
export async function status(wanted: readonly StatusQuery[], api: Api): Promise<StatusAnswer> {
	const findings = new Findings(api, new Set(wanted.map(({ messageId }) => messageId)));
	await readHistory(findings, wanted);
	const hint = findings.failure ? undefined : await readReceipts(findings);
	const { reports, failure } = findings;
	return { reports: [...reports.values()], failure, hint };
}
