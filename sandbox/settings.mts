import { type Check, type Checks, milliseconds, oneOf } from './setting-checks.mts';
import { isFields, isTextList, isWholeNumber } from './values.mts';
import { webhookChecks, webhookDefaults, type WebhookSettings } from './webhook-settings.mts';
import {
	clickSendChecks,
	clickSendDefaults,
	type ClickSendSettings,
} from './wires/clicksend/settings.mts';
import { goToneChecks, goToneDefaults, type GoToneSettings } from './wires/gotone/settings.mts';
import { submailChecks, submailDefaults, type SubmailSettings } from './wires/submail/settings.mts';

/**
 * Switches for what the documentation leaves open ([unsure] in docs/providers), and the initial
 * state of the accounts.
 */
export interface Settings
	extends ClickSendSettings, SubmailSettings, GoToneSettings, WebhookSettings {
	/** Keeps connections open between requests. When off, a `refuse` fault hits every new request. */
	keepAlive: boolean;
	/** ClickSend's balance; every accepted message lowers it. */
	balance: number;
	/** ISO-2 codes of the countries that ClickSend may send to, or '*'. */
	enabledCountries: string[] | '*';
	/** The same text to the same number within this time is THROTTLED; 0 is off. */
	throttleMs: number;
	/** [unsure] A list answers with one row per contact or with one row. */
	listRows: 'perContact' | 'single';
	/** [unsure] More than 1000 messages: the whole request is refused, or only the rows above 1000. */
	tooManyRecipients: 'request' | 'rows';
	/** [unsure] What happens to a sender number that the account does not own. */
	unownedSender: 'reject' | 'replace';
	/** [unsure] An MMS attachment that cannot be sent is reported in the rows, or refuses the request. */
	invalidMediaFile: 'rows' | 'request';
	/** [unsure] The HTTP status for the test users `notactive` and `banned`. */
	inactiveAccountStatus: number;
	/** [unsure] How long it takes until an accepted message appears in the history. */
	historyLagMs: number;
	/** [unsure] The order in which ClickSend lists inbound messages to poll. */
	clickSendInboundOrder: 'oldest' | 'newest';
	/** [unsure] The field with the id of an inbound rule: the schema and the example disagree. */
	clickSendRuleIdName: 'inbound_rule_id' | 'sms_inbound_rule_id';
	/** Observed at ClickSend: 20 requests per 60 s for each endpoint and address. Null is off. */
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
	/** [unsure] EngageLab reports an error by the HTTP status, or by the code with HTTP 200. */
	engageLabErrorStatus: 'http' | 'ok';
	/** [unsure] EngageLab does not count an impossible number, or refuses the request. */
	engageLabRefusedNumber: 'count' | 'error';
	/** [unsure] Recipients per request of EngageLab's current generation. Null: no limit. */
	engageLabMaxRecipients: number | null;
	/** The result of the review of new signs and templates of EngageLab's current generation. */
	engageLabReview: 'pending' | 'approved' | 'rejected';
	/** [unsure] EngageLab legacy: updating an unknown sign is an error, or returns the count 0. */
	engageLabUnknownId: 'error' | 'count';
	/** [unsure] EngageLab legacy: the code for the 101st sign. */
	engageLabSignLimitCode: number;
	/** EngageLab legacy: new ids are larger than 2^53. */
	engageLabInt64Ids: boolean;
	/** [unsure] EngageLab legacy: updating a template returns a count, or the template. */
	engageLabTemplateChange: 'count' | 'result';
	/** [unsure] EngageLab legacy: the answer to an accepted send has ids, or nothing. */
	engageLabLegacySend: 'smsIds' | 'bare';
	/** How long EngageLab legacy repeats its answer to the same question about statuses. */
	engageLabStatusCacheMs: number;
	/** How long a token of SMSMobileAPI is valid. Tokens that were issued before keep their time. */
	smsMobileTokenMs: number;
	/** [unsure] Answer to a token that has expired or was never issued. */
	smsMobileTokenExpired: 401 | 403;
	/** [unsure] Whether a token comes with `token_type` and `expires_in`. */
	smsMobileTokenFields: 'all' | 'accessToken';
	/** [unsure] Answer to a wrong client ID or secret. */
	smsMobileTokenRefused: 200 | 400 | 401 | 403;
	/** Two shapes of errors are documented: `{ error, message }` and `{ success: false, error }`. */
	smsMobileErrors: 'message' | 'success';
	/** `result.error` and `error` are strings or numbers. */
	smsMobileErrorCodes: 'text' | 'number';
	/** [unsure] A path without its trailing slash is redirected, or served. */
	smsMobileUnslashed: 'redirect' | 'serve';
	/** [unsure] The answer to a send: the documented `result`, or the `success` of the CLI's README. */
	smsMobileSendAnswer: 'result' | 'success';
	/** [unsure] The field with a message's GUID in the rows of the log. */
	smsMobileGuidField: 'guid' | 'guid_message' | 'id';
	/** [unsure] Whether the error of a log without rows comes with an empty list. */
	smsMobileMissingRow: 'list' | 'errorOnly';
	/** [unsure] Rows of the log per answer. */
	smsMobileLogPage: number;
	/** [unsure] Whether `onlyunread=yes` marks what it lists as read. */
	smsMobileUnreadMarks: boolean;
	/** [unsure] A JSON body, as one example posts it, is read or ignored. */
	smsMobileJson: 'ignored' | 'read';
	/** [unsure] Where the list of received WhatsApp messages is: `result.wa`, or `messages`. */
	smsMobileWhatsAppList: 'result' | 'messages';
	/** Observed: `time_received` in milliseconds or as digits, or absent as in the OpenAPI file. */
	smsMobileTimeReceived: 'absent' | 'milliseconds' | 'digits';
}

