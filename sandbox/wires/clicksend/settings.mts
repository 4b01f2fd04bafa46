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
}

export const clickSendDefaults: ClickSendSettings = {
	clickSendDefaultCountry: 'AU',
	clickSendReceiptCodes: 'number',
};

export const clickSendChecks: Checks<ClickSendSettings> = {
	clickSendDefaultCountry: {
		wanted: 'an ISO-2 country code',
		test: (value): value is string =>
			typeof value === 'string' && callingCodeOf(value) !== undefined,
	},
	clickSendReceiptCodes: oneOf('number', 'text'),
};
