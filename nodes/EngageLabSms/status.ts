/**
 * The status of messages of the legacy generation, by their ids (docs/providers/engagelab.md §2.5). The
 * listing is by day and answers the same question from a cache for 10 minutes.
 */
import { chunk, groupBy } from '../../core/sending/grouping';
import type { Failure } from '../../core/outcome';
import type { Api, Endpoint } from '../../core/provider';
import { type DeliveryReport, deliveryReport, statusIn } from '../../core/receiving/delivery';
import { type StatusAnswer, type StatusQuery, withoutReport } from '../../core/status';
import { firstText, isObject, textOrNumber } from '../../core/values';
import { readAnswer } from './client';
import { LEGACY_STATUSES } from './smsHook';
import { e164 } from './webhook';

const STATUS = '/v1/status';

/** The endpoints that asking for a status may call. */
export const STATUS_ENDPOINTS: readonly Endpoint[] = [
	{ method: 'GET', path: STATUS, where: 'the account is of the legacy generation' },
];

/** Ids per request, and rows per page of a day. */
const MOST_IDS = 10;
const PAGE = 100;
/** EngageLab answers 60 questions a minute; some are left for other workflows. */
const MOST_REQUESTS = 50;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Days begin at midnight in China, which is also the default of the API. */
const ZONE = { name: '+8', ms: 8 * HOUR_MS };

const TOO_MANY: Failure = {
	class: 'rateLimited',
	message: `EngageLab answers 60 questions a minute, and ${MOST_REQUESTS} were not enough for all messages`,
	hint: 'Ask for fewer messages at a time, and set Sent At, so that each is looked for on its own day only.',
};

const NOT_FINAL =
	'EngageLab repeats its answer to the same question for 10 minutes: ask again later for the messages without a final status.';

const dayOf = (ms: number): string => new Date(ms + ZONE.ms).toISOString().slice(0, 10);

/** The days on which a message may be listed, the likeliest first: clocks differ, and sends take a while. */
function daysOf({ sentAt }: StatusQuery, now: number): string[] {
	const at = sentAt?.getTime();
	const times = at === undefined ? [now, now - 24 * HOUR_MS] : [at, at + HOUR_MS, at - MINUTE_MS];
	return [...new Set(times.map(dayOf))];
}

function report(row: Readonly<Record<string, unknown>>): DeliveryReport {
	const status = statusIn(LEGACY_STATUSES, textOrNumber(row.status) ?? '');
	const { sub_status: subStatus } = row;
	return deliveryReport({
		provider: 'engageLabSms',
		messageId: textOrNumber(row.sms_id) ?? '',
		to: e164(firstText(row, 'phone')),
		status,
		// 0 is no substatus.
		errorCode: status === 'failed' ? textOrNumber(subStatus || null) : null,
		row,
	});
}

/** The answers so far. */
class Findings {
	readonly reports = new Map<string, DeliveryReport>();
	failure?: Failure;
	private left = MOST_REQUESTS;

	constructor(
		private readonly api: Api,
		private readonly wanted: ReadonlySet<string>,
	) {}

	missing(queries: readonly StatusQuery[]): StatusQuery[] {
		return withoutReport(queries, this.reports.values());
	}

	/** Asks about a day; @returns how many rows there are in all, `undefined` without an answer. */
	private async ask(day: string, query: Record<string, string>): Promise<number | undefined> {
		if (this.left === 0) this.failure ??= TOO_MANY;
		if (this.failure) return undefined;
		this.left--;
		const all = { send_date: day, time_zone: ZONE.name, ...query };
		const outcome = await this.api.request({ method: 'GET', path: STATUS, query: all });
		const answer = readAnswer(outcome);
		if (!answer.ok) {
			this.failure = answer.failure;
			return undefined;
		}
		const rows = Array.isArray(answer.data) ? answer.data.filter(isObject) : [];
		for (const row of rows) {
			const found = report(row);
			if (this.wanted.has(found.messageId)) this.reports.set(found.messageId, found);
		}
		const { total } = outcome.kind === 'response' && isObject(outcome.body) ? outcome.body : {};
		return Number(total) || rows.length;
	}

	/** Reads the pages of a day, as long as they are fewer requests than asking by ids. */
	async pages(day: string, queries: readonly StatusQuery[]): Promise<void> {
		for (let offset = 0; ; offset += PAGE) {
			const total = await this.ask(day, { offset: String(offset), limit: String(PAGE) });
			const pages = Math.ceil(((total ?? 0) - offset - PAGE) / PAGE);
			if (pages <= 0 || pages >= this.missing(queries).length / MOST_IDS) return;
		}
	}

	async byIds(day: string, queries: readonly StatusQuery[]): Promise<void> {
		for (const part of chunk(queries, MOST_IDS)) {
			const ids = part.map(({ messageId }) => messageId).join(';');
			await this.ask(day, { sms_ids: ids, offset: '0', limit: String(PAGE) });
		}
	}
}

/** 10 messages of a day take one request; more take pages of the day, where those are fewer. */
export async function status(wanted: readonly StatusQuery[], api: Api): Promise<StatusAnswer> {
	const now = Date.now();
	const findings = new Findings(api, new Set(wanted.map(({ messageId }) => messageId)));
	const days = new Map(wanted.map((query) => [query, daysOf(query, now)]));
	const most = Math.max(0, ...[...days.values()].map((some) => some.length));
	for (let guess = 0; guess < most; guess++) {
		const dayAt = (query: StatusQuery) => days.get(query)?.[guess];
		for (const [day, queries] of groupBy(findings.missing(wanted), dayAt)) {
			if (day === undefined) continue;
			if (queries.length > MOST_IDS) await findings.pages(day, queries);
			await findings.byIds(day, findings.missing(queries));
		}
	}
	const reports = [...findings.reports.values()];
	const hint = reports.every(({ final }) => final) ? undefined : NOT_FINAL;
	return { reports, failure: findings.failure, hint };
}
