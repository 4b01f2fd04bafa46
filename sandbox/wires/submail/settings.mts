import { type Checks, milliseconds, oneOf } from '../../setting-checks.mts';
import { isWholeNumber } from '../../values.mts';

/** Switches for what docs/providers/submail.md marks as [unsure], and the initial state of the account. */
export interface SubmailSettings {
	/** [unsure] The HTTP status of an answer with an error code. */
	submailErrorStatus: 200 | 400;
	/** [unsure] Codes are strings or numbers; documented: numbers in rows of multi*, else strings. */
	submailErrorCodes: 'documented' | 'text' | 'number';
	/** [unsure] multi*: an error of the whole request is one object, or is repeated in every row. */
	submailMultiErrors: 'object' | 'rows';
	/** [unsure] Error rows of batch* have `code` and `msg`; the documented example has none. */
	submailBatchErrorCodes: boolean;
	/** The apps may use multi* and batch*; otherwise these are refused with 119. */
	submailBulk: boolean;
	/** [unsure] `sms_signature` of the sends by template is part of the string to sign. */
	submailSmsSignatureSigned: boolean;
	/** [unsure] `offset` of the template list is part of the string to sign. */
	submailOffsetSigned: boolean;
	/** [unsure] Domestic calls take `+86` and 86 in front of the 11 digits. */
	submailMainlandPrefix: boolean;
	/** [unsure] The entries of `multi` of multixsend may have an `sms_signature` of their own. */
	submailMultiSignature: boolean;
	/** How far SUBMAIL's clock is ahead of this machine's; negative: behind. */
	submailClockSkewMs: number;
	/** The same text to the same number within this time is 408; 0 is off. */
	submailDuplicateMs: number;
	/** [unsure] A signature that is not registered is accepted, or refused with 126. */
	submailUnknownSignature: 'accept' | 'refuse';
	/** [unsure] Missing and unknown templates are 406 and 407, or 305 and 306. */
	submailProjectCodes: '4xx' | '3xx';
	/** [unsure] `offset` of the template list counts templates, or pages of 50. */
	submailTemplateOffset: 'rows' | 'pages';
	/** [unsure] Asked for one template, sms/template returns it, or the whole list. */
	submailTemplateGet: 'one' | 'list';
	/** The immediate result of the review of a created or changed template. */
	submailTemplateReview: 'pending' | 'approve' | 'reject';
	/** The immediate result of the review of a new signature. */
	submailSignatureReview: 'pending' | 'approve' | 'reject';
	/** log and mo query again after this time; before, they repeat their last answer. */
	submailQueryMinuteMs: number;
	/** [unsure] The order of log and mo. */
	submailListOrder: 'newest' | 'oldest';
	/** [unsure] The most rows per answer of mo, however many are requested. */
	submailMaxRows: number;
	/** The credit of the domestic app, in parts. */
	submailCredit: number;
	/** The credit of the international app, in money. */
	submailMoney: number;
}

export const submailDefaults: SubmailSettings = {
	submailErrorStatus: 200,
	submailErrorCodes: 'documented',
	submailMultiErrors: 'object',
	submailBatchErrorCodes: false,
	submailBulk: true,
	submailSmsSignatureSigned: true,
	submailOffsetSigned: false,
	submailMainlandPrefix: false,
	submailMultiSignature: true,
	submailClockSkewMs: 0,
	submailDuplicateMs: 0,
	submailUnknownSignature: 'accept',
	submailProjectCodes: '4xx',
	submailTemplateOffset: 'rows',
	submailTemplateGet: 'one',
	submailTemplateReview: 'pending',
	submailSignatureReview: 'pending',
	submailQueryMinuteMs: 60_000,
	submailListOrder: 'newest',
	submailMaxRows: 1000,
	submailCredit: 100_000,
	submailMoney: 10_000,
};

export const submailChecks: Checks<SubmailSettings> = {
	submailErrorStatus: oneOf(200, 400),
	submailErrorCodes: oneOf('documented', 'text', 'number'),
	submailMultiErrors: oneOf('object', 'rows'),
	submailBatchErrorCodes: oneOf(true, false),
	submailBulk: oneOf(true, false),
	submailSmsSignatureSigned: oneOf(true, false),
	submailOffsetSigned: oneOf(true, false),
	submailMainlandPrefix: oneOf(true, false),
	submailMultiSignature: oneOf(true, false),
	submailClockSkewMs: {
		wanted: 'a whole number of milliseconds, which may be negative',
		test: (value): value is number => Number.isSafeInteger(value),
	},
	submailDuplicateMs: milliseconds,
	submailUnknownSignature: oneOf('accept', 'refuse'),
	submailProjectCodes: oneOf('4xx', '3xx'),
	submailTemplateOffset: oneOf('rows', 'pages'),
	submailTemplateGet: oneOf('one', 'list'),
	submailTemplateReview: oneOf('pending', 'approve', 'reject'),
	submailSignatureReview: oneOf('pending', 'approve', 'reject'),
	submailQueryMinuteMs: milliseconds,
	submailListOrder: oneOf('newest', 'oldest'),
	submailMaxRows: {
		wanted: 'a whole number of rows',
		test: (value): value is number => isWholeNumber(value, 1),
	},
	submailCredit: {
		wanted: 'a whole number of at least 0',
		test: (value): value is number => isWholeNumber(value),
	},
	submailMoney: {
		wanted: 'a number',
		test: (value): value is number => Number.isFinite(value),
	},
};
