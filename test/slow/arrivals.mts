/**
 * The arrivals matrix (issue 3): every fault of the first provider, with every On Error setting, with
 * and without Retry On Fail, for both choices of *If Unsure*, with and without a second provider; each
 * cell is judged by the messages on the phones. Then, with *Wait for Delivery*, what the carrier of the
 * first provider does with accepted messages: it delivers, fails, or is silent.
 */
import { createServer } from 'node:net';
import { type ICredentialDataDecryptedObject, type IDataObject } from 'n8n-workflow';
import { type FaultSpec } from '../../sandbox/server.mts';
import { type Outcome } from '../support/engine.mts';
import { errorOf, ON_ERROR } from '../support/send.mts';
import { accounts, useSuite } from '../support/suite.mts';

/** Numbers that all providers of the matrix reach. */
const GOOD = ['+8613800138000', '+8613800138001', '+8613800138002'];
const BAD = 'nobody';
const ITEMS = [GOOD[0], BAD, GOOD[1], GOOD[2]].map((to) => ({ to, text: 'Disk full' }));

interface Player {
	id: string;
	credential: string;
	wire: string;
	/** What the path of a send contains. */
	sendPath: string;
	secret: string;
	/** An answer that reports that there is no credit left. */
	noCredit: unknown;
	/** Its reports say "delivered" as soon as it has accepted a message, whatever the carrier does. */
	isBlind?: true;
}

const PLAYERS: Readonly<Record<'clickSend' | 'goToneSms' | 'submail', Player>> = {
	clickSend: {
		id: 'clickSend',
		credential: 'clickSendApi',
		wire: 'clicksend',
		sendPath: '/v3/sms/send',
		secret: 'apiKey',
		noCredit: { http_code: 402, response_code: 'INSUFFICIENT_CREDIT', data: null },
	},
	goToneSms: {
		id: 'goToneSms',
		credential: 'goToneSmsApi',
		wire: 'gotone',
		sendPath: '/sms/send',
		secret: 'apiToken',
		noCredit: {
			status: 'error',
			message: 'There is not enough balance available to send this message.You have 0 of the 3',
		},
		isBlind: true,
	},
	submail: {
		id: 'submail',
		credential: 'submailApi',
		wire: 'submail',
		sendPath: 'send',
		secret: 'appKey',
		noCredit: { status: 'error', code: '903', msg: 'insufficient balance' },
	},
};

/** The first provider certainly did not accept the message, and another one may. */
const CERTAIN = ['429 for two minutes', 'out of credit', 'connection refused', 'wrong credential'];

type Disturbance =
	| { faults: (player: Player) => FaultSpec[] }
	| {
			credential: (data: ICredentialDataDecryptedObject, player: Player, closed: string) => object;
	  };

const FOR_EVER = 200;
const once = (spec: FaultSpec): Disturbance => ({ faults: () => [spec] });
const always = (spec: FaultSpec): Disturbance => ({ faults: () => [{ ...spec, times: FOR_EVER }] });

const FAULTS: Array<[name: string, what: Disturbance]> = [
	['none', { faults: () => [] }],
	['reset before acceptance, once', once({ kind: 'resetBefore' })],
	['reset before acceptance, always', always({ kind: 'resetBefore' })],
	['reset after acceptance, once', once({ kind: 'resetAfter' })],
	['reset after acceptance, always', always({ kind: 'resetAfter' })],
	['500 before acceptance, once', once({ kind: 'status', status: 500 })],
	['500 before acceptance, always', always({ kind: 'status', status: 500 })],
	['500 after acceptance, once', once({ kind: 'statusAfter', status: 500 })],
	['garbage after acceptance, once', once({ kind: 'garbage' })],
	['garbage before acceptance, once', once({ kind: 'garbageBefore' })],
	['429, once', once({ kind: 'status', status: 429 })],
	['429 for two minutes, always', always({ kind: 'status', status: 429, retryAfter: 120 })],
	['no answer, not accepted, once', once({ kind: 'hangBefore' })],
	['no answer, not accepted, always', always({ kind: 'hangBefore' })],
	['no answer, accepted, once', once({ kind: 'hangAfter' })],
	['a redirect, always', always({ kind: 'status', status: 302, headers: { location: '/x' } })],
	[
		'out of credit, always',
		{
			faults: ({ noCredit }) => [{ kind: 'status', status: 200, body: noCredit, times: FOR_EVER }],
		},
	],
	['connection refused', { credential: (data, _, closed) => ({ ...data, baseUrl: closed }) }],
	['wrong credential', { credential: (data, { secret }) => ({ ...data, [secret]: 'wrong' }) }],
];

