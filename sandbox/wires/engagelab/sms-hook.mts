import { createHash } from 'node:crypto';
import { onStage, type Stage } from '../../stages.mts';
import { type MessageState } from '../../types.mts';
import { type World } from '../../world.mts';
import { type EngageLabAccount, type Sent } from './account.mts';
import { exactJson, int64 } from './exact.mts';
import { beijingTime } from './legacy-values.mts';

/** `X-SMSHook-Signature`, which does not cover the body (docs/providers/engagelab.md §2.6). */
export const smsHookSignature = (timestamp: string, appKey: string, secret: string): string =>
	createHash('md5')
		.update(timestamp + appKey + secret)
		.digest('hex');

/** The numbers of GET /v1/status: waiting, sent, delivered, failed (docs/providers/engagelab.md §2.5). */
const statuses: Record<Stage, number> = { accepted: 3, sent: 1, delivered: 2, undelivered: 5 };

/** Legacy messages are never scheduled: what is not with the carrier waits. */
export const statusOf = (state: MessageState): number =>
	state === 'sent' || state === 'delivered' || state === 'undelivered' ? statuses[state] : 3;

/**
 * [unsure] The bodies are not documented. Here they have the field names of GET /v1/status
 * (docs/providers/engagelab.md §2.5, §2.6). Replies are not pushed: no source mentions such an
 * event.
 */
const bodyOf = (id: string, stage: Stage, { to, template }: Sent): string =>
	exactJson({
		sms_id: id,
		phone: to,
		sms_user: 'sms_user',
		template_id: int64(template.id),
		msg_type: 2,
		status: statuses[stage],
		sub_status: 0,
		send_date: beijingTime(Date.now()).slice(0, 10),
	});

function push(world: World, id: string, stage: Stage, sent: Sent): void {
	const now = Date.now() + world.settings.webhookClockSkewMs;
	const timestamp = String(Math.floor(now / 1000));
	for (const { url, appKey, secret } of world.hooks.of('engageLabLegacy')) {
		world.webhooks.push({
			wire: 'engagelab-legacy',
			event: stage,
			method: 'POST',
			url,
			headers: {
				'Content-Type': 'application/json',
				'X-SMSHook-Timestamp': timestamp,
				'X-SMSHook-AppKey': appKey,
				'X-SMSHook-Signature': smsHookSignature(timestamp, appKey, secret),
			},
			body: bodyOf(id, stage, sent),
			success: [200, 204],
		});
	}
}

/** SMSHook, the webhook of the legacy generation. */
export function announceSmsHook(account: EngageLabAccount): void {
	const { world } = account;
	onStage(world.phones, (stage, { id }) => {
		const sent = account.sent(id);
		if (sent) push(world, id, stage, sent);
	});
}
