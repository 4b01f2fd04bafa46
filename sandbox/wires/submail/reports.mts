import { type Call } from './call.mts';
import { home, operatorOf, type Report, reportOf } from './carrier.mts';
import { numberOf } from './listing.mts';
import { type SentRow } from './shapes.mts';
import { chinaTime } from './text.mts';

interface Reported {
	sent: SentRow;
	report: Report;
}

const day = 86_400;

/** Days are in China time (docs/providers/submail.md §7). */
const dateOf = (seconds: number) => chinaTime(seconds * 1000).slice(0, 10);

function countBy<K extends string>(rows: Reported[], keyOf: (one: Reported) => K | undefined) {
	const counts: Partial<Record<K, number>> = {};
	for (const one of rows) {
		const key = keyOf(one);
		if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

/** `deliveryed` is the spelling on the wire (docs/providers/submail.md §7). */
const totals = (rows: Reported[]) => ({
	request: rows.length,
	deliveryed: rows.filter(({ report }) => report.status === 'delivered').length,
	dropped: rows.filter(({ report }) => report.status === 'dropped').length,
	fee: rows.reduce(
		(sum, { sent, report }) => sum + (report.status === 'dropped' ? 0 : sent.fee),
		0,
	),
});

/** sms/reports: counts, by default from 7 days to 1 day ago (docs/providers/submail.md §7). */
export function reports(call: Call): object {
	const { account, app } = call;
	const now = account.seconds();
	const start = numberOf(call, 'start_date', now - 7 * day);
	const end = numberOf(call, 'end_date', now - day);
	const rows = account
		.sent()
		.filter(({ appid, sentAt }) => appid === app.id && sentAt >= start && sentAt <= end)
		.map((sent): Reported => ({ sent, report: reportOf(sent, account) }));
	const dates = [...new Set(rows.map(({ sent }) => dateOf(sent.sentAt)))];
	return {
		status: 'success',
		start_date: dateOf(start),
		end_date: dateOf(end),
		overview: {
			...totals(rows),
			operators: {
				china_mobile: 0,
				china_unicom: 0,
				china_telecom: 0,
				...countBy(rows, ({ sent }) => operatorOf(sent.to)),
			},
			location: {
				province: countBy(rows, () => home.province),
				cities: countBy(rows, () => home.city),
			},
			dropped_reason_analysis: countBy(rows, ({ report }) => report.reason),
		},
		timeline: dates.map((date) => ({
			date,
			report: totals(rows.filter(({ sent }) => dateOf(sent.sentAt) === date)),
		})),
	};
}
