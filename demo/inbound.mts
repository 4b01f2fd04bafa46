/** The texts that phones send in the demo, and the results that they must have. */
import { type PhoneMessage } from '../sandbox/server.mts';
import { type Text } from './alert.mts';

/** The sandbox's number at ClickSend. */
export const OUR_NUMBER = '+61448000111';

/** A text from a phone that never received one. */
export const QUESTION = { from: '+61455000001', to: OUR_NUMBER, text: 'Help please' };

/** The beginning of the auto-reply, independent of the workflow (see alert.mts). */
export const ANSWER = 'Thank you for your message.';

/** The reply of a person on call who takes over. */
export const ACKNOWLEDGEMENT = 'ACK, on my way';

/** The texts that then go to everyone on call. */
export const takenOver = (by: string, reference: string, numbers: readonly string[]): Text[] =>
	numbers.map((to) => ({ to, text: `${by} took over ${reference}` }));

/** The problems with the log's row for this message, one line each; empty when all is well. */
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
