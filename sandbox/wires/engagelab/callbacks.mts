import { randomUUID } from 'node:crypto';
import { type Stage, onStage } from '../../stages.mts';
import { type PhoneMessage, type Reply } from '../../types.mts';
import { type World } from '../../world.mts';
import { type EngageLabAccount, type Sent } from './account.mts';
import { type CallbackHook, callbackPush } from './callback-request.mts';
import { seconds } from './configs.mts';

/** One row of a call. */
interface Row {
	event: string;
	row: object;
}

/** Collects rows for a while, so that one call has several. */
class Batches {
	readonly #world: World;
	readonly #waiting = new Map<string, Row[]>();

	constructor(world: World) {
		this.#world = world;
		world.onReset(() => this.#waiting.clear());
	}

	add(hook: CallbackHook & { id: string }, row: Row): void {
		const { engageLabBatchMs: wait } = this.#world.settings;
		const waiting = this.#waiting.get(hook.id);
		if (waiting) waiting.push(row);
		else if (wait === 0) this.#send(hook, [row]);
		else {
			const rows = [row];
			this.#waiting.set(hook.id, rows);
			this.#world.timers.later(wait, () => {
				this.#waiting.delete(hook.id);
				this.#send(hook, rows);
			});
		}
	}

	#send(hook: CallbackHook, rows: Row[]): void {
		const event = [...new Set(rows.map((one) => one.event))].join(',');
		const body = JSON.stringify({ total: rows.length, rows: rows.map(({ row }) => row) });
		this.#world.webhooks.push(callbackPush(this.#world, hook, event, body));
	}
}

const pricePerPart = 0.005;
const businessId = '1001';

function statusRow(status: string, sent: Sent, { id, errorCode }: PhoneMessage): Row {
	const now = seconds(Date.now());
	const failed = status.includes('fail');
	const row = {
		message_id: id,
		to: sent.to,
		server: 'sms',
		channel: 'sms',
		itime: now,
		custom_args: sent.customArgs,
		status: {
			message_status: status,
			status_data: {
				msg_time: now,
				message_id: id,
				current_send_channel: 'SANDBOX',
				template_key: sent.template.id,
				business_id: businessId,
			},
			// Only at `sent` (docs/providers/engagelab.md §4).
			...(status === 'sent' && {
				billing: { cost: sent.segments * pricePerPart, currency: 'USD' },
			}),
			// The codes and texts of failures are [unsure].
			error_code: failed ? Number(errorCode) || 5001 : 0,
			...(failed && { error_detail: { message: errorCode ?? 'The carrier did not deliver' } }),
		},
	};
	return { event: status, row };
}

/** A reply; its message_id is 0, only its message_sid is unique (docs/providers/engagelab.md §4). */
function uplinkRow({ id, from, to, text, at }: Reply): Row {
	const row = {
		server: 'sms',
		itime: seconds(Date.parse(at)),
		message_id: '0',
		business_id: '0',
		response: {
			event: 'uplink_message',
			response_data: {
				message_sid: `SM${id.replaceAll('-', '')}`,
				account_sid: accountSid,
				from,
				to,
				body: text,
			},
		},
	};
	return { event: 'uplink_message', row };
}

const accountSid = `AC${randomUUID().replaceAll('-', '')}`;

function statusesOf(stage: Stage, { settings }: World): string[] {
	if (stage === 'accepted') return ['plan', 'target_valid'];
	return [stage === 'undelivered' ? settings.engageLabUndelivered : stage];
}

/** The callbacks of the current generation: delivery status of messages, and replies to them. */
export function announceCallbacks(account: EngageLabAccount): void {
	const { world } = account;
	const batches = new Batches(world);
	const announce = (row: Row) => {
		for (const hook of world.hooks.of('engageLab')) batches.add(hook, row);
	};

	onStage(world.phones, (stage, message) => {
		const sent = account.sent(message.id);
		if (!sent) return;
		for (const status of statusesOf(stage, world)) announce(statusRow(status, sent, message));
	});
	world.phones.subscribe((event) => {
		if (event.type !== 'reply' || account.sent(event.reply.messageId ?? '') === undefined) return;
		announce(uplinkRow(event.reply));
	});
}