export const defaultSettings = (): Settings => ({
	...clickSendDefaults,
	...submailDefaults,
	...goToneDefaults,
	...webhookDefaults,
	keepAlive: false,
	balance: 100_000,
	enabledCountries: '*',
	throttleMs: 0,
	listRows: 'perContact',
	tooManyRecipients: 'request',
	unownedSender: 'reject',
	invalidMediaFile: 'rows',
	inactiveAccountStatus: 403,
	historyLagMs: 0,
	clickSendInboundOrder: 'oldest',
	clickSendRuleIdName: 'inbound_rule_id',
	rateLimit: null,
	matonRateLimit: null,
	matonConnectionStatus: 'ACTIVE',
	matonUnknownConnection: 400,
	matonErrors: 'json',
	matonDeleteStatus: 200,
	engageLabErrorStatus: 'http',
	engageLabRefusedNumber: 'count',
	engageLabMaxRecipients: null,
	engageLabReview: 'pending',
	engageLabUnknownId: 'error',
	engageLabSignLimitCode: 34099,
	engageLabInt64Ids: false,
	engageLabTemplateChange: 'count',
	engageLabLegacySend: 'smsIds',
	engageLabStatusCacheMs: 600_000,
	smsMobileTokenMs: 3_600_000,
	smsMobileTokenExpired: 401,
	smsMobileTokenFields: 'all',
	smsMobileTokenRefused: 401,
	smsMobileErrors: 'message',
	smsMobileErrorCodes: 'text',
	smsMobileUnslashed: 'redirect',
	smsMobileSendAnswer: 'result',
	smsMobileGuidField: 'guid',
	smsMobileMissingRow: 'list',
	smsMobileLogPage: 50,
	smsMobileUnreadMarks: false,
	smsMobileJson: 'ignored',
	smsMobileWhatsAppList: 'result',
	smsMobileTimeReceived: 'absent',
});

const checks: Checks<Settings> = {
	...clickSendChecks,
	...submailChecks,
	...goToneChecks,
	...webhookChecks,
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
	invalidMediaFile: oneOf('rows', 'request'),
	inactiveAccountStatus: oneOf(200, 400, 401, 402, 403),
	historyLagMs: milliseconds,
	clickSendInboundOrder: oneOf('oldest', 'newest'),
	clickSendRuleIdName: oneOf('inbound_rule_id', 'sms_inbound_rule_id'),
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
	engageLabErrorStatus: oneOf('http', 'ok'),
	engageLabRefusedNumber: oneOf('count', 'error'),
	engageLabMaxRecipients: {
		wanted: 'null or a whole number of recipients',
		test: (value): value is number | null => value === null || isWholeNumber(value, 1),
	},
	engageLabReview: oneOf('pending', 'approved', 'rejected'),
	engageLabUnknownId: oneOf('error', 'count'),
	engageLabSignLimitCode: {
		wanted: 'a whole number',
		test: (value): value is number => isWholeNumber(value, 1),
	},
	engageLabInt64Ids: oneOf(true, false),
	engageLabTemplateChange: oneOf('count', 'result'),
	engageLabLegacySend: oneOf('smsIds', 'bare'),
	engageLabStatusCacheMs: milliseconds,
	smsMobileTokenMs: milliseconds,
	smsMobileTokenExpired: oneOf(401, 403),
	smsMobileTokenFields: oneOf('all', 'accessToken'),
	smsMobileTokenRefused: oneOf(200, 400, 401, 403),
	smsMobileErrors: oneOf('message', 'success'),
	smsMobileErrorCodes: oneOf('text', 'number'),
	smsMobileUnslashed: oneOf('redirect', 'serve'),
	smsMobileSendAnswer: oneOf('result', 'success'),
	smsMobileGuidField: oneOf('guid', 'guid_message', 'id'),
	smsMobileMissingRow: oneOf('list', 'errorOnly'),
	smsMobileLogPage: {
		wanted: 'a whole number of rows',
		test: (value): value is number => isWholeNumber(value, 1),
	},
	smsMobileUnreadMarks: oneOf(true, false),
	smsMobileJson: oneOf('ignored', 'read'),
	smsMobileWhatsAppList: oneOf('result', 'messages'),
	smsMobileTimeReceived: oneOf('absent', 'milliseconds', 'digits'),
};

const isSetting = (name: string): name is keyof Settings => Object.hasOwn(checks, name);

function assign<K extends keyof Settings>(target: Settings, name: K, value: unknown): void {
	const check: Check<Settings[K]> = checks[name];
	if (!check.test(value)) throw new Error(`The setting "${name}" must be ${check.wanted}.`);
	target[name] = value;
}

/**
 * Returns the settings with a change applied.
 *
 * @throws Error with one sentence about the first problem
 */
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
