import { isFields, isTextList, isWholeNumber } from './values.mts';

/** Switches for what the facts leave open ([unsure]), and the state of the accounts. */
export interface Settings {
	/** Keep connections open between requests. Off: a refused connection is really refused. */
	keepAlive: boolean;
	/** ClickSend's balance; every accepted message lowers it. */
	balance: number;
	/** ISO-2 codes that ClickSend may send to, or '*'. */
	enabledCountries: string[] | '*';
	/** Same text to same number within this time is THROTTLED; 0 is off. */
	throttleMs: number;
	/** [unsure] A list answers with one row per contact or with one row. */
	listRows: 'perContact' | 'single';
	/** [unsure] More than 1000 messages: the whole request is refused, or the rows above. */
	tooManyRecipients: 'request' | 'rows';
	/** [unsure] A number as sender that the account does not own. */
	unownedSender: 'reject' | 'replace';
	/** [unsure] HTTP status for the test users `notactive` and `banned`. */
	inactiveAccountStatus: number;
	/** [unsure] How long an accepted message is missing from the history. */
	historyLagMs: number;
	/** Observed at ClickSend: 20 requests per 60 s, endpoint and address. Null is off. */
	rateLimit: { limit: number; windowMs: number } | null;
	/** Maton's limit is 10 requests a second. Null is off. */
	matonRateLimit: number | null;
	/** The state of the connection that Maton knows at start. */
	matonConnectionStatus: 'ACTIVE' | 'PENDING' | 'FAILED';
	/** [unsure] Answer to an unknown `Maton-Connection`. */
	matonUnknownConnection: 400 | 404;
	/** [unsure] The shape of Maton's own errors. */
	matonErrors: 'json' | 'text';
	/** [unsure] Answer to a deleted connection. */
	matonDeleteStatus: 200 | 204;
	/** [unsure] GoTone's /api/http takes the Bearer header alone, as its page shows. */
	gotoneHttpBearer: boolean;
	/** [unsure] GoTone renders the framework's exceptions as HTTP 200, or with their own status. */
	gotoneStatuses: 'always200' | 'true';
	/** [unsure] GoTone's contacts as version 3.8 shows them, or shortened as newer ones do. */
	gotoneContactRows: 'full' | 'short';
	/** [unsure] GoTone trips over a contact without the names. */
	gotoneNamesRequired: boolean;
	/** [unsure] Whether GoTone wants a text with an MMS. */
	gotoneMmsText: 'required' | 'optional';
	/** [unsure] GoTone sends a scheduled message to one recipient at once, or keeps it. */
	gotoneSingleSchedule: 'ignored' | 'kept';
	/** [unsure] The name of a message's status in GoTone's rows. */
	gotoneStatusField: 'status' | 'customer_status';
	/** [unsure] Any text outside GSM becomes a plain unicode message, voice and MMS too. */
	gotoneUnicodeOverride: boolean;
	/** [unsure] GoTone names the numbers that it left out of an answer. */
	gotoneBadNumbers: 'named' | 'silent';
	/** What GoTone's gateway says about every message; only `Delivered…` is a success. */
	gotoneGateway: string;
	/** GoTone's balance in SMS units; every segment costs one. */
	gotoneBalance: number;
	/** The time zone of the GoTone account. */
	gotoneTimezone: string;
	/** Sender IDs that GoTone lets the account use, or '*'. */
	gotoneSenders: string[] | '*';
	/** ISO-2 codes that GoTone may send to, or '*'. */
	gotoneCountries: string[] | '*';
	/** Digits of the numbers that GoTone has on its blacklist. */
	gotoneBlacklist: string[];
	/** GoTone's requests per minute. Null is off. */
	gotoneRateLimit: number | null;
}

export const defaultSettings = (): Settings => ({
	keepAlive: false,
	balance: 100_000,
	enabledCountries: '*',
	throttleMs: 0,
	listRows: 'perContact',
	tooManyRecipients: 'request',
	unownedSender: 'reject',
	inactiveAccountStatus: 403,
	historyLagMs: 0,
	rateLimit: null,
	matonRateLimit: null,
	matonConnectionStatus: 'ACTIVE',
	matonUnknownConnection: 400,
	matonErrors: 'json',
	matonDeleteStatus: 200,
	gotoneHttpBearer: false,
	gotoneStatuses: 'always200',
	gotoneContactRows: 'full',
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
});

