/**
 * Sends to contact groups: a campaign, which the service works off in the background. Its answer says
 * nothing about single recipients (docs/providers/gotone.md §5, campaigns).
 */
import type { OutboundMessage } from '../../core/message';
import { failAll, type SendResult } from '../../core/outcome';
import type { Api, Batch, SmsAccount } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import { outcomeOf } from '../../core/failures';
import { wholeMinute } from './accountTime';
import { campaignFailure, type Envelope } from './errors';
import { prepare } from './prepare';
import { isSchedule, scheduleOf, unscheduled, type Zone, zoneReader } from './schedule';
import { contentOf } from './wire';

export const CAMPAIGN = '/sms/campaign';

const IN_THE_BACKGROUND =
	'GoTone SMS accepted it as a campaign, which it sends in the background. What becomes of each recipient is only shown there, under Reports, Campaigns.';

/** Creating a campaign may take as long as its group is large. */
const TIMEOUT_MS = 120_000;

async function send(
	{ messages }: Batch,
	api: Api,
	readZone: () => Promise<Zone>,
): Promise<SendResult[]> {
	const [message] = messages;
	if (message?.to.kind !== 'list') return [];
	const schedule = await scheduleOf(message, readZone);
	if (!isSchedule(schedule)) return unscheduled(messages, schedule);
	const outcome = await api.request({
		method: 'POST',
		path: CAMPAIGN,
		body: { contact_list_id: message.to.listId, ...contentOf(message), ...schedule },
		timeoutMs: TIMEOUT_MS,
	});
	if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
	const failure = campaignFailure(outcome);
	if (failure) return failAll(messages, outcomeOf(failure), failure);
	return [readAccepted(message, outcome.body as Envelope)];
}

function readAccepted({ index, sendAt }: OutboundMessage, { data }: Envelope): SendResult {
	return {
		index,
		outcome: 'accepted',
		// Not documented; newer versions have IDs of campaigns.
		messageId: isObject(data) ? textOrNumber(data.uid) : undefined,
		scheduledAt: sendAt && wholeMinute(sendAt).toISOString(),
		note: IN_THE_BACKGROUND,
	};
}

/** A GoTone account that sends to contact groups: one request per group. */
export function campaignAccount(api: Api): SmsAccount {
	const readZone = zoneReader(api);
	return {
		prepare,
		group: (messages) => messages.map((message) => ({ messages: [message] })),
		send: async (batch) => await send(batch, api, readZone),
	};
}
