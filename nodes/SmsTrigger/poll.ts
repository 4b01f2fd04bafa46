/** One poll of the trigger: from the cursor that n8n stored to the new messages. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import {
	acknowledged,
	advance,
	type Cursor,
	isCursor,
	knowsAny,
	type Listing,
	type Step,
	startOf,
} from '../../core/receiving/cursor';
import type { Inbox, InboxAnswer, InboxRow } from '../../core/receiving/inbox';
import { newSalt } from '../../core/digests';
import { whileReading } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import { inOneSentence, toTriggerError } from '../../n8n/errors';
import { settle } from '../../core/values';
import { messageItem } from '../../n8n/receiving/items';
import { downloadMedia } from '../../n8n/receiving/media';
import { ownSlot } from '../../n8n/receiving/slot';
import { isCurrent, type Memory, memoryOf, type Running } from './memory';
import { readSettings, type Settings } from './settings';

/** Messages per execution. */
const MOST_AT_ONCE = 1000;
/** Concurrent requests when messages are acknowledged. */
const ACKNOWLEDGED_AT_ONCE = 5;
const CHECKED_EVERY_MS = 60 * 60_000;
/** For n8n versions that do not say how long a poll may take. */
const USUAL_BUDGET_MS = 60_000;
const DOWNLOADS_MS = 20_000;
/** No poll takes longer unless something holds it: its budget, and two requests of 30 s. */
const LONGEST_POLL_MS = USUAL_BUDGET_MS + 2 * 30_000;

type Items = INodeExecutionData[][] | null;

const toListing = (answer: InboxAnswer<unknown>, { filter }: Settings): Listing => ({
	rows: answer.rows.map(({ key, isCounted, at, message }) => ({
		key,
		isCounted,
		at,
		isWanted: filter(message),
	})),
	isComplete: answer.isComplete && answer.failure === undefined,
	from: answer.from,
});

async function give(
	ctx: IPollFunctions,
	rows: readonly InboxRow[],
	{ isSimple, media }: Settings,
): Promise<Items> {
	if (rows.length === 0) return null;
	const items = rows.map(({ message }) => messageItem(message, isSimple));
	if (media) await downloadMedia(ctx, items, { ...media, withinMs: DOWNLOADS_MS });
	return [items];
}

/** What a poll works with, besides the inbox and the settings. */
interface Scene {
	readonly memory: Memory;
	/** What n8n stores for this trigger. */
	readonly store: IDataObject;
	/** When to stop, in milliseconds by our clock. */
	readonly until: number;
	/** Whether this poll may still write; not once a later one has taken over. */
	mayWrite(): boolean;
}

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

/** Whether the stored position was written with another key. */
const isKeyNew = (store: IDataObject, { key }: Settings): boolean =>
	store.key !== undefined && store.key !== key;

async function check(ctx: IPollFunctions, inbox: Inbox): Promise<void> {
	const problem = await inbox.check();
	if (!problem) return;
	const failure = whileReading(problem.failure, 'Try again later.');
	throw inOneSentence(toTriggerError(ctx, failure, { status: problem.status }));
}

/** A test in the editor: shows the newest message and stores nothing. */
async function showNewest(
	ctx: IPollFunctions,
	inbox: Inbox,
	settings: Settings,
	until: number,
): Promise<Items> {
	await check(ctx, inbox);
	const { rows, failure, status } = await inbox.list({
		floor: 0,
		newest: null,
		place: undefined,
		until,
	});
	if (failure && rows.length === 0) {
		throw toTriggerError(ctx, whileReading(failure, 'Try again later.'), { status });
	}
	const wanted = rows.filter(({ message }) => settings.filter(message));
	const [newest] = [...wanted].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
	if (newest) return await give(ctx, [newest], settings);
	throw toTriggerError(ctx, nothingToShow(settings, rows.length > 0));
}

function nothingToShow({ provider: { provider, inbox } }: Settings, isFiltered: boolean): Failure {
	const { displayName } = provider;
	const marked = inbox.hasMarks
		? ' Messages that a published workflow has marked as read are not shown.'
		: '';
	const unkept = inbox.rule
		? ` Texts that arrived before ${displayName} had the rule that ${inbox.rule.displayName} creates were not kept.`
		: '';
	return {
		class: 'content',
		message: isFiltered
			? `${displayName} has received messages, but none that match the filters`
			: `${displayName} has no received messages to show yet`,
		hint: `Send a text${isFiltered ? ' that matches, or change Filters' : ' to your number and try again'}.${marked}${unkept}`,
	};
}

/**
 * Marks as read at the provider what an earlier poll handed over. The first failure ends it; the
 * next poll tries again.
 */
