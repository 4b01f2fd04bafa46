import { type SentRow, type SubmailAccount } from './account.mts';
import { type Call, text } from './call.mts';
import { pageOf } from './listing.mts';

/** Mainland prefixes of three digits; what is not listed counts as China Mobile. */
const unicom = /^1(3[0-2]|45|5[56]|66|7[56]|8[56]|96)/;
const telecom = /^1(33|49|53|7[37]|8[019]|9[0139])/;

export type Operator = 'china_mobile' | 'china_unicom' | 'china_telecom';

export function operatorOf(to: string): Operator {
	if (unicom.test(to)) return 'china_unicom';
	return telecom.test(to) ? 'china_telecom' : 'china_mobile';
}

const operatorNames: Record<Operator, string> = {
	china_mobile: '中国移动',
	china_unicom: '中国联通',
	china_telecom: '中国电信',
};

/** Every phone of the sandbox lives here. */
export const home = { province: '广东', city: '广东 广州' };

/** What the carrier says when it does not deliver (facts: submail §11). */
const reasons: Record<string, string> = {
	'MK:0012': '空号/停机',
	UNDELIV: '未送达',
	EXPIRED: '超时',
	REJECTD: '被拒绝',
};

export interface Report {
	status: 'delivered' | 'dropped' | 'pending';
	/** The carrier's word; `DELIVRD` is the only good one (facts: submail §7, §11). */
	state: string;
	reason?: string;
}

/** What the carrier has said about a message. */
export function reportOf({ sendId }: SentRow, { world }: SubmailAccount): Report {
	const message = world.phones.find(sendId);
	if (message?.state === 'delivered') return { status: 'delivered', state: 'DELIVRD' };
	if (message?.state !== 'undelivered') return { status: 'pending', state: 'pending' };
	const state = message.errorCode ?? 'UNDELIV';
	return { status: 'dropped', state, reason: reasons[state.toUpperCase()] ?? '未知原因' };
}

/** A row of the log: `sendID` here, `send_id` everywhere else (facts: submail §7). */
function rowOf(sent: SentRow, account: SubmailAccount): object {
	const { status, state, reason } = reportOf(sent, account);
	return {
		sendID: sent.sendId,
		to: sent.to,
		appid: sent.appid,
		template_id: sent.templateId,
		sms_signature: sent.signature,
		sms_content: sent.body,
		// What was dropped costs nothing (official example).
		fee: status === 'dropped' ? 0 : sent.fee,
		status,
		report_state: state,
		...(reason && { dropped_reason: reason }),
		location: home.city,
		mobile_type: operatorNames[operatorOf(sent.to)],
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

/** sms/log: what was sent, looked up once a minute (facts: submail §7). */
export const log = (call: Call): object =>
	call.account.cache.answer(`log ${call.app.id}`, call.account.settings.submailQueryMinuteMs, () =>
		look(call),
	);
