import { type Check } from './setting-checks.mts';
import { type PhoneMessage } from './types.mts';
import { isFields, isWholeNumber } from './values.mts';

/** What the carriers do with messages, automatically. */
export interface CarrierRule {
	/** The id of the provider in the product; absent: all. */
	provider?: string;
	/** A number, or the beginning of one with a star: `+614*`; absent: all. */
	to?: string;
	/** Absent: all. */
	channel?: 'sms' | 'mms' | 'voice' | 'whatsapp';
	/** `silent`: nothing is ever reported. */
	state: 'delivered' | 'undelivered' | 'silent';
	/** Milliseconds after the message was sent; 0 if absent. */
	afterMs?: number;
	/** The carrier's code, if the message is not delivered. */
	errorCode?: string;
}

const states: readonly unknown[] = ['delivered', 'undelivered', 'silent'];
const names: readonly string[] = ['provider', 'to', 'channel', 'state', 'afterMs', 'errorCode'];

const isRule = (value: unknown): value is CarrierRule =>
	isFields(value) &&
	states.includes(value.state) &&
	(value.afterMs === undefined || isWholeNumber(value.afterMs)) &&
	['provider', 'to', 'channel', 'errorCode'].every((name) =>
		['undefined', 'string'].includes(typeof value[name]),
	) &&
	Object.keys(value).every((name) => names.includes(name));

export const carrierRules: Check<CarrierRule[]> = {
	wanted: `a list of rules with a state (${states.join(', ')}) and any of ${names.join(', ')}`,
	test: (value): value is CarrierRule[] => Array.isArray(value) && value.every(isRule),
};

/** Whether a rule is about this message. */
export function fits(rule: CarrierRule, { provider, to, ...message }: PhoneMessage): boolean {
	const number = rule.to ?? '*';
	return (
		(rule.provider ?? provider) === provider &&
		[undefined, message.channel ?? 'sms'].includes(rule.channel) &&
		(number.endsWith('*') ? to.startsWith(number.slice(0, -1)) : number === to)
	);
}
