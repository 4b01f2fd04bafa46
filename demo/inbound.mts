/** What people write back in the demo, and what has to come of it. */
import { type PhoneMessage } from '../sandbox/server.mts';
import { type Text } from './alert.mts';

/** The sandbox's number at ClickSend. */
export const OUR_NUMBER = '+61448000111';

/** Somebody who was never texted asks for help. */
export const QUESTION = { from: '+61455000001', to: OUR_NUMBER, text: 'Help please' };

/** What the auto-reply begins with; written down here once more, see alert.mts. */
export const ANSWER = 'Thank you for your message.';

/** Somebody on call takes over. */
export const ACKNOWLEDGEMENT = 'ACK, on my way';

/** What everybody on call is told then. */
export const takenOver = (by: string, reference: string, numbers: readonly string[]): Text[] =>
	numbers.map((to) => ({ to, text: `${by} took over ${reference}: ${ACKNOWLEDGEMENT}` }));

/** A row of the log for this message; what is missing or wrong, one sentence each. */
export function findLogFaults(
	rows: readonly unknown[],
	{ id, reference }: Pick<PhoneMessage, 'id' | 'reference'>,
): string[] {
	const [row, ...others] = rows as ReadonlyArray<Record<string, unknown>>;
	if (!row) return ['there is no row in the log'];
	const wanted = { messageId: id, reference, status: 'delivered', isFinal: true };
	return [
		...Object.entries(wanted)
			.filter(([name, value]) => row[name] !== value)
			.map(([name]) => `${name} of the row is ${JSON.stringify(row[name])}`),
		...(others.length > 0 ? [`there are ${others.length} rows too many`] : []),
	];
}
