/** What is remembered is keyed: nobody can prepare a text whose short hash is that of another one. */
import { newSalt } from '../../../core/digests';
import { advance, startOf } from '../../../core/receiving/cursor';
import { WebhookMemory } from '../../../n8n/receiving/webhook-memory';
import { callOf } from '../../nodes/calls.mts';
import { v1Message } from '../../support/webhook-signers.mts';

const listing = { rows: [{ key: 'a', at: 1_700_000_000, isWanted: true }], isComplete: true };
const limits = { now: 1_700_000_000, most: 10 };
const EVENT = { kind: 'messageReceived', key: 'a' } as never;
const call = callOf(v1Message('1'));

test('the same message has another hash in each trigger', () => {
	const seen = [newSalt(), newSalt(), undefined].map(
		(salt) => advance(startOf('of', false, salt), listing, limits).cursor.seen,
	);
	expect(new Set(seen).size).toBe(3);
});

test.each([newSalt(), undefined])('a position with the salt %s knows its messages', (salt) => {
	const { cursor } = advance(startOf('of', false, salt), listing, limits);
	expect(cursor.salt).toBe(salt);
	expect(advance(cursor, listing, limits).fresh).toEqual([]);
});

test('two webhooks have different hashes, and each knows its own after a restart', () => {
	const stored = [{}, {}].map((data: Record<string, never>) => {
		const memory = new WebhookMemory();
		memory.load(data);
		memory.take('provider', call, 'token', [EVENT]);
		memory.save(data);
		return data;
	});
	expect(stored[0]?.seen).not.toBe(stored[1]?.seen);
	expect(stored[0]?.tokens).not.toBe(stored[1]?.tokens);
	const again = new WebhookMemory();
	again.load(stored[0] ?? {});
	expect(again.take('provider', call, 'token', [EVENT])).toMatchObject({ repeated: 1 });
});
