import { type SubmailAccount } from './account.mts';
import { type Call, text } from './call.mts';
import { home, operatorNameOf, reportOf } from './carrier.mts';
import { pageOf } from './listing.mts';
import { type SentRow } from './shapes.mts';

/** A row of the log: `sendID` here, `send_id` everywhere else (docs/providers/submail.md §7). */
function rowOf(sent: SentRow, account: SubmailAccount): object {
	const { status, state, reason } = reportOf(sent, account);
	return {
		sendID: sent.sendId,
		to: sent.to,
		appid: sent.appid,
		template_id: sent.templateId,
		sms_signature: sent.signature,
		sms_content: sent.body,
		// Dropped messages cost nothing (official example).
		fee: status === 'dropped' ? 0 : sent.fee,
		status,
		report_state: state,
		...(reason && { dropped_reason: reason }),
		location: home.city,
		mobile_type: operatorNameOf(sent.to),
		ip_address: sent.ip,
		send_at: sent.sentAt,
		sent_at: sent.sentAt,
		report_at: sent.reportAt,
	};
}

function look(call: Call): object {
	const { account, app } = call;
	const wanted = (name: string, value: string) => ['', value].includes(text(call, name));
	const { start, end, offset, size, total, rows } = pageOf(call, {
		all: account.sent().filter(({ appid }) => appid === app.id),
		timeOf: ({ sentAt }) => sentAt,
		fits: (sent) =>
			wanted('app', sent.appid) &&
			wanted('to', sent.to) &&
			wanted('send_id', sent.sendId) &&
			wanted('sendlist', sent.batchlist) &&
			wanted('status', reportOf(sent, account).status),
	});
	return {
		status: 'success',
		start_date: start,
		end_date: end,
		total,
		offset,
		results: size,
		data: rows.map((sent) => rowOf(sent, account)),
	};
}

/** sms/log: sent messages, queried once a minute (docs/providers/submail.md §7). */
export const log = (call: Call): object =>
	call.account.cache.answer(`log ${call.app.id}`, call.account.settings.submailQueryMinuteMs, () =>
		look(call),
	);
