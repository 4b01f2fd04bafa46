/**
 * Bugs that this code once had: each would have texted a stranger, texted at the wrong hour, reported
 * something false, or exposed a number.
 */
import { type Fate, followUp, type SendResult } from '../../../core/outcome';
import { Dispatcher } from '../../../core/sending/dispatch';
import { matchRows, type Traits } from '../../../core/sending/grouping';
import { maskText } from '../../../core/message';
import { parsePhone } from '../../../core/text/phone';
import { plan } from '../../../core/planning/plan';
import { segment, toGsm7 } from '../../../core/text/segments';
import { classifyError } from '../../../n8n/http/request-errors';
import { readTime } from '../../../n8n/parameters/time';
import {
	auth,
	down,
	limited,
	messages,
	deliverAll,
	deliveries,
	provider,
	ScriptedProvider,
	type Step,
	story,
	verdict,
	World,
} from '../sending/fakes.mts';

describe('a number that belongs to someone else', () => {
	test.each([
		// 00, where the default country reads part of the country code as a carrier.
		['0057 321 123 4567', 'CO', '+73211234567'],
		['00 55 51 98765 4321', 'BR', '+51987654321'],
		['001 201 555 0123', 'SG', '+2015550123'],
		['0049 151 23456789', 'SG', '+915123456789'],
		['0081 90 1234 5678', 'KR', '+19012345678'],
		['001 646 415 1234', 'AU', '+464151234'],
		['0061 412 345 678', 'JP', '+810061412345678'],
		// Australia's 0011 outside Australia.
		['0011 65 9123 4567', undefined, '+16591234567'],
		['0011 64 21 123 456', 'GB', '+16421123456'],
		// Without a recognised plus, the number would be read as a national one.
		['＋6591234567', 'AU', '+616591234567'],
		['٠٠٦١٤١١١١١١١١', 'AU', '+61061411111111'],
		['0044 7777', 'AU', '+610447777'],
		['+49 000 83779934', undefined, '+490083779934'],
		['+49 301 234 560 306 543', undefined, '+49301234560306543'],
		['4915123456789', 'DE', '+494915123456789'],
		['+61411111111/2', undefined, '+614111111112'],
		['-61411111111', 'AU', '+6161411111111'],
	])('%j with %s is not %s', (written, country, wrong) => {
		expect(parsePhone(written, country)).not.toMatchObject({ e164: wrong });
	});

	test.each([
		'＋61411111111',
		'+61\u202F411\u202F111\u202F111',
		'+61\u2009411\u2009111\u2009111',
		'+61\t411 111 111',
		'００61411111111',
		'tel: +61411111111',
		'(+61) 411 111 111',
		'\u061C+61411111111',
	])('%j is read as the number it states', (written) => {
		expect(parsePhone(written)).toMatchObject({ e164: '+61411111111' });
	});

	test('a number that could be either of two numbers in use is refused as ambiguous', () => {
		expect(parsePhone('0057 321 123 4567', 'CO')).toEqual({ ok: false, problem: 'ambiguous' });
	});

	test.each(['٠٤١١١١١١١١١', '＋６１４１１１１１１１１', '0411–111–111', '0411/111/111'])(
		'%s is masked in texts',
		(text) => {
			expect(maskText(text)).toContain('*');
			expect(maskText(text)).not.toMatch(/\p{Nd}{5}/u);
		},
	);
});

describe('the wrong hour', () => {
	const SYDNEY = 'Australia/Sydney';

	test.each(['Jan 31, 2030 9:00 AM', '01/31/2030 09:00', '2030/01/31 09:00', '2030-1-31 9:00'])(
		'%s, which n8n reads in the zone of the server',
		(text) => expect(readTime(text, SYDNEY)).toBeUndefined(),
	);

	test.each(['2030-02-30T09:00', 'Item 5', '05.06.2030 09:00'])('%s is not a time', (text) => {
		expect(readTime(text, SYDNEY)).toBeUndefined();
	});
});

describe('Smart Encoding', () => {
	test('never leaves an empty text to send', () => {
		const [entry] = plan(
			[{ item: 0, to: ['+61411111111'], text: '\u200B', smartEncoding: true }],
			[{ provider: provider('carrier'), account: {} }],
			{ now: new Date() },
		);
		expect(entry).toMatchObject({ parameter: 'Message', failure: { class: 'content' } });
	});

	test('never adds a segment', () => {
		const text = '…'.repeat(70);
		expect(segment(toGsm7(text)).segments).toBeLessThanOrEqual(segment(text).segments);
	});
});

