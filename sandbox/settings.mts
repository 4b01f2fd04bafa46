import { type Check, type Checks, milliseconds, oneOf } from './setting-checks.mts';
import { isFields, isTextList, isWholeNumber } from './values.mts';
import { webhookChecks, webhookDefaults, type WebhookSettings } from './webhook-settings.mts';
import { goToneChecks, goToneDefaults, type GoToneSettings } from './wires/gotone/settings.mts';
import { submailChecks, submailDefaults, type SubmailSettings } from './wires/submail/settings.mts';

/** Switches for what the facts leave open ([unsure]), and the state of the accounts. */
export interface Settings extends SubmailSettings, GoToneSettings, WebhookSettings {
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
	/** [unsure] An attachment of an MMS that cannot be sent: the rows say so, or the whole request. */
	invalidMediaFile: 'rows' | 'request';
	/** [unsure] HTTP status for the test users `notactive` and `banned`. */
	inactiveAccountStatus: number;
	/** [unsure] How long an accepted message is missing from the history. */
	historyLagMs: number;
	/** [unsure] The order of ClickSend's inbound messages that wait to be polled. */
	clickSendInboundOrder: 'oldest' | 'newest';
	/** [unsure] What the list of inbound rules calls their ids: the schema and the example disagree. */
	clickSendRuleIdName: 'inbound_rule_id' | 'sms_inbound_rule_id';
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
	/** [unsure] EngageLab tells an error by the HTTP status, or by the code with HTTP 200. */
	engageLabErrorStatus: 'http' | 'ok';
	/** [unsure] EngageLab does not count a number that cannot be, or refuses the request. */
	engageLabRefusedNumber: 'count' | 'error';
	/** [unsure] Recipients per request of EngageLab's current generation. Null: no limit. */
	engageLabMaxRecipients: number | null;
	/** The review's word on new signs and templates of EngageLab's current generation. */
	engageLabReview: 'pending' | 'approved' | 'rejected';
	/** [unsure] EngageLab legacy: a change of an unknown sign is an error, or counts 0. */
	engageLabUnknownId: 'error' | 'count';
	/** [unsure] EngageLab legacy: the code for the 101st sign. */
	engageLabSignLimitCode: number;
	/** EngageLab legacy: new ids are larger than 2^53. */
	engageLabInt64Ids: boolean;
	/** [unsure] EngageLab legacy: a changed template is counted, or returned. */
	engageLabTemplateChange: 'count' | 'result';
	/** [unsure] EngageLab legacy: an accepted sending has ids, or nothing. */
	engageLabLegacySend: 'smsIds' | 'bare';
	/** How long a token of SMSMobileAPI is good for; those that are out keep the time they were given. */
	smsMobileTokenMs: number;
	/** [unsure] Answer to a token that has expired or was never given. */
	smsMobileTokenExpired: 401 | 403;
	/** [unsure] Whether a token comes with `token_type` and `expires_in`. */
	smsMobileTokenFields: 'all' | 'accessToken';
	/** [unsure] Answer to a wrong client ID or secret. */
	smsMobileTokenRefused: 200 | 400 | 401 | 403;
	/** Two shapes of errors are documented: `{ error, message }` and `{ success: false, error }`. */
	smsMobileErrors: 'message' | 'success';
	/** `result.error` and `error` come as texts and as numbers. */
	smsMobileErrorCodes: 'text' | 'number';
	/** [unsure] A path without its trailing slash is redirected to, or served. */
	smsMobileUnslashed: 'redirect' | 'serve';
	/** [unsure] What a send answers: the documented `result`, or the `success` of the CLI's README. */
	smsMobileSendAnswer: 'result' | 'success';
	/** [unsure] What the rows of the log call a message's GUID. */
	smsMobileGuidField: 'guid' | 'guid_message' | 'id';
	/** [unsure] Whether the error of a log without rows comes with an empty list. */
	smsMobileMissingRow: 'list' | 'errorOnly';
	/** [unsure] Rows of the log per answer. */
	smsMobileLogPage: number;
	/** [unsure] Whether `onlyunread=yes` marks what it lists as read. */
	smsMobileUnreadMarks: boolean;
	/** Observed: `time_received` in milliseconds or as digits, or absent as in the OAS. */
	smsMobileTimeReceived: 'absent' | 'milliseconds' | 'digits';
}

export const defaultSettings = (): Settings => ({
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
	smsMobileTimeReceived: 'absent',
});

const checks: Checks<Settings> = {
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
	smsMobileTimeReceived: oneOf('absent', 'milliseconds', 'digits'),
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
