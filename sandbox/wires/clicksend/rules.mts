import { type Fields, textOf } from '../../values.mts';

/** A rule of the account's automations, with its fields as given (docs/providers/clicksend.md §10). */
export interface Rule {
	id: number;
	fields: Fields;
}

export const isEnabled = ({ fields }: Rule): boolean => Number(fields.enabled ?? 1) === 1;

export const pushes = ({ fields }: Rule): boolean =>
	fields.action === 'URL' && textOf(fields.action_address) !== '';

const digitsOf = (number: string) => number.replace(/^\+/, '');

/** 0 any, 1 starts with, 2 contains, 3 does not contain; [unsure] that it ignores case. */
function fitsSearch(
	{ message_search_type: type, message_search_term: term }: Fields,
	body: string,
) {
	const [text, wanted] = [body.toLowerCase(), textOf(term).toLowerCase()];
	const found: Record<string, boolean> = {
		1: text.startsWith(wanted),
		2: text.includes(wanted),
		3: !text.includes(wanted),
	};
	return found[textOf(type)] ?? true;
}

/** Whether an inbound rule applies to a message: by its number (`*` for all) and its search. */
export function concerns({ fields }: Rule, { to, body }: { to: string; body: string }): boolean {
	const number = textOf(fields.dedicated_number);
	const isOurs = ['', '*'].includes(number) || digitsOf(number) === digitsOf(to);
	return isOurs && fitsSearch(fields, body);
}
