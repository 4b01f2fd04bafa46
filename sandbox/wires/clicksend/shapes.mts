/** The records of a ClickSend account. */

/** Mirrors the default of `setting_sms_message_char_limit` (docs/providers/clicksend.md §5). */
export const mostParts = 6;
export const userId = 496_596;
export const subaccountId = 563_840;

export type ChannelName = 'sms' | 'mms' | 'voice';

export interface Template {
	template_id: number;
	template_name: string;
	body: string;
}

export interface List {
	list_id: number;
	list_name: string;
	list_email_id: string;
}

/**
 * Fields of the rows of all channels. Rows of one answer may differ
 * (docs/providers/clicksend.md §14, trap 3).
 */
export interface SendRow {
	to: string;
	body: string;
	message_id: string;
	custom_string: string;
	schedule: number | string;
	status: string;
	message_parts?: number;
	message_price?: string;
	[field: string]: unknown;
}

export const contactFields = [
	'phone_number',
	'first_name',
	'last_name',
	'custom_1',
	'custom_2',
	'custom_3',
	'custom_4',
	'fax_number',
	'organization_name',
	'email',
	'address_line_1',
	'address_line_2',
	'address_city',
	'address_state',
	'address_postal_code',
	'address_country',
] as const;

export type ContactField = (typeof contactFields)[number];

export type Contact = Record<ContactField, string | null> & {
	contact_id: number;
	list_id: number;
	date_added: number;
	date_updated: number;
};

/** A campaign, and the messages that it sent. */
export interface Campaign {
	sms_campaign_id: number;
	name: string;
	user_id: number;
	subaccount_id: number;
	list_id: number;
	from: string;
	body: string;
	schedule: number;
	status: string;
	date_added: number;
	custom_string: string | null;
	url_to_shorten: string;
	unsubscribe_link: number;
	source: string | null;
	senders: unknown[];
	_total_count: number;
	ids: string[];
}
