/**
 * Waiting for delivery over a model of carriers: reports that are late, lost, contradictory, in the wrong
 * order, or there only after a restart; status calls that fail, throw or hang.
 */
import fc from 'fast-check';
import { type Fate, followUp, type SendResult } from '../../../core/outcome';
import { type Batch, type ProviderAccount, type SmsAccount } from '../../../core/provider';
import { deliveryReport, type DeliveryStatus } from '../../../core/receiving/delivery';
import { Dispatcher, type DispatchSettings } from '../../../core/sending/dispatch';
import { type StatusAnswer, type StatusQuery, type StatusTerms } from '../../../core/status';
import { mustNotSendAgain } from '../../../n8n/sending/ledger';
import { type Delivery, deliveries, messages, provider, World } from './fakes.mts';

const WAIT_MS = 60_000;

/** What happens to one text after a provider was asked to send it. */
interface Carrier {
	/** What the provider answers: it has the text unless it is down. */
	readonly answer: 'accepted' | 'down' | 'unknown';
	/** When the text is on the phone, in milliseconds after it was sent; undefined: never. */
	readonly arrives: number | undefined;
	/** What the status call says from when on, in milliseconds after the text was sent. */
	readonly reports: ReadonlyArray<readonly [at: number, status: DeliveryStatus]>;
}

const FINAL: readonly DeliveryStatus[] = ['delivered', 'failed'];

interface Text {
	readonly index: number;
	readonly provider: string;
	readonly at: number;
	readonly carrier: Carrier;
	/** When it was first reported to us as finally failed. */
	failed?: number;
}

/** All texts that any provider has, in order. */
type Phones = Text[];

class CarrierProvider implements SmsAccount {
	readonly target: ProviderAccount;
	world = new World();
	questions = 0;

	constructor(
		readonly id: string,
		private readonly carriers: readonly Carrier[],
		private readonly phones: Phones,
		/** How each status call ends; after the last one, well. */
		private readonly calls: ReadonlyArray<'ok' | 'fails' | 'throws' | 'hangs'>,
		readonly statusTerms?: StatusTerms,
	) {
		this.target = { provider: provider(id), account: this };
	}

	group(all: readonly { readonly index: number }[]): Batch[] {
		return [{ messages: all as Batch['messages'] }];
	}

	async send({ messages: all }: Batch): Promise<SendResult[]> {
		await this.world.pass(10);
		return all.map(({ index }): SendResult => {
			const carrier = this.carriers[index]!;
			const failure = { class: 'providerDown', message: 'down' } as const;
			if (carrier.answer === 'down') return { index, outcome: 'notSent', failure };
			this.phones.push({ index, provider: this.id, at: this.world.now(), carrier });
			const messageId = `${this.id}-${index}`;
			return carrier.answer === 'accepted'
				? { index, outcome: 'accepted', messageId }
				: { index, outcome: 'unknown', failure: { class: 'unknownOutcome', message: '?' } };
		});
	}

	async status(wanted: readonly StatusQuery[]): Promise<StatusAnswer> {
		const call = this.calls[this.questions++] ?? 'ok';
		await this.world.pass(call === 'hangs' ? 600_000 : 20);
		if (call === 'throws') throw new TypeError('A bug of the provider');
		const failure = { class: 'providerDown', message: 'down' } as const;
		if (call === 'fails') return { reports: [], failure };
		const now = this.world.now();
		const reports = wanted.flatMap(({ messageId }) => {
			const [, index = ''] = messageId.split('-');
			const text = this.phones.find(
				(one) => one.provider === this.id && one.index === Number(index),
			);
			const [, status] = text?.carrier.reports.findLast(([at]) => text.at + at <= now) ?? [];
			if (!text || !status) return [];
			if (status === 'failed') text.failed ??= now;
			return [deliveryReport({ provider: this.id, messageId, status, row: {} })];
		});
		return { reports };
	}
}

