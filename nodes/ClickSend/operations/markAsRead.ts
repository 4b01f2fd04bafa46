/**
 * What receipts and inbound messages have in common: ClickSend lists them until they are marked as
 * read (docs/providers/clicksend.md §8, §9).
 */
import { unixSeconds } from '../../../core/unix-time';
import type { Field } from '../../../n8n/parameters/fields';

/** Without the rule, ClickSend answers with an empty list and no error explains why. */
export const pollNotice = (what: string, rules: string) =>
	({
		displayName: `ClickSend keeps ${what} for this operation only while the account has a rule with the action POLL (in ClickSend under ${rules}). Those that are already marked as read are not returned.`,
		name: 'pollNotice',
		type: 'notice',
		default: '',
	}) as const satisfies Field;

export const DATE_BEFORE_FIELD = {
	displayName: 'Before',
	name: 'dateBefore',
	type: 'dateTime',
	default: '',
	required: true,
	description:
		'Marks everything that arrived before this time, in the time zone of the workflow unless the value names another',
	when: { scope: ['before'] },
} as const satisfies Field;

/** The body that marks everything, or everything before a date. */
export const markBody = (scope: 'all' | 'before', dateBefore: Date | undefined): object =>
	scope === 'before' ? { date_before: unixSeconds(dateBefore) } : {};