interface Check<T> {
	wanted: string;
	test: (value: unknown) => value is T;
}

function oneOf<const T extends string | number | boolean>(...values: T[]): Check<T> {
	const known: readonly unknown[] = values;
	return {
		wanted: `one of ${values.join(', ')}`,
		test: (value): value is T => known.includes(value),
	};
}

const milliseconds: Check<number> = {
	wanted: 'a whole number of milliseconds',
	test: (value): value is number => isWholeNumber(value),
};

const checks: { [K in keyof Settings]: Check<Settings[K]> } = {
	keepAlive: oneOf(true, false),
	balance: {
		wanted: 'a number',
		test: (value): value is number => Number.isFinite(value),
	},
	enabledCountries: {
		wanted: 'a list of ISO-2 country codes, or "*"',
		test: (value): value is string[] | '*' => value === '*' || isTextList(value),
	},
	throttleMs: milliseconds,
	listRows: oneOf('perContact', 'single'),
	tooManyRecipients: oneOf('request', 'rows'),
	unownedSender: oneOf('reject', 'replace'),
	inactiveAccountStatus: oneOf(200, 400, 401, 402, 403),
	historyLagMs: milliseconds,
	rateLimit: {
		wanted: 'null or { limit, windowMs } with whole numbers above 0',
		test: (value): value is Settings['rateLimit'] =>
			value === null ||
			(isFields(value) && isWholeNumber(value.limit, 1) && isWholeNumber(value.windowMs, 1)),
	},
	matonRateLimit: {
		wanted: 'null or a whole number of requests per second',
		test: (value): value is number | null => value === null || isWholeNumber(value, 1),
	},
	matonConnectionStatus: oneOf('ACTIVE', 'PENDING', 'FAILED'),
	matonUnknownConnection: oneOf(400, 404),
	matonErrors: oneOf('json', 'text'),
	matonDeleteStatus: oneOf(200, 204),
	gotoneHttpBearer: oneOf(true, false),
	gotoneStatuses: oneOf('always200', 'true'),
	gotoneContactRows: oneOf('full', 'short'),
	gotoneNamesRequired: oneOf(true, false),
	gotoneMmsText: oneOf('required', 'optional'),
	gotoneSingleSchedule: oneOf('ignored', 'kept'),
	gotoneStatusField: oneOf('status', 'customer_status'),
	gotoneUnicodeOverride: oneOf(true, false),
	gotoneBadNumbers: oneOf('named', 'silent'),
	gotoneGateway: {
		wanted: 'a text',
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
	gotoneSenders: {
		wanted: 'a list of sender IDs, or "*"',
		test: (value): value is string[] | '*' => value === '*' || isTextList(value),
	},
	gotoneCountries: {
		wanted: 'a list of ISO-2 country codes, or "*"',
		test: (value): value is string[] | '*' => value === '*' || isTextList(value),
	},
	gotoneBlacklist: { wanted: 'a list of texts', test: isTextList },
	gotoneRateLimit: {
		wanted: 'null or a whole number of requests per minute',
		test: (value): value is number | null => value === null || isWholeNumber(value, 1),
	},
};

const isSetting = (name: string): name is keyof Settings => Object.hasOwn(checks, name);

function assign<K extends keyof Settings>(target: Settings, name: K, value: unknown): void {
	const check: Check<Settings[K]> = checks[name];
	if (!check.test(value)) throw new Error(`The setting "${name}" must be ${check.wanted}.`);
	target[name] = value;
}

/** The settings with a change applied; throws a sentence about the first thing that is wrong. */
export function changedSettings(current: Settings, change: unknown): Settings {
	if (!isFields(change)) throw new Error('The settings must be an object.');
	const next = { ...current };
	for (const [name, value] of Object.entries(change)) {
		if (!isSetting(name)) {
			throw new Error(`There is no setting "${name}". Known: ${Object.keys(checks).join(', ')}.`);
		}
		assign(next, name, value);
	}
	return next;
}
