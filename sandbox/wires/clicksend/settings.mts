import { type Checks, oneOf } from '../../setting-checks.mts';
import { callingCodeOf } from '../../numbers.mts';

/** Switches of ClickSend's wire; see `Settings`. */
export interface ClickSendSettings {
	/** The account's default country: numbers without a country code belong to it. */
	clickSendDefaultCountry: string;
	/**
	 * `status_code` and `error_code` of the receipts of SMS: numbers as in the OpenAPI's schema, or text
	 * as in its examples.
	 */
	clickSendReceiptCodes: 'number' | 'text';
	/**
	 * Where the picture of a received MMS is: a link in the body, or [unsure] the field that rows of sent
	 * MMS have.
	 */
	clickSendInboundMedia: 'body' | 'field';
}

export const clickSendDefaults: ClickSendSettings = {
	clickSendDefaultCountry: 'AU',
	clickSendReceiptCodes: 'number',
	clickSendInboundMedia: 'body',
};

export const clickSendChecks: Checks<ClickSendSettings> = {
	clickSendDefaultCountry: {
		wanted: 'an ISO-2 country code',
		test: (value): value is string =>
			typeof value === 'string' && callingCodeOf(value) !== undefined,
	},
	clickSendReceiptCodes: oneOf('number', 'text'),
	clickSendInboundMedia: oneOf('body', 'field'),
};
