/** Who writes to whom in a received message: what an answer and an agent's memory need to know. */
import { folded, withoutInvisible } from '../text/normalise';
import { countryOf, parsePhone } from '../text/phone';
import type { InboundMessage } from './inbound';

/** The two ends of a conversation. */
export interface Parties {
	/** E.164 if that is certain, otherwise as the provider writes it (a name, a short code); '' if withheld. */
	readonly person: string;
	/** The own number in the same form, or the device that received it; `null` if the provider does not say. */
	readonly own: string | null;
}

/** A number in E.164 in whatever form the provider writes it; anything else as it is written. */
function address(written: string, country?: string): string {
	const visible = withoutInvisible(written).trim();
	const national = parsePhone(visible, country);
	if (national.ok) return national.e164;
	// Several providers leave out the plus.
	const bare = /^[1-9]\d{9,14}$/.test(visible) ? parsePhone(`+${visible}`) : national;
	return bare.ok ? bare.e164 : visible;
}

/**
 * The parties of a message. A number without its country code is read as one of the country of the own
 * number: that is how networks shorten it.
 */
export function partiesOf({ from, to }: Pick<InboundMessage, 'from' | 'to'>): Parties {
	const own = to === null ? '' : address(to);
	const phone = parsePhone(own);
	const country = phone.ok && phone.country !== undefined ? countryOf(phone.country) : undefined;
	return { person: address(from, country), own: own === '' ? null : own };
}

/**
 * Identifies the conversation, for the memory of an agent: own number and person. It is the same for
 * every message of this person to this number, in whatever form the provider writes them. A channel other
 * than texts has its own, because the sender of a text can be forged and must not read what was said there.
 *
 * @returns such as `+61411111111 +61422222222`; the provider in place of an own number that is not known,
 *          and the message's id in place of a sender who is not: strangers must not share a memory
 */
export function sessionOf(
	message: Pick<InboundMessage, 'provider' | 'id' | 'from' | 'to' | 'channel'>,
): string {
	const { provider, id, channel } = message;
	const { person, own } = partiesOf(message);
	// The same name may come in capitals or not.
	const who = person === '' ? id : folded(person);
	return [...(channel === 'whatsapp' ? [channel] : []), own ?? provider, who].join(' ');
}
