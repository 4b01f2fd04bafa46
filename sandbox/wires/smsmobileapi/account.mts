import { createHash, randomUUID } from 'node:crypto';
import { onStage } from '../../stages.mts';
import { type MissedCall, type PhoneMessage, type Reply } from '../../types.mts';
import { type World } from '../../world.mts';
import { type CallRow, type Device, type ReceivedRow, type SentRow } from './shapes.mts';
import { announceMissed, announceReceived, announceSent } from './webhooks.mts';

/** The phones of the account; the first one sends unless a request names another. */
export const devices: readonly [Device, ...Device[]] = [
	{ sid: 'a1b2c3d4e5f60718', name: 'Pixel on the desk', number: '+61448000222', connected: true },
	{ sid: '0f1e2d3c4b5a6978', name: 'Spare phone', number: '+61448000333', connected: false },
];

const limit = 20_000;

function keep<T>(list: T[], row: T): void {
	list.push(row);
	if (list.length > limit) list.shift();
}

/** 40 hex characters (docs/providers/smsmobileapi.md §3). */
export const newGuid = () => createHash('sha1').update(randomUUID()).digest('hex');

/** The account on the server: the log of sent messages, and what the phones received. */
export class SmsMobileAccount {
	readonly world: World;
	readonly sent: SentRow[] = [];
	readonly received: ReceivedRow[] = [];
	readonly missed: CallRow[] = [];
	/** Retrieval of WhatsApp messages is off at first, and shows what arrived before the last synchronisation. */
	readsWhatsApp = false;
	/** The id of the first row after it. Not its time: a message may arrive in the same millisecond. */
	#synchronisedBefore = 0;
	#nextId = 1;

	constructor(world: World) {
		this.world = world;
		world.phones.own(
			'smsMobileApi',
			devices.map(({ number }) => number),
		);
		world.phones.subscribe((event) => {
			if (event.type === 'reply' && event.reply.provider === 'smsMobileApi') {
				this.#receive(event.reply);
			}
			if (event.type === 'call') this.#miss(event.call);
		});
		onStage(world.phones, (stage, { id, provider, channel, errorCode }) => {
			// WhatsApp has its own events, which the sandbox does not simulate.
			if (provider !== 'smsMobileApi' || channel !== undefined) return;
			const row = this.sent.findLast(({ arrivals }) => arrivals.includes(id));
			if (row) announceSent(world, row, stage, errorCode);
		});
		world.onReset(() => {
			this.sent.length = 0;
			this.received.length = 0;
			this.missed.length = 0;
			this.readsWhatsApp = false;
			this.#synchronisedBefore = 0;
			this.#nextId = 1;
		});
	}

	remember(row: Omit<SentRow, 'id'>): SentRow {
		const kept = { id: this.#nextId++, ...row };
		keep(this.sent, kept);
		return kept;
	}

	/** The last message of a row on the phones, with its delivery status. */
	arrivalOf({ arrivals }: SentRow): PhoneMessage | undefined {
		return this.world.phones.find(arrivals.at(-1) ?? '');
	}

	/**
	 * Deletes rows from the server's log; the phone keeps its copies
	 * (docs/providers/smsmobileapi.md §4). Returns how many were deleted.
	 */
	forget(fits: (guid: string, at: number) => boolean): number {
		const before = this.sent.length + this.received.length;
		for (const [list, at] of [
			[this.sent, (row: SentRow | ReceivedRow) => (row as SentRow).sentAt],
			[this.received, (row: SentRow | ReceivedRow) => (row as ReceivedRow).at],
		] as const) {
			for (let index = list.length - 1; index >= 0; index--) {
				const row = list[index];
				if (row && fits(row.guid, at(row))) list.splice(index, 1);
			}
		}
		return before - this.sent.length - this.received.length;
	}

	/** From now on, retrieval of WhatsApp messages shows what has arrived so far. */
	synchronise(): void {
		this.#synchronisedBefore = this.#nextId;
	}

	isSynchronised({ id }: ReceivedRow): boolean {
		return id < this.#synchronisedBefore;
	}

	#receive({ from, to, text, at, channel, media }: Reply): void {
		const device =
			devices.find(({ number }) => number === to) ??
			this.sent.findLast((row) => row.to === from)?.device ??
			devices[0];
		const row = {
			id: this.#nextId++,
			guid: newGuid(),
			number: from,
			message: text,
			device,
			at: Date.parse(at),
			read: false,
			whatsApp: channel === 'whatsapp',
			...(media !== undefined && { media }),
		};
		keep(this.received, row);
		announceReceived(this.world, row);
	}

	#miss({ from, to, name, at }: MissedCall): void {
		const device = devices.find(({ number }) => number === to);
		if (!device) return;
		const row = { guid: newGuid(), number: from, name: name ?? null, device, at: Date.parse(at) };
		keep(this.missed, row);
		announceMissed(this.world, row);
	}
}
