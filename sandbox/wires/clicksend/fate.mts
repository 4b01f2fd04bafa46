import { readNumber } from '../../numbers.mts';
import { type ClickSendAccount } from './account.mts';
import { type Channel, type Fate } from './channel.mts';
import { type Outgoing } from './outgoing.mts';
import { resolveSender, type Sender } from './sender.mts';

/**
 * These cost nothing, though their rows carry a price (docs/providers/clicksend.md §12; its OpenAPI
 * example).
 */
const testNumbers: readonly string[] = [
	'+61411111111',
	'+61422222222',
	'+61433333333',
	'+61444444444',
	'+14055555555',
	'+14055555666',
	'+447777777777',
	'+8615555555555',
];

export const costOf = ({ number, price }: Fate) =>
	number && testNumbers.includes(number.e164) ? 0 : price;

const tenYears = 10 * 365 * 24 * 3600;

/**
 * Absent, 0 or past means now (docs/providers/clicksend.md §5). A time in milliseconds would be
 * thousands of years away: it is refused, because that mistake must not look like success.
 */
function readSchedule(value: unknown): number | undefined | 'invalid' {
	if (value === undefined || value === null || value === '' || value === 0) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return 'invalid';
	const now = Date.now() / 1000;
	if (value > now + tenYears) return 'invalid';
	return value > now ? value : undefined;
}

/** Shared by all messages of one request. */
export interface FateContext {
	account: ClickSendAccount;
	channel: Channel;
	overrides: Map<string, string>;
	/** How much the account can still spend. */
	credit: number;
	/** Messages that were accepted earlier in the same request. */
	fresh: Set<string>;
}

function isThrottled({ account, channel, fresh }: FateContext, to: string, body: string): boolean {
	const { throttleMs } = account.world.settings;
	if (throttleMs === 0) return false;
	return fresh.has(`${to}\n${body}`) || account.sent[channel.name].sinceSent(to, body) < throttleMs;
}

function senderOf(
	message: Outgoing,
	country: string,
	{ account, channel, overrides }: FateContext,
): Sender | undefined {
	if (!channel.hasSender) return resolveSender('', country, 'replace');
	const override = overrides.get(country) ?? '';
	return (
		// An invalid sender in `senders` falls back, one in the message does not (OpenAPI:
		// senders).
		(message.from === '' ? resolveSender(override, country, 'replace') : undefined) ??
		resolveSender(message.from, country, account.world.settings.unownedSender)
	);
}

/** Decides about one message. The order of the checks is the sandbox's choice: [unsure]. */
export function decide(message: Outgoing, context: FateContext): Fate {
	const { account, channel } = context;
	const { clickSendDefaultCountry } = account.world.settings;
	// `country`, or the account's default country (OpenAPI: send-sms, account).
	const number = readNumber(message.to, message.country || clickSendDefaultCountry);
	const country = number?.country ?? '';
	const sender = senderOf(message, country, context);
	const parts = channel.countParts(message.body);
	const price = parts.segments * channel.pricePerPart(country);
	const sendAt = readSchedule(message.schedule);
	const fate = (status: string): Fate => ({
		message,
		status,
		...(number && { number }),
		sender: sender && number ? sender : { from: message.from, shared: false },
		parts,
		price,
		...(typeof sendAt === 'number' && { sendAt }),
	});

	if (message.listProblem) return fate(message.listProblem);
	if (!number) return fate('INVALID_RECIPIENT');
	if (message.body.trim() === '') return fate('EMPTY_MESSAGE');
	const problem = channel.problemOf?.(message);
	if (problem) return fate(problem);
	const { enabledCountries } = account.world.settings;
	if (enabledCountries !== '*' && !enabledCountries.includes(country)) {
		return fate('COUNTRY_NOT_ENABLED');
	}
	if (!sender) return fate('INVALID_SENDER_ID');
	if (sendAt === 'invalid') return fate('INVALID_SCHEDULE');
	if (isThrottled(context, number.e164, message.body)) return fate('THROTTLED');
	if (price > context.credit) return fate('INSUFFICIENT_CREDIT');
	return fate('SUCCESS');
}
