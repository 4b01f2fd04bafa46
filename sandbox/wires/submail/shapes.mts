/** The records of messages at SUBMAIL. */

/** An accepted message, for the log. Times are in Unix seconds. */
export interface SentRow {
	sendId: string;
	appid: string;
	/** As in the request: 11 digits or E.164. */
	to: string;
	e164: string;
	templateId: string;
	signature: string;
	body: string;
	fee: number;
	ip: string;
	sentAt: number;
	/** 0 until the carrier reports a status. */
	reportAt: number;
	/** batch* only. */
	batchlist: string;
}

/** A reply to the domestic app. */
export interface MoRow {
	from: string;
	content: string;
	/** Unix seconds. */
	repliedAt: number;
}
