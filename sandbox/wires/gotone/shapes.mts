/** The records of a GoTone account (docs/providers/gotone.md §5). */

export interface Group {
	uid: string;
	name: string;
}

export interface Contact {
	id: number;
	uid: string;
	group: string;
	/** A number on the wire, not a string. */
	phone: number;
	first_name: string;
	last_name: string;
	/** Values of the group's further fields, by their tags. */
	custom: Record<string, string>;
	created_at: string;
	updated_at: string;
}

/** A sent message as the software stores it. */
export interface Report {
	id: number;
	uid: string;
	to: string;
	from: string;
	message: string;
	sms_type: string;
	/** `Delivered`, `Delivered|<provider id>`, or any other status of the gateway. */
	status: string;
	cost: string;
	sms_count: number;
	created_at: string;
	updated_at: string;
}