const time = fc.integer({ min: 0, max: 200 }).map((seconds) => seconds * 1000);
const status = fc.constantFrom<DeliveryStatus>('queued', 'sent', 'delayed', 'delivered', 'failed');
/** Reports in any order: contradictory ones, late ones, none. */
const reports = fc
	.array(fc.tuple(time, status), { maxLength: 4 })
	.map((all) => [...all].sort(([a], [b]) => a - b));
const anyCarrier: fc.Arbitrary<Carrier> = fc.record({
	answer: fc.constantFrom(
		'accepted' as const,
		'accepted' as const,
		'down' as const,
		'unknown' as const,
	),
	arrives: fc.option(time, { nil: undefined }),
	reports,
});
/** As fate has it: a text that is reported as failed does not arrive. */
const honest = (carrier: Carrier): Carrier => {
	const failed = carrier.reports.some(([, one]) => one === 'failed');
	const arrives = failed ? undefined : carrier.arrives;
	const told = carrier.reports.filter(([, one]) => one !== 'delivered' || arrives !== undefined);
	return { ...carrier, arrives, reports: told };
};
const delivers = fc.record({
	answer: fc.constant('accepted' as const),
	arrives: fc.integer({ min: 0, max: 20_000 }),
	reports: fc.constantFrom(
		[[20_000, 'delivered'] as const],
		[[100, 'sent'] as const, [30_000, 'delivered'] as const],
		// The report is lost, or too late.
		[],
		[[100_000, 'delivered'] as const],
	),
});

const COUNT = 4;
const calls = fc.array(
	fc.constantFrom(
		'ok' as const,
		'ok' as const,
		'fails' as const,
		'throws' as const,
		'hangs' as const,
	),
	{ maxLength: 6 },
);
const player = (carrier: fc.Arbitrary<Carrier>) =>
	fc.record({
		carriers: fc.array(carrier, { minLength: COUNT, maxLength: COUNT }),
		calls,
		terms: fc.constantFrom<StatusTerms | undefined>(
			undefined,
			{ interval: () => 4000 },
			{ interval: () => 60_000 },
		),
	});
type Player = ReturnType<typeof player> extends fc.Arbitrary<infer P> ? P : never;

const settingsOf = (
	ifUnsure: DispatchSettings['ifUnsure'],
	ifNotDelivered: DispatchSettings['ifNotDelivered'] = 'next',
): DispatchSettings => ({
	...{ ifUnsure, ifNotDelivered, concurrency: 3, maxRetries: 1, waitMs: WAIT_MS },
});

/** Runs the node, and once more after each of these times at which it is cut off. */
async function play(players: readonly Player[], settings: DispatchSettings, cuts: number[] = []) {
	const phones: Phones = [];
	const providers = players.map(
		(one, at) => new CarrierProvider(`p${at + 1}`, one.carriers, phones, one.calls, one.terms),
	);
	const all = deliveries(
		messages(COUNT),
		providers.map(({ id }) => id),
	);
	const known = new Map<Delivery, Fate>();
	let began = 0;
	let lasted = 0;
	for (const cut of [...cuts, undefined]) {
		const world = new World();
		for (const one of providers) one.world = world;
		await world.run(world.pass(began));
		if (cut !== undefined) world.at(began + cut, () => world.cancel());
		const targets = providers.map(({ target }) => target);
		const dispatcher = new Dispatcher(targets, settings, world);
		// As n8n/sending/deliver.ts does it.
		const sends = all.map(async (message) => {
			const before = known.get(message);
			if (before && mustNotSendAgain(before, settings.ifUnsure)) {
				if (!dispatcher.isOpen(before, message)) return;
				const store = (interim: Fate) => known.set(message, interim);
				known.set(message, await dispatcher.resume(message, before, store));
				return;
			}
			const sent = await dispatcher.deliver(message, {
				before,
				accepted: (interim) => known.set(message, followUp(before, interim)),
			});
			known.set(message, followUp(before, sent));
		});
		await world.run(Promise.all(sends));
		lasted = world.now() - began;
		began = world.now();
	}
	return { phones, providers, fates: all.map((message) => known.get(message)), lasted };
}

