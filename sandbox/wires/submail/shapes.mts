/** What SUBMAIL keeps of its messages. */

/** A message that was accepted, as the log tells it later. Times in Unix seconds. */
export interface SentRow {
	sendId: string;
	appid: string;
	/** As it was asked for: 11 digits or E.164. */
	to: string;
	e164: string;
	templateId: string;
	signature: string;
	body: string;
	fee: number;
	ip: string;
	sentAt: number;
	/** 0 while the carrier has said nothing. */
	reportAt: number;
	/** Of batch* only. */
	batchlist: string;
}

/** What somebody wrote back to the domestic app. */
export interface MoRow {
	from: string;
	content: string;
	/** Unix seconds. */
	repliedAt: number;
}
