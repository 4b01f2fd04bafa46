import { type Call, text } from './call.mts';
import { Refusal } from './errors.mts';

/** The books of those who subscribed and unsubscribed, used without `target`. */
const SUBSCRIBED = 'subscribe';
const UNSUBSCRIBED = 'unsubscribe';

/** The books that the account has; any other is 501 (docs/providers/submail.md §11). */
const books: readonly string[] = [SUBSCRIBED, UNSUBSCRIBED, 'SbBook1'];

/** 11 digits of a mobile number; the code for anything else is the sandbox's choice. */
function addressOf(call: Call): string {
	const address = text(call, 'address');
	if (!/^1[3-9]\d{9}$/.test(address)) throw new Refusal('251');
	return address;
}

/** The numbers of a book. */
function bookOf({ account }: Call, name: string): Set<string> {
	if (!books.includes(name)) throw new Refusal('501');
	const known = account.addressBooks.get(name) ?? new Set<string>();
	account.addressBooks.set(name, known);
	return known;
}

/** POST addressbook/sms/subscribe: adds a number to a book (docs/providers/submail.md §9). */
export function subscribe(call: Call): object {
	const address = addressOf(call);
	bookOf(call, text(call, 'target') || SUBSCRIBED).add(address);
	bookOf(call, UNSUBSCRIBED).delete(address);
	return { status: 'success' };
}

/**
 * POST addressbook/sms/unsubscribe: removes a number from a book; without `target`, adds it to the book
 * of those who unsubscribed, whose numbers get nothing more (253).
 */
export function unsubscribe(call: Call): object {
	const address = addressOf(call);
	const target = text(call, 'target');
	if (target !== '' && target !== UNSUBSCRIBED) bookOf(call, target).delete(address);
	else {
		bookOf(call, SUBSCRIBED).delete(address);
		bookOf(call, UNSUBSCRIBED).add(address);
	}
	return { status: 'success' };
}

/** Whether a number has unsubscribed. */
export const hasUnsubscribed = ({ addressBooks }: Call['account'], e164: string): boolean =>
	addressBooks.get(UNSUBSCRIBED)?.has(e164.replace(/^\+86/, '')) === true;
