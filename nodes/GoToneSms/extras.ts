/** What only GoTone's own node can say about a message; see `OutboundMessage.extras`. */
import type { OutboundMessage } from '../../core/message';

export interface Extras {
	/** Absent: a text, as GSM or as unicode. */
	readonly type?: 'voice' | 'mms';
	/** Of a voice message, `en-gb`; with `gender`. */
	readonly language?: string;
	readonly gender?: 'male' | 'female';
	/** Of an MMS: the address of a picture. */
	readonly mediaUrl?: string;
	readonly dltTemplateId?: string;
	/** Time zone of the account, where it is given; else the profile is asked. */
	readonly timeZone?: string;
	/** Send also what version 3.8 of the software is known to do in another way. */
	readonly ignoreLimits?: 'true';
}

export const extrasOf = ({ extras }: OutboundMessage): Extras => (extras ?? {}) as Extras;