const runs = (carrier: fc.Arbitrary<Carrier>) =>
	fc.record({
		players: fc.array(player(carrier), { minLength: 1, maxLength: 3 }),
		cuts: fc.array(fc.integer({ min: 0, max: 150_000 }), { maxLength: 2 }),
	});

const textsOf = (phones: Phones, index: number) => phones.filter((one) => one.index === index);

describe('over any carriers', () => {
	it('Never Send Twice: no second text unless a final failure was reported for the one before', async () => {
		await fc.assert(
			fc.asyncProperty(runs(anyCarrier), async ({ players, cuts }) => {
				const { phones } = await play(players, settingsOf('neverTwice'), cuts);
				for (let index = 0; index < COUNT; index++) {
					const texts = textsOf(phones, index);
					texts.slice(1).forEach((text, position) => {
						expect(texts[position]?.failed).toBeLessThanOrEqual(text.at);
					});
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('Never Send Twice: nobody gets two texts where carriers tell the truth', async () => {
		await fc.assert(
			fc.asyncProperty(runs(anyCarrier.map(honest)), async ({ players, cuts }) => {
				const { phones } = await play(players, settingsOf('neverTwice'), cuts);
				for (let index = 0; index < COUNT; index++) {
					const arrived = textsOf(phones, index).filter(
						({ carrier }) => carrier.arrives !== undefined,
					);
					expect(arrived.length).toBeLessThanOrEqual(1);
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('Make Sure It Arrives: one carrier that delivers is enough for everybody', async () => {
		// A carrier that says "delivered" and does not deliver cannot be seen through.
		const truthful = anyCarrier.map(honest);
		await fc.assert(
			fc.asyncProperty(
				fc.array(player(truthful), { maxLength: 2 }),
				player(delivers),
				fc.array(player(truthful), { maxLength: 1 }),
				async (before, good, after) => {
					const { phones } = await play([...before, good, ...after], settingsOf('makeSure'));
					for (let index = 0; index < COUNT; index++) {
						const arrived = textsOf(phones, index).filter(
							({ carrier }) => carrier.arrives !== undefined,
						);
						expect(arrived.length).toBeGreaterThanOrEqual(1);
					}
				},
			),
			{ numRuns: 200 },
		);
	});

	it('Report: no text is sent again after it was accepted', async () => {
		await fc.assert(
			fc.asyncProperty(
				runs(anyCarrier),
				fc.constantFrom('neverTwice' as const, 'makeSure' as const),
				async ({ players, cuts }, ifUnsure) => {
					const { phones } = await play(players, settingsOf(ifUnsure, 'report'), cuts);
					for (let index = 0; index < COUNT; index++) {
						for (const { carrier } of textsOf(phones, index).slice(0, -1)) {
							expect(carrier.answer).toBe('unknown');
						}
					}
				},
			),
			{ numRuns: 150 },
		);
	});

	it('the wait is bounded, and what is final is not asked about again', async () => {
		await fc.assert(
			fc.asyncProperty(runs(anyCarrier), async ({ players }) => {
				const { lasted, fates, providers } = await play(players, settingsOf('makeSure'));
				expect(lasted).toBeLessThan(players.length * (WAIT_MS + 8000));
				for (const { questions } of providers) expect(questions).toBeLessThan(25);
				for (const fate of fates) {
					expect(fate?.results).toHaveLength(1);
					const [result] = fate?.results ?? [];
					if (result?.outcome === 'accepted') expect(result.delivery).toBeDefined();
					if (result?.delivery?.final) expect(FINAL).toContain(result.delivery.status);
				}
			}),
			{ numRuns: 150 },
		);
	});

	it('without Wait for Delivery nobody is asked, whatever If Not Delivered says', async () => {
		await fc.assert(
			fc.asyncProperty(runs(anyCarrier), async ({ players }) => {
				const settings = { ...settingsOf('makeSure'), waitMs: undefined };
				const { providers, fates } = await play(players, settings);
				expect(providers.map(({ questions }) => questions)).toEqual(players.map(() => 0));
				expect(JSON.stringify(fates)).not.toContain('delivery');
			}),
			{ numRuns: 50 },
		);
	});
});
