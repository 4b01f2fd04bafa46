/** Handles one call from the provider: refused, new events for the workflow, or nothing new. */
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { tokenVerdict } from '../../core/receiving/proof';
import {
	NO_SECRET,
	type WebhookCall,
	type WebhookEvent,
	type WebhookSecret,
} from '../../core/receiving/webhook';
import { settle } from '../../core/values';
import { ownOrigin } from '../../n8n/http/credential';
import { callItem, messageItem, reportItem } from '../../n8n/receiving/items';
import { downloadMedia } from '../../n8n/receiving/media';
import { acknowledge, answer } from '../../n8n/receiving/webhook-answer';
import type { Slot } from '../../n8n/receiving/slot';
import { readCall } from '../../n8n/receiving/webhook-call';
import { memoryOf, WebhookMemory } from '../../n8n/receiving/webhook-memory';
import { readSecret, readSettings, readWishes, type Settings, type Wishes } from './settings';
import { stateOf } from './state';

/** The item for an event; none if the settings exclude the event. */
function toItem(event: WebhookEvent, wishes: Wishes): INodeExecutionData[] {
	const { kinds, isWanted, simplify } = wishes;
	if (!kinds.includes(event.kind)) return [];
	const isSimple = simplify && event.undocumented !== true;
	if (event.kind === 'deliveryReport') return [reportItem(event.report, isSimple)];
	if (event.kind === 'callMissed') return [callItem(event.call, isSimple)];
	return isWanted(event.message) ? [messageItem(event.message, isSimple)] : [];
}

const isTest = (ctx: IWebhookFunctions): boolean => ctx.getMode() === 'manual';

/** The memory of this node; a test in the editor gets its own, which is discarded. */
function memoryFor(ctx: IWebhookFunctions, { data, place }: Slot): WebhookMemory {
	if (isTest(ctx)) return new WebhookMemory();
	const memory = memoryOf(ctx.getWorkflow().id ?? '', place);
	memory.load(data);
	return memory;
}

/** The log gives the reason at level "debug", for users who are setting up a provider. */
function refuse(ctx: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	ctx.logger.debug(`${ctx.getNode().name}: a webhook call was refused: ${reason}`);
	return answer(ctx, status, reason);
}

/** Providers call again if the answer takes long; the repeat is known by then. */
const DOWNLOADS_MS = 10_000;

/**
 * Handles a genuine call, whose settings are whole. Runs synchronously until its events are marked as
 * known, so that no other call can interleave.
 */
async function take(
	ctx: IWebhookFunctions,
	call: WebhookCall,
	{ wire, registered, account }: Settings,
	wishes: Wishes,
	token: string | undefined,
): Promise<IWebhookResponseData> {
	const events = wire.read(call, wishes.zone);
	if (!events) return refuse(ctx, 400, 'malformed');
	// Before anything is marked as known: an event that fails to become an item must not count as handled.
	const items = new Map(events.map((event) => [event, toItem(event, wishes)]));
	const slot = stateOf(ctx);
	const memory = memoryFor(ctx, slot);
	const taken = memory.take(registered.provider.id, call, token, events);
	if (taken === 'replayed') return refuse(ctx, 401, 'used before');
	if (taken.isChanged && !isTest(ctx)) memory.save(slot.data);
	const isNews = taken.fresh.length > 0 || taken.repeated === 0;
	const status = isNews ? (wire.statusOfNews ?? 200) : 200;
	const fresh = taken.fresh.flatMap((event) => items.get(event) ?? []);
	if (wishes.downloadsMedia) {
		// From here on nothing may throw: the events count as handled.
		const own = account && (await ownOrigin(ctx, account.authentication));
		await downloadMedia(ctx, fresh, { own, withinMs: DOWNLOADS_MS });
	}
	return acknowledge(ctx, status, fresh);
}

/** Settings that cannot be used: the message is n8n's or ours. */
class NotSetUp extends Error {}

async function fromSettings<T>(read: () => T | Promise<T>): Promise<T> {
	const done = await settle(Promise.resolve().then(read));
	if (!done.ok) throw new NotSetUp(done.error.message);
	return done.value;
}

/**
 * What a stranger can make us do is in this order: what costs nothing first, then one decryption for the
 * secret; filters are compiled, and the body is taken apart, for genuine calls only.
 */
async function judge(ctx: IWebhookFunctions, call: WebhookCall): Promise<IWebhookResponseData> {
	const settings = await fromSettings(() => readSettings(ctx));
	const { wire, hasUrlToken } = settings;
	if (!wire.methods.includes(call.method)) return refuse(ctx, 405, 'method not allowed');
	if (wire.isPing?.(call) === true) return answer(ctx, 200);
	const verify = (secret: WebhookSecret) =>
		hasUrlToken ? tokenVerdict(call, secret) : wire.verify(call, secret);
	const form = verify(NO_SECRET);
	if (!form.genuine && !form.hasForm) return refuse(ctx, 401, form.reason);
	const verdict = verify(await fromSettings(async () => await readSecret(ctx, settings)));
	if (!verdict.genuine) return refuse(ctx, 401, verdict.reason);
	const wishes = await fromSettings(() => readWishes(ctx, settings));
	return await take(ctx, call, settings, wishes, verdict.token);
}

async function receiveSafely(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const call = readCall(ctx, Date.now());
	if (call === 'tooLarge') return refuse(ctx, 413, 'too large');
	const answered = await settle(judge(ctx, call));
	if (answered.ok) return answered.value;
	if (!(answered.error instanceof NotSetUp)) throw answered.error;
	// The provider is not at fault and should call again once this is fixed.
	ctx.logger.error(
		`${ctx.getNode().name}: a webhook call could not be checked. ${answered.error.message}`,
	);
	return answer(ctx, 503, 'not set up');
}

/** Never throws: otherwise n8n would answer 500 and start a failed execution. */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await settle(receiveSafely(ctx));
	if (received.ok) return received.value;
	ctx.logger.error(`${ctx.getNode().name}: a webhook call could not be read`);
	return answer(ctx, 400, 'malformed');
}
