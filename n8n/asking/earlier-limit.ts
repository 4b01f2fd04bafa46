/**
 * n8n (2.8 to 2.41) sets a timer when a limit is at most 70 seconds ahead, and leaves it running when an
 * answer comes before: it then ends the next wait of the same execution long before its own limit. While
 * an execution does not wait, such a timer does nothing.
 */
import { type IExecuteFunctions, sleep } from 'n8n-workflow';

/** Shared by all nodes of the execution, and stored with it. */
const SLOT = 'smsSuiteLimit';

/** How far ahead n8n sets the timer. */
const AHEAD_MS = 70_000;
/** The timer may be late. */
const MARGIN_MS = 1000;
const SLICE_MS = 250;

/** Notes the limit of a wait that begins, in milliseconds since 1970. */
export function noteLimit(ctx: IExecuteFunctions, until: number | undefined): void {
	ctx.getContext('flow')[SLOT] = until;
}

/**
 * Waits until the limit of the execution's earlier question has passed, if n8n may have set its timer.
 * Nothing has been sent then: an answer to a text would find no question.
 */
export async function passEarlierLimit(ctx: IExecuteFunctions): Promise<void> {
	const until = Number(ctx.getContext('flow')[SLOT] ?? 0);
	const ahead = until - Date.now();
	if (!(ahead > 0 && ahead <= AHEAD_MS)) return;
	// In slices, because cancelling the execution does not wake n8n's sleep.
	while (Date.now() < until + MARGIN_MS && ctx.getExecutionCancelSignal()?.aborted !== true) {
		await sleep(SLICE_MS);
	}
}
