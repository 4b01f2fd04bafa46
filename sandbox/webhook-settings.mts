import { carrierRules, type CarrierRule } from './carrier-rules.mts';
import { type Check, type Checks, milliseconds, oneOf } from './setting-checks.mts';
import { isWholeNumber } from './values.mts';

/** How webhooks are sent, and switches for what the documentation leaves open ([unsure]). */
export interface WebhookSettings {
	/**
	 * The wait before each further attempt. Providers wait minutes
	 * (docs/providers/clicksend.md §11); the default here is seconds, to keep demos and tests
	 * short.
	 */
	webhookRetryMs: number[];
	/** An attempt without an answer ends after this time (docs/providers/engagelab.md §2.6, §4: 3 s). */
	webhookTimeoutMs: number;
	/** Concurrent attempts per URL; 1 keeps the events of a URL in order. */
	webhookConcurrency: number;
	/** How far the clock that signs webhooks is ahead of this machine's; negative: behind. */
	webhookClockSkewMs: number;
	/** The carrier delivers every message automatically after this time. Null: it does not. */
	carrierDelivers: number | null;
	/** What the carriers do with messages automatically; the first rule that fits decides. */
	carrierRules: CarrierRule[];
	/** [unsure] The body that verifies a callback URL of EngageLab when it is saved. */
	engageLabVerification: '' | '{}';
	/** [unsure] EngageLab's term for a message that was not delivered. */
	engageLabUndelivered: 'delivered_failed' | 'sent_failed' | 'sent_fail';
	/** Callback rows of EngageLab within this time share one call; 0: one call per row. */
	engageLabBatchMs: number;
}

export const webhookDefaults: WebhookSettings = {
	webhookRetryMs: [500, 2000, 5000],
	webhookTimeoutMs: 3000,
	webhookConcurrency: 1,
	webhookClockSkewMs: 0,
	carrierDelivers: null,
	carrierRules: [],
	engageLabVerification: '',
	engageLabUndelivered: 'delivered_failed',
	engageLabBatchMs: 0,
};

const mostRetries = 20;

const atLeastOne = (of: string): Check<number> => ({
	wanted: `a whole number of ${of} of at least 1`,
	test: (value): value is number => isWholeNumber(value, 1),
});

export const webhookChecks: Checks<WebhookSettings> = {
	webhookRetryMs: {
		wanted: `a list of at most ${mostRetries} whole numbers of milliseconds`,
		test: (value): value is number[] =>
			Array.isArray(value) &&
			value.length <= mostRetries &&
			value.every((wait) => isWholeNumber(wait)),
	},
	webhookTimeoutMs: atLeastOne('milliseconds'),
	webhookConcurrency: atLeastOne('attempts'),
	webhookClockSkewMs: {
		wanted: 'a whole number of milliseconds, which may be negative',
		test: (value): value is number => Number.isSafeInteger(value),
	},
	carrierDelivers: {
		wanted: 'null or a whole number of milliseconds',
		test: (value): value is number | null => value === null || isWholeNumber(value),
	},
	carrierRules,
	engageLabVerification: oneOf('', '{}'),
	engageLabUndelivered: oneOf('delivered_failed', 'sent_failed', 'sent_fail'),
	engageLabBatchMs: milliseconds,
};
