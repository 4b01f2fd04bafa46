/** The mainland carriers: the operator of a number, and the delivery status of a message. */
import { type World } from '../../world.mts';
import { type SentRow } from './shapes.mts';

/** Mainland prefixes of three digits; a prefix that is not listed counts as China Mobile. */
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

export const operatorNameOf = (to: string): string => operatorNames[operatorOf(to)];

/** The location of every phone in the sandbox. */
export const home = { province: '广东', city: '广东 广州' };

/** The carrier's reasons for failed deliveries (docs/providers/submail.md §11). */
const reasons: Record<string, string> = {
	'MK:0012': '空号/停机',
	UNDELIV: '未送达',
	EXPIRED: '超时',
	REJECTD: '被拒绝',
};

export interface Report {
	status: 'delivered' | 'dropped' | 'pending';
	/** The carrier's state; only `DELIVRD` is a success (docs/providers/submail.md §7, §11). */
	state: string;
	reason?: string;
}

/** The delivery status that the carrier reported for a message. */
export function reportOf({ sendId }: SentRow, { world }: { world: World }): Report {
	const message = world.phones.find(sendId);
	if (message?.state === 'delivered') return { status: 'delivered', state: 'DELIVRD' };
	if (message?.state !== 'undelivered') return { status: 'pending', state: 'pending' };
	const state = message.errorCode ?? 'UNDELIV';
	return { status: 'dropped', state, reason: reasons[state.toUpperCase()] ?? '未知原因' };
}