async function acknowledge(
	inbox: Inbox,
	rows: readonly InboxRow[],
	{ handed }: Step,
	until: number,
): Promise<number[]> {
	const done: number[] = [];
	let isRefused = false;
	await forEachBounded(handed, ACKNOWLEDGED_AT_ONCE, async (position) => {
		const row = rows[position];
		// Without an id from the provider, the message cannot be marked.
		if (!row || row.isCounted || isRefused || !inbox.markAsRead || Date.now() > until) return;
		if (await inbox.markAsRead(row.message.id)) done.push(position);
		else isRefused = true;
	});
	return done;
}

interface Listed {
	readonly cursor: Cursor;
	readonly answer: InboxAnswer<unknown>;
}

/** What the provider lists from the cursor on, and the cursor that it belongs to. */
async function list(
	inbox: Inbox,
	settings: Settings,
	{ memory, store, until }: Scene,
): Promise<Listed> {
	const ask = async (cursor: Cursor): Promise<Listed> => {
		const { floor, newest } = cursor;
		return { cursor, answer: await inbox.list({ floor, newest, place: memory.place, until }) };
	};
	const start = startOf(settings.of, !settings.includesHistory, newSalt());
	if (!isCursor(store.cursor, settings.of)) return await ask(start);
	const listed = await ask(store.cursor);
	if (!isKeyNew(store, settings) || listed.answer.failure) return listed;
	if (knowsAny(listed.cursor, toListing(listed.answer, settings), nowInSeconds())) return listed;
	// The key is that of another account: its messages from before are not new.
	memory.place = undefined;
	return await ask(start);
}

async function pollNew(
	ctx: IPollFunctions,
	inbox: Inbox,
	settings: Settings,
	scene: Scene,
): Promise<Items> {
	const { memory, store, until, mayWrite } = scene;
	// Not only at the start: an inbox whose rule was removed, or whose key is wrong, looks like an empty one.
	if (isKeyNew(store, settings) || Date.now() - memory.checkedAt >= CHECKED_EVERY_MS) {
		await check(ctx, inbox);
		memory.checkedAt = Date.now();
	}

	const { marks } = settings;
	const { cursor, answer } = await list(inbox, settings, scene);
	const { rows, failure, status } = answer;
	const listing = toListing(answer, settings);
	const step = advance(cursor, listing, {
		now: nowInSeconds(),
		most: MOST_AT_ONCE,
		isRestart: marks && !memory.knowsBatch,
	});
	const done = marks && mayWrite() ? await acknowledge(inbox, rows, step, until) : [];
	// A later poll has taken over and lists these messages itself.
	if (!mayWrite()) return null;
	store.cursor = acknowledged(step.cursor, listing, done) as unknown as IDataObject;
	if (!failure && store.key !== settings.key) store.key = settings.key;
	memory.knowsBatch = true;
	// Start again if messages did not fit, or if acknowledged messages left the list and moved its pages.
	memory.place = step.isCut || done.length > 0 ? undefined : answer.place;
	if (failure && step.fresh.length === 0) {
		const told = whileReading(failure, 'The next poll tries again; nothing is lost.');
		throw toTriggerError(ctx, told, { status });
	}
	return await give(
		ctx,
		step.fresh.flatMap((position) => rows[position] ?? []),
		settings,
	);
}

/**
 * The whole `poll` of the trigger.
 *
 * @returns the new messages, oldest first, or `null`
 * @throws NodeOperationError | NodeApiError with n8n's `failure` cause; messages seen before stay seen
 */
export async function poll(ctx: IPollFunctions): Promise<Items> {
	const read = await settle(readSettings(ctx));
	if (!read.ok) throw inOneSentence(read.error);
	const settings = read.value;
	const { provider, authentication, createsRule, of } = settings;
	const inbox = await provider.inbox.open(ctx, authentication, createsRule);
	// n8n before 2.35 has no budget.
	const budgetMs = (ctx as Partial<IPollFunctions>).getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
	const until = Date.now() + Math.min(USUAL_BUDGET_MS, budgetMs) / 2;
	if (ctx.getMode() === 'manual') return await showNewest(ctx, inbox, settings, until);

	const { data, place, formerPlace } = ownSlot(ctx, ({ cursor }) => isCursor(cursor, of));
	const inProcess = (at: string) => `${ctx.getWorkflow().id ?? ''}/${at}`;
	const trigger = inProcess(place);
	const memory = memoryOf(trigger, of, formerPlace && inProcess(formerPlace));
	// n8n does not wait for a poll that takes longer than the interval.
	const before = memory.running;
	if (before && Date.now() < before.expiresAt) return null;
	if (before) {
		ctx.logger.warn(
			`${ctx.getNode().name}: an earlier poll of ${provider.provider.displayName} has not ended within ${LONGEST_POLL_MS / 1000} s. It is given up, and this poll takes over.`,
		);
	}
	const running: Running = { expiresAt: Date.now() + LONGEST_POLL_MS };
	memory.running = running;
	const mayWrite = () => isCurrent(trigger, memory, running);
	try {
		return await pollNew(ctx, inbox, settings, { memory, store: data, until, mayWrite });
	} finally {
		if (memory.running === running) memory.running = undefined;
	}
}
