import { type Check, type Checks, oneOf } from '../../setting-checks.mts';
import { isTextList, isWholeNumber } from '../../values.mts';

/** Switches for what docs/providers/gotone.md marks as [unsure], and the initial state of the account. */
export interface GoToneSettings {
	/** [unsure] GoTone's /api/http accepts the Bearer header alone, as its page shows. */
	gotoneHttpBearer: boolean;
	/** [unsure] GoTone renders the framework's exceptions as HTTP 200, or with their own status. */
	gotoneStatuses: 'always200' | 'true';
	/** [unsure] GoTone's contacts as in version 3.8, or shortened as in newer versions. */
	gotoneContactRows: 'full' | 'short';
	/** [unsure] Which spelling of a contact's fields newer versions read: any, or upper case only. */
	gotoneContactKeys: 'any' | 'upper';
	/** [unsure] Whether a send without a type is refused, or is a plain text. */
	gotoneType: 'required' | 'optional';
	/** [unsure] GoTone fails on a contact without the names. */
	gotoneNamesRequired: boolean;
	/** [unsure] Whether GoTone requires a text in an MMS. */
	gotoneMmsText: 'required' | 'optional';
	/** [unsure] GoTone sends a scheduled message to one recipient at once, or when it is due. */
	gotoneSingleSchedule: 'ignored' | 'kept';
	/** [unsure] The name of a message's status in GoTone's rows. */
	gotoneStatusField: 'status' | 'customer_status';
	/** [unsure] Any text outside GSM becomes a plain unicode message, even in voice and MMS. */
	gotoneUnicodeOverride: boolean;
	/** [unsure] GoTone names the numbers that it left out of an answer. */
	gotoneBadNumbers: 'named' | 'silent';
	/** The status of every message from GoTone's gateway; only `Delivered…` is a success. */
	gotoneGateway: string;
	/** GoTone's balance in SMS units; every segment costs one. */
	gotoneBalance: number;
	/** The time zone of the GoTone account. */
	gotoneTimezone: string;
	/** Sender IDs that GoTone lets the account use, or '*'. */
	gotoneSenders: string[] | '*';
	/** ISO-2 codes of the countries that GoTone may send to, or '*'. */
	gotoneCountries: string[] | '*';
	/** Digits of the numbers that GoTone has on its blacklist. */
	gotoneBlacklist: string[];
	/** GoTone's requests per minute. Null is off. */
	gotoneRateLimit: number | null;
}

export const goToneDefaults: GoToneSettings = {
	gotoneHttpBearer: false,
	gotoneStatuses: 'always200',
	gotoneContactRows: 'full',
	gotoneContactKeys: 'any',
	gotoneType: 'required',
	gotoneNamesRequired: true,
	gotoneMmsText: 'required',
	gotoneSingleSchedule: 'ignored',
	gotoneStatusField: 'status',
	gotoneUnicodeOverride: true,
	gotoneBadNumbers: 'named',
	gotoneGateway: 'Delivered',
	gotoneBalance: 100_000,
	gotoneTimezone: 'Asia/Dhaka',
	gotoneSenders: '*',
	gotoneCountries: '*',
	gotoneBlacklist: [],
	gotoneRateLimit: null,
};

const listOrAll = (what: string): Check<string[] | '*'> => ({
	wanted: `a list of ${what}, or "*"`,
	test: (value): value is string[] | '*' => value === '*' || isTextList(value),
});

export const goToneChecks: Checks<GoToneSettings> = {
	gotoneHttpBearer: oneOf(true, false),
	gotoneStatuses: oneOf('always200', 'true'),
	gotoneContactRows: oneOf('full', 'short'),
	gotoneContactKeys: oneOf('any', 'upper'),
	gotoneType: oneOf('required', 'optional'),
	gotoneNamesRequired: oneOf(true, false),
	gotoneMmsText: oneOf('required', 'optional'),
	gotoneSingleSchedule: oneOf('ignored', 'kept'),
	gotoneStatusField: oneOf('status', 'customer_status'),
	gotoneUnicodeOverride: oneOf(true, false),
	gotoneBadNumbers: oneOf('named', 'silent'),
	gotoneGateway: {
		wanted: 'a string',
		test: (value): value is string => typeof value === 'string',
	},
	gotoneBalance: {
		wanted: 'a number',
		test: (value): value is number => Number.isFinite(value),
	},
	gotoneTimezone: {
		wanted: 'an IANA time zone such as Asia/Dhaka',
		test: (value): value is string =>
			value === 'UTC' || Intl.supportedValuesOf('timeZone').some((zone) => zone === value),
	},
	gotoneSenders: listOrAll('sender IDs'),
	gotoneCountries: listOrAll('ISO-2 country codes'),
	gotoneBlacklist: { wanted: 'a list of strings', test: isTextList },
	gotoneRateLimit: {
		wanted: 'null or a whole number of requests per minute',
		test: (value): value is number | null => value === null || isWholeNumber(value, 1),
	},
};