const RETRIES = [0, 3];
const SURE = ['neverTwice', 'makeSure'] as const;
const MODES = Object.keys(ON_ERROR) as Array<keyof typeof ON_ERROR>;

const CARRIERS = ['delivered', 'failed', 'silent'] as const;

/** The result that a run reported for each item's message, wherever the mode puts it. */
function reported(outcome: Outcome): Map<number, { outcome: string; messageId: string | null }> {
	const data = outcome.error?.context?.data as
		{ accepted: IDataObject[]; failed: IDataObject[] } | undefined;
	const rows = data
		? [...data.accepted.map((one) => ({ ...one, outcome: 'accepted' })), ...data.failed]
		: outcome.outputs.flat().map(({ json, pairedItem }): IDataObject => {
				const columns = typeof json.error === 'object' && json.error ? errorOf(json) : json;
				return { ...columns, item: (pairedItem as { item: number }).item };
			});
	return new Map(
		rows.map((row: IDataObject) => [
			Number(row.item),
			{ outcome: row.outcome as string, messageId: (row.messageId as string | null) ?? null },
		]),
	);
}

async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return typeof address === 'object' && address ? address.port : 0;
}

/** Declares the tests of the matrix for this first provider, with another one as the second. */
export function arrivalsMatrix(firstId: keyof typeof PLAYERS): void {
	const suite = useSuite();
	const first = PLAYERS[firstId];
	const second = PLAYERS[firstId === 'clickSend' ? 'submail' : 'clickSend'];

	async function setUp(what: Disturbance): Promise<void> {
		const known: Record<string, ICredentialDataDecryptedObject> = accounts(suite.sandbox.url);
		const data = known[first.credential] ?? {};
		const changed =
			'credential' in what
				? what.credential(data, first, `http://127.0.0.1:${await closedPort()}`)
				: data;
		await suite.engine.credentials.add(first.credential, changed as ICredentialDataDecryptedObject);
		if (!('faults' in what)) return;
		for (const spec of what.faults(first)) {
			suite.sandbox.fault({ wire: first.wire, path: first.sendPath, ...spec });
		}
	}

	const cells = MODES.flatMap((mode) =>
		RETRIES.flatMap((retries) =>
			SURE.flatMap((ifUnsure) =>
				[false, true].map((hasSecond) => ({ mode, retries, ifUnsure, hasSecond })),
			),
		),
	);

	describe.each(FAULTS)('%s', (name, what) => {
		const isCertain = CERTAIN.some((start) => name.startsWith(start));
		test.each(cells)(
			'$mode, Retry On Fail $retries, $ifUnsure, second provider $hasSecond',
			async ({ mode, retries, ifUnsure, hasSecond }) => {
				await setUp(what);
				const outcome = await suite.engine.run(
					{
						type: 'n8n-nodes-sms-suite.sendSms',
						credentials: [first.credential, ...(hasSecond ? [second.credential] : [])],
						settings: {
							...ON_ERROR[mode],
							...(retries > 0 && { retryOnFail: true, maxTries: retries }),
						},
						parameters: {
							operation: 'send',
							providers: [first.id, ...(hasSecond ? [second.id] : [])],
							ifUnsure,
							to: '={{ $json.to }}',
							message: '={{ $json.text }}',
							options: {
								timeout: name.startsWith('no answer') ? 200 : 5000,
								maxRetries: 1,
								senders: {
									sender: [
										{ provider: 'goToneSms', from: 'Sandbox' },
										{ provider: 'submail', from: 'Sandbox' },
									],
								},
							},
						},
					},
					ITEMS,
				);

				const told = reported(outcome);
				expect([...told.keys()].sort()).toEqual([0, 1, 2, 3]);
				// The typo is reported, and has not stopped other messages.
				expect(told.get(1)?.outcome).toBe('notSent');
				const onPhones = suite.sandbox.messages();
				expect(onPhones.every(({ to }) => GOOD.includes(to))).toBe(true);

				ITEMS.forEach(({ to }, item) => {
					if (to === BAD) return;
					const arrived = onPhones.filter((message) => message.to === to);
					const { outcome: verdict, messageId } = told.get(item) ?? {};
					if (verdict === 'accepted') {
						expect(arrived.length).toBeGreaterThanOrEqual(1);
						if (messageId) expect(arrived.map(({ id }) => id)).toContain(messageId);
					} else if (verdict !== 'unknown') {
						expect(arrived).toEqual([]);
					}
					if (ifUnsure === 'neverTwice') expect(arrived.length).toBeLessThanOrEqual(1);
					// With makeSure: each provider once per run of the node, and one repetition.
					const runs = Math.max(1, retries);
					expect(arrived.length).toBeLessThanOrEqual(runs * (hasSecond ? 3 : 2));
					// One healthy provider is enough: the second one, or the first one in a later attempt.
					const isReachable = hasSecond || name === 'none' || name.endsWith('once');
					if (ifUnsure === 'makeSure' && isReachable) expect(verdict).toBe('accepted');
					if (name === 'none' || (isCertain && hasSecond)) {
						expect([verdict, arrived.length]).toEqual(['accepted', 1]);
					}
				});
			},
		);
	});

	const waiting = MODES.flatMap((mode) =>
		SURE.flatMap((ifUnsure) =>
			(['report', 'next'] as const).flatMap((ifNotDelivered) =>
				[false, true].map((hasSecond) => ({ mode, ifUnsure, ifNotDelivered, hasSecond })),
			),
		),
	);

	describe.each(CARRIERS)('the carrier of the first provider: %s', (carrier) => {
		test.each(waiting)(
			'$mode, $ifUnsure, If Not Delivered $ifNotDelivered, second provider $hasSecond',
			async ({ mode, ifUnsure, ifNotDelivered, hasSecond }) => {
				await setUp({ faults: () => [] });
				const state = carrier === 'failed' ? 'undelivered' : carrier;
				suite.sandbox.configure({
					carrierRules: [{ provider: first.id, state }, { state: 'delivered' }],
				});
				const outcome = await suite.engine.run(
					{
						type: 'n8n-nodes-sms-suite.sendSms',
						credentials: [first.credential, ...(hasSecond ? [second.credential] : [])],
						settings: ON_ERROR[mode],
						parameters: {
							operation: 'send',
							providers: [first.id, ...(hasSecond ? [second.id] : [])],
							ifUnsure,
							to: '={{ $json.to }}',
							message: '={{ $json.text }}',
							options: {
								waitForDelivery: 1,
								ifNotDelivered,
								senders: {
									sender: [
										{ provider: 'goToneSms', from: 'Sandbox' },
										{ provider: 'submail', from: 'Sandbox' },
									],
								},
							},
						},
					},
					ITEMS,
				);
				const told = reported(outcome);
				expect(told.get(1)?.outcome).toBe('notSent');
				const seen = first.isBlind ? 'delivered' : carrier;
				const goesOn =
					ifNotDelivered === 'next' &&
					(seen === 'failed' || (seen === 'silent' && ifUnsure === 'makeSure'));
				const firstState = carrier === 'silent' ? 'sent' : state;
				ITEMS.forEach(({ to }, item) => {
					if (to === BAD) return;
					const arrived = suite.sandbox.messages().filter((message) => message.to === to);
					expect(arrived.map((one) => `${one.provider} ${one.state}`)).toEqual([
						`${first.id} ${firstState}`,
						...(goesOn && hasSecond ? [`${second.id} delivered`] : []),
					]);
					const isLost = seen === 'failed' && ifNotDelivered === 'next' && !hasSecond;
					expect(told.get(item)?.outcome).toBe(isLost ? 'rejected' : 'accepted');
					if (!isLost && told.get(item)?.messageId) {
						expect(told.get(item)?.messageId).toBe(arrived.at(-1)?.id);
					}
				});
			},
		);
	});
}