test('rows with altered texts are not guessed, even if one of them matches exactly', () => {
	const rows = [
		{ to: 'a', text: 'Hi', fate: 'THROTTLED' },
		{ to: 'a', text: 'Hi', fate: 'SUCCESS' },
	];
	const wanted: Traits[] = [
		{ to: 'a', text: 'Hi' },
		{ to: 'a', text: 'Hi ' },
	];
	expect(
		matchRows(
			wanted,
			rows,
			(row) => row,
			({ fate }) => fate,
		),
	).toEqual([undefined, undefined]);
});

test('if no address of a host accepts the connection in time, nothing was sent', () => {
	const one = Object.assign(new Error('timeout'), { code: 'ETIMEDOUT', syscall: 'connect' });
	const all = Object.assign(new AggregateError([one, one]), { code: 'ETIMEDOUT' });
	expect(classifyError(all, 'host', 1)).toMatchObject({ kind: 'notSent' });
});

describe('dispatching', () => {
	const SETTINGS = { ifUnsure: 'neverTwice', concurrency: 1, maxRetries: 3 } as const;
	const FOREVER_DOWN = Array<Step>(9).fill(down);

	async function dispatch(
		script: Step[][],
		settings: object = {},
		{
			world = new World(),
			latency,
		}: { world?: World; latency?: (i: readonly number[]) => number } = {},
	) {
		const provider = new ScriptedProvider(world, script, 1, latency);
		const fates = new Map<number, Fate>();
		const dispatcher = new Dispatcher([provider.target], { ...SETTINGS, ...settings }, world);
		await world.run(
			deliverAll(
				dispatcher,
				deliveries(messages(script.length)),
				({ index }, fate) => void fates.set(index, fate),
			),
		);
		return {
			provider,
			world,
			fates,
			verdicts: script.map((_, index) => verdict(fates.get(index))),
		};
	}

	test('a rate limit after an outage is waited for, because the provider answers again', async () => {
		const { verdicts } = await dispatch([FOREVER_DOWN, [limited(1000)], [limited(1000)]]);
		expect(verdicts).toEqual(['notSent providerDown', 'accepted', 'accepted']);
	});

	test('a message waiting for its turn also waits for a rate limit that arrives meanwhile', async () => {
		const latency = ([index]: readonly number[]) => (index === 0 ? 500 : 10);
		const { provider } = await dispatch(
			[[limited(30_000)], [], []],
			{ concurrency: 3, maxRate: 1 },
			{ latency },
		);
		const later = provider.requests.slice(1).map(({ at }) => at);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(30_500);
	});

	test('after a refused credential, no message is tried, waits, or is reported as tried', async () => {
		const { provider, world, fates } = await dispatch([[auth], ...Array<Step[]>(20).fill([])], {
			maxRate: 1,
		});
		expect(provider.requests).toHaveLength(1);
		expect(world.now()).toBeLessThan(1000);
		expect(story(fates.get(1))).toEqual([]);
	});

	test('cancelled while waiting: the result of the last attempt is kept', async () => {
		const world = new World();
		world.at(100, () => world.cancel());
		const { fates, verdicts } = await dispatch([[limited(30_000)]], {}, { world });
		expect(story(fates.get(0))).toEqual(['notSent']);
		expect(verdicts).toEqual(['notSent rateLimited']);
	});

	test('a provider that asks to wait for more than a minute gets no further requests', async () => {
		const { provider } = await dispatch([[limited(300_000)], [], []]);
		expect(provider.requests).toHaveLength(1);
	});
});

describe('another attempt for a contact list', () => {
	const failed = (
		to: string | undefined,
		outcome: 'rejected' | 'notSent' | 'unknown',
		kind: 'unknownOutcome' | 'invalidRecipient' | 'duplicate' | 'rateLimited',
	): SendResult => ({
		index: 0,
		to,
		outcome,
		failure: { class: kind, message: 'No' },
		...(kind === 'duplicate' && { provesEarlier: true }),
	});
	const fate = (...results: SendResult[]): Fate => ({ results, attempts: [] });
	const recipients = ({ results }: Fate) => results.map(({ to, outcome }) => `${to} ${outcome}`);

	test('loses none of its contacts', () => {
		const after = fate(
			{ index: 0, to: 'a', outcome: 'accepted' },
			failed('b', 'rejected', 'invalidRecipient'),
			failed('c', 'rejected', 'duplicate'),
		);
		const before = fate(failed(undefined, 'unknown', 'unknownOutcome'));
		expect(recipients(followUp(before, after))).toEqual(['a accepted', 'b unknown', 'c accepted']);
	});

	test('that brings no new results leaves all unchanged', () => {
		const before = fate(
			failed('a', 'unknown', 'unknownOutcome'),
			failed('b', 'unknown', 'unknownOutcome'),
		);
		const after = fate(failed(undefined, 'notSent', 'rateLimited'));
		expect(recipients(followUp(before, after))).toEqual(['a unknown', 'b unknown']);
	});
});
