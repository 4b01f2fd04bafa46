/** The records of an SMSMobileAPI account. */

export interface Device {
	sid: string;
	name: string;
	number: string;
	connected: boolean;
}

/** One accepted call of /sendsms/. */
export interface SentRow {
	id: number;
	guid: string;
	to: string;
	message: string;
	/** WhatsApp only; empty without one. */
	mediaUrl: string;
	/** The SIM slot; empty where the phone chooses. */
	port: string;
	device: Device;
	sms: boolean;
	whatsApp: boolean;
	sentAt: number;
	/** Ids of the messages on the phones; the last one has the delivery status. */
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
	/** Received by WhatsApp. */
	whatsApp: boolean;
	/** The address of a file that came with it. */
	media?: string;
}

export interface CallRow {
	guid: string;
	number: string;
	name: string | null;
	device: Device;
	/** Milliseconds. */
	at: number;
}
