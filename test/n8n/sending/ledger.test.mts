import { type IContextObject } from 'n8n-workflow';
import { type FailureClass, FAILURES, type Fate, type SendResult } from '../../../core/outcome';
import { type OutboundMessage } from '../../../core/message';
import { type Planned } from '../../../core/planning/plan';
import { mustNotSendAgain, Ledger } from '../../../n8n/sending/ledger';
import { context } from '../context.mts';

const message = (index: number, text = 'The words', e164 = '+61411111111'): OutboundMessage => ({
	index,
	to: { kind: 'number', e164 },
	content: { kind: 'text', text, encoding: 'GSM-7', segments: 1 },
});

const entry = (item: number, planned: OutboundMessage): Planned => ({
	index: planned.index,
	item,
	message: planned,
	stops: [{ provider: 'p', message: planned }],
	passedOver: [],
	duplicates: 0,
});

const failed = (outcome: 'rejected' | 'notSent' | 'unknown', kind: FailureClass): SendResult => ({
	index: 0,
	outcome,
	failure: { class: kind, message: 'No' },
});
const accepted: SendResult = {
	index: 0,
	outcome: 'accepted',
	messageId: 'id',
	price: { amount: '0.0770', currency: 'AUD' },
	scheduledAt: '2030-01-31T09:00:00.000Z',
	raw: { body: 'The words' },
};
const fate = (...results: SendResult[]): Fate => ({
	provider: 'p',
	results,
	attempts: results.map(({ outcome }) => ({ provider: 'p', at: '2030', outcome })),
});

/** What n8n stores and returns: JSON. */
const reload = (memory: IContextObject) => JSON.parse(JSON.stringify(memory)) as IContextObject;

describe('mustNotSendAgain', () => {
	const kinds = Object.keys(FAILURES) as FailureClass[];

	it.each(kinds)('%s: a later run may send it only if the failure table allows it', (kind) => {
		for (const outcome of ['rejected', 'notSent'] as const) {
			for (const ifUnsure of ['neverTwice', 'makeSure'] as const) {
				const final = mustNotSendAgain(fate(failed(outcome, kind)), ifUnsure);
				expect(final).toBe(!FAILURES[kind].rerun);
			}
		}
	});

	it('a message that may have been sent is sent again only to make sure', () => {
		const doubt = fate(failed('unknown', 'unknownOutcome'));
		expect([mustNotSendAgain(doubt, 'neverTwice'), mustNotSendAgain(doubt, 'makeSure')]).toEqual([
			true,
			false,
		]);
	});

	it('a contact list with any contact reached is not sent again', () => {
		const partly = fate(failed('notSent', 'rateLimited'), accepted);
		expect([mustNotSendAgain(partly, 'neverTwice'), mustNotSendAgain(partly, 'makeSure')]).toEqual([
			true,
			true,
		]);
	});
});

describe('Ledger', () => {
	it('keeps the outcome of a message across a restart, but neither its text nor its number', () => {
		const memory: IContextObject = {};
		new Ledger(context({ memory }).ctx).record(entry(4, message(9)), fate(accepted));
		expect(JSON.stringify(memory)).not.toMatch(/The words|61411111111/);
		const known = new Ledger(context({ memory: reload(memory) }).ctx).find(entry(4, message(2)));
		expect(known).toEqual({
			...fate({ ...accepted, index: 2, raw: undefined }),
		});
	});

	it('returns the same to a retry in the same process as after a restart', () => {
		const memory: IContextObject = {};
		const limited = failed('notSent', 'rateLimited');
		const sure = { ...accepted, price: undefined, segments: undefined };
		for (const [item, one] of [fate(accepted), fate(limited), fate(sure)].entries()) {
			new Ledger(context({ memory }).ctx).record(entry(item, message(item)), one);
			const [retry, restart] = [memory, reload(memory)].map((known) =>
				new Ledger(context({ memory: known }).ctx).find(entry(item, message(item))),
			);
			expect(retry).toStrictEqual(restart);
			expect(retry?.results).toHaveLength(1);
		}
	});

	it('identifies a message by item and recipient, not by its text', () => {
		const { ctx } = context({});
		const ledger = new Ledger(ctx);
		ledger.record(entry(4, message(0)), fate(accepted));
		expect(ledger.find(entry(4, message(0, 'Other words')))).toBeDefined();
		expect(ledger.find(entry(5, message(0)))).toBeUndefined();
		expect(ledger.find(entry(4, message(0, 'The words', '+61422222222')))).toBeUndefined();
	});

	it('recognises a message that cannot be planned again because its time has passed', () => {
		const ledger = new Ledger(context({}).ctx);
		ledger.record(entry(4, message(0)), fate(accepted));
		const failure = { class: 'content', message: 'Send At is in the past' } as const;
		const refused = { index: 0, item: 4, to: message(0).to, parameter: 'Send At', failure };
		expect(ledger.find(refused)?.results).toMatchObject([{ outcome: 'accepted' }]);
		expect(ledger.find({ ...refused, to: undefined, written: 'Bob' })).toBeUndefined();
	});

	it('keeps the last fate', () => {
		const ledger = new Ledger(context({}).ctx);
		ledger.record(entry(0, message(0)), fate(failed('unknown', 'unknownOutcome')));
		ledger.record(entry(0, message(0)), fate(accepted));
		expect(ledger.find(entry(0, message(0)))?.results).toMatchObject([{ outcome: 'accepted' }]);
	});

	it('forgets earlier iterations of a loop', () => {
		const memory: IContextObject = {};
		new Ledger(context({ memory, runIndex: 1 }).ctx).record(entry(0, message(0)), fate(accepted));
		const next = new Ledger(context({ memory, runIndex: 11 }).ctx);
		expect(next.find(entry(0, message(0)))).toBeUndefined();
		next.record(entry(0, message(0)), fate(accepted));
		expect(Object.keys(memory.smsSuiteLedger as object)).toHaveLength(1);
	});

	it('as a tool, identifies a message by its text in any run', () => {
		const memory: IContextObject = {};
		const tool = (runIndex: number) =>
			new Ledger(context({ memory, runIndex, type: 'n8n-nodes-sms-suite.testTool' }).ctx);
		tool(0).record(entry(0, message(0)), fate(accepted));
		expect(tool(3).find(entry(1, message(0)))).toBeDefined();
		expect(tool(3).find(entry(0, message(0, 'Other words')))).toBeUndefined();
		const withPicture = { ...message(0), extras: { mediaUrl: 'https://example.com/a.gif' } };
		expect(tool(3).find(entry(0, withPicture))).toBeUndefined();
	});
});
