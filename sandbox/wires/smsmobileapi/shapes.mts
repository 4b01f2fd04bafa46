/** What SMSMobileAPI keeps of an account. */

export interface Device {
	sid: string;
	name: string;
	number: string;
	connected: boolean;
}

/** One call of /sendsms/ that was accepted. */
export interface SentRow {
	id: number;
	guid: string;
	to: string;
	message: string;
	device: Device;
	sms: boolean;
	whatsApp: boolean;
	sentAt: number;
	/** Ids of the messages on the phones; the last one tells how it went. */
	arrivals: string[];
}

export interface ReceivedRow {
	id: number;
	guid: string;
	number: string;
	message: string;
	device: Device;
	/** Milliseconds. */
	at: number;
	read: boolean;
}
