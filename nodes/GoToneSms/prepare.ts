/** Reports, before anything is sent, what GoTone would refuse. */
import { type Fault, fault } from '../../core/planning/draft';
import type { OutboundMessage } from '../../core/message';

/** Digits, or a name of at most 11 letters and digits (docs/providers/gotone.md §4). */
const SENDER = /^(\+?\d+|[a-z\d]{1,11})$/i;

/** Required (docs/providers/gotone.md §5). */
function checkSender({ from }: OutboundMessage): Fault | undefined {
	if (from === undefined) {
		return fault(
			'From',
			'invalidSender',
			'GoTone SMS has no default sender',
			'Enter a sender ID of the account under From.',
		);
	}
	if (SENDER.test(from)) return undefined;
	return fault(
		'From',
		'invalidSender',
		`From "${from.slice(0, 20)}" is neither a phone number nor a name of up to 11 characters, letters and digits only`,
		'Enter the digits of a phone number, or a name of at most 11 letters (A to Z) and digits, under From.',
	);
}

export const prepare = (messages: readonly OutboundMessage[]): Array<OutboundMessage | Fault> =>
	messages.map((message) => checkSender(message) ?? message);
