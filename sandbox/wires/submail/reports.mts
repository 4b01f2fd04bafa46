import { type Call } from './call.mts';
import { home, operatorOf, type Report, reportOf } from './carrier.mts';
import { numberOf } from './listing.mts';
import { type SentRow } from './shapes.mts';
import { chinaTime } from './text.mts';

interface Told {
	sent: SentRow;
	report: Report;
}

const day = 86_400;

/** Days are those of China (facts: submail §7). */
const dateOf = (seconds: number) => chinaTime(seconds * 1000).slice(0, 10);

function countBy<K extends string>(told: Told[], keyOf: (one: Told) => K | undefined) {
	const counts: Partial<Record<K, number>> = {};
	for (const one of told) {
		const key = keyOf(one);
		if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

/** `deliveryed` is spelt so on the wire (facts: submail §7). */
const totals = (told: Told[]) => ({
	request: told.length,
	deliveryed: told.filter(({ report }) => report.status === 'delivered').length,
	dropped: told.filter(({ report }) => report.status === 'dropped').length,
	fee: told.reduce(
		(sum, { sent, report }) => sum + (report.status === 'dropped' ? 0 : sent.fee),
		0,
	),
});

/** sms/reports: counts from 7 days to 1 day ago unless told otherwise (facts: submail §7). */
export function reports(call: Call): object {
	const { account, app } = call;
	const now = account.seconds();
	const start = numberOf(call, 'start_date', now - 7 * day);
	const end = numberOf(call, 'end_date', now - day);
	const told = account
		.sent()
		.filter(({ appid, sentAt }) => appid === app.id && sentAt >= start && sentAt <= end)
		.map((sent): Told => ({ sent, report: reportOf(sent, account) }));
	const dates = [...new Set(told.map(({ sent }) => dateOf(sent.sentAt)))];
	return {
		status: 'success',
		start_date: dateOf(start),
		end_date: dateOf(end),
		overview: {
			...totals(told),
			operators: {
				china_mobile: 0,
				china_unicom: 0,
				china_telecom: 0,
				...countBy(told, ({ sent }) => operatorOf(sent.to)),
			},
			location: {
				province: countBy(told, () => home.province),
				cities: countBy(told, () => home.city),
			},
			dropped_reason_analysis: countBy(told, ({ report }) => report.reason),
		},
		timeline: dates.map((date) => ({
			date,
			report: totals(told.filter(({ sent }) => dateOf(sent.sentAt) === date)),
		})),
	};
}
