import { type Call, text } from './call.mts';
import { pageOf } from './listing.mts';

function look(call: Call): object {
	const from = text(call, 'from');
	const { start, end, offset, total, rows } = pageOf(call, {
		// A reply that arrived late is listed at its own time.
		all: call.account.mo().sort((a, b) => a.repliedAt - b.repliedAt),
		most: call.account.settings.submailMaxRows,
		timeOf: ({ repliedAt }) => repliedAt,
		fits: (reply) => from === '' || from === reply.from,
	});
	return {
		status: 'success',
		start_date: start,
		end_date: end,
		total,
		offset,
		results: rows.length,
		mo: rows.map((reply) => ({
			appid: call.app.id,
			from: reply.from,
			content: reply.content,
			reply_at: reply.repliedAt,
		})),
	};
}

/** sms/mo: replies, queried once a minute, without ids or read marks (docs/providers/submail.md §7). */
export const mo = (call: Call): object =>
	call.account.cache.answer(`mo ${call.app.id}`, call.account.settings.submailQueryMinuteMs, () =>
		look(call),
	);
