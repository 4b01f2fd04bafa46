/** Settings of a message that only the GoTone node has; see `OutboundMessage.extras`. */
import type { OutboundMessage } from '../../core/message';

export interface Extras {
	/** Absent for an SMS, as GSM or as unicode. */
	readonly type?: 'voice' | 'mms';
	/** For a voice message, such as `en-gb`; used with `gender`. */
	readonly language?: string;
	readonly gender?: 'male' | 'female';
	/** For an MMS: the address of a picture. */
	readonly mediaUrl?: string;
	readonly dltTemplateId?: string;
	/** Time zone of the account; if it is absent, it is read from the profile. */
	readonly timeZone?: string;
}

export const extrasOf = ({ extras }: OutboundMessage): Extras => (extras ?? {}) as Extras;
