/** Answers, calls and lists have an end: what is longer is refused in plain words, and never read for seconds. */
import { baseAddress } from '../../core/addresses';
import { comparable, contentId } from '../../core/digests';
import { MOST_ROWS } from '../../core/receiving/inbox';
import { MOST_EVENTS } from '../../core/receiving/webhook';
import { withoutSecrets } from '../../core/secrets';
import { readNumbers } from '../../core/text/written';
import { MOST_VALUES, parseJson } from '../../core/values';
import { answered } from '../../n8n/http/request';
import { parseExact } from '../../nodes/EngageLabSms/exactJson';
import { PROVIDERS } from '../../nodes/providers';
import { smsMobileInbox } from '../../nodes/SmsMobileApi/inbound';
import { signEngageLab, statusRow } from '../support/webhook-signers.mts';
import { callOf } from './calls.mts';

const zeros = (count: number) => `[${Array.from({ length: count }, () => 0).join(',')}]`;

test('an answer with too many values is not read, and says so', () => {
	const read = (text: string) =>
		answered({ statusCode: 200, headers: {}, body: text }, 'api.example');
	expect(read(zeros(MOST_VALUES))).toMatchObject({ kind: 'response' });
	expect(read(zeros(MOST_VALUES + 2))).toMatchObject({
		kind: 'unknown',
		reason: {
			code: 'ANSWER_TOO_LARGE',
			message: 'api.example sent an answer with more than 500,000 values, which is not read',
		},
	});
	// What is in strings does not count.
	expect(parseJson(JSON.stringify(`\\"${',['.repeat(MOST_VALUES)}\\`))).toContain('[');
});

test('a call with more rows than a call can have is not read', () => {
	for (const { wire } of Object.values(
		PROVIDERS.find(({ provider }) => provider.id === 'engageLabSms')!.webhooks!.variants,
	)) {
		for (const [count, events] of [
			[MOST_EVENTS, MOST_EVENTS],
			[MOST_EVENTS + 1, undefined],
		] as const) {
			const rows = Array.from({ length: count }, (_, n) => statusRow(String(n), 'delivered'));
			expect(wire.read(callOf(signEngageLab(JSON.stringify({ rows }))))?.length).toBe(events);
		}
	}
});

test('a list of received messages has an end', async () => {
	const list = async (count: number) => {
		const sms = Array.from({ length: count }, (_, guid) => ({ guid: `id${guid}`, message: 'a' }));
		const body = { result: { sms } };
		const outcome = { kind: 'response', status: 200, headers: {}, text: '', body } as const;
		const inbox = smsMobileInbox({ request: async () => await Promise.resolve(outcome) });
		return await inbox.list({ floor: 0, newest: null, place: undefined, until: Infinity });
	};
	expect((await list(1_200)).rows.map(({ key }) => key)).toEqual(
		Array.from({ length: 1_200 }, (_, n) => `id${n}`),
	);
	expect(await list(MOST_ROWS + 1)).toMatchObject({
		rows: [],
		isComplete: false,
		failure: { code: 'TOO_MANY_ROWS' },
	});
});

test('a text with more numbers than anyone sends to is refused as one entry', () => {
	expect(readNumbers('1,'.repeat(100_000))).toHaveLength(100_000);
	expect(readNumbers('1,'.repeat(100_001))).toEqual([
		{ notText: 'a list of more than 100,000 entries' },
	]);
});

test('long texts count by their hash, and those with half characters differ', () => {
	const halves = (half: string) => contentId(half.repeat(20_000));
	expect(halves('\uD83D')).not.toBe(halves('\uD83C'));
	expect(halves('\uD83D')).toBe(halves('\uD83D'));
	expect(comparable(['a'.repeat(10_000), 1])).toBe(JSON.stringify(['a'.repeat(10_000), 1]));
	expect(comparable('a'.repeat(10_001)).length).toBeLessThan(100);
});

test('a Base URL loses the slashes at its end only', () => {
	expect(baseAddress(' https://a.example//b/// ')).toBe('https://a.example//b');
	expect(baseAddress('/'.repeat(1_000_000))).toBe('');
	expect(baseAddress(undefined)).toBe('');
});

test('what has no secrets is not copied', () => {
	const clean = { a: [{ b: 1 }], c: 'd' };
	expect(withoutSecrets(clean)).toBe(clean);
	const found = { a: [{ b: 1, apiKey: 'x' }, { c: 1 }], token: 'y', d: null };
	expect(withoutSecrets(found)).toEqual({ a: [{ b: 1 }, { c: 1 }], d: null });
	expect(found.a[0]).toHaveProperty('apiKey');
});

test('ids stay exact, at any depth', () => {
	expect(
		parseExact('{"a":[{"plan_id":5,"n":12345678901234567890}],"b":"12345678901234567"}'),
	).toEqual({ a: [{ plan_id: '5', n: '12345678901234567890' }], b: '12345678901234567' });
	expect(parseExact('{12345678901234567:1}')).toBeUndefined();
});
