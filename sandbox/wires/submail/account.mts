import { randomBytes } from 'node:crypto';
import { Bounded } from '../../bounded.mts';
import { onStage } from '../../stages.mts';
import { type Reply } from '../../types.mts';
import { type World } from '../../world.mts';
import { type AppKind, appOf, senders } from './apps.mts';
import { QueryCache } from './cache.mts';
import { seedSignatures, seedTemplates, type Signature, type Template } from './seed.mts';
import { type MoRow, type SentRow } from './shapes.mts';
import { announceReply, announceSent } from './subhook.mts';

const limit = 20_000;

/** The account behind the SUBMAIL wire, with its two apps. */
export class SubmailAccount {
	readonly world: World;
	readonly cache = new QueryCache();
	readonly templates = new Map<string, Template>();
	readonly signatures: Signature[] = [];
	/** The numbers of each address book, in 11 digits. */
	readonly addressBooks = new Map<string, Set<string>>();
	readonly #sent = new Bounded<SentRow>(limit);
	readonly #byId = new Map<string, SentRow>();
	readonly #mo = new Bounded<MoRow>(limit);
	/** When a text was last sent to a number, for 408. */
	readonly #lastSent = new Map<string, number>();

	constructor(world: World) {
		this.world = world;
		world.onReset(() => this.#start());
		world.phones.own('submail', senders);
		world.phones.subscribe((event) => {
			if (event.type === 'state') this.#keepReport(event.message.id);
			if (event.type === 'reply' && event.reply.provider === 'submail') {
				this.#keepReply(event.reply);
			}
		});
		onStage(world.phones, (stage, message) => {
			const row = this.#byId.get(message.id);
			if (row) announceSent(world, row, stage, message);
		});
		this.#start();
	}

	get settings() {
		return this.world.settings;
	}

	/** The time on SUBMAIL's clock, in milliseconds. */
	now(): number {
		return Date.now() + this.settings.submailClockSkewMs;
	}

	/** The time on SUBMAIL's clock, in Unix seconds. */
	seconds(): number {
		return Math.floor(this.now() / 1000);
	}

	sent(): SentRow[] {
		return this.#sent.newest();
	}

	mo(): MoRow[] {
		return this.#mo.newest();
	}

	remember(row: SentRow): void {
		this.#sent.push(row);
		this.#byId.set(row.sendId, row);
		this.#lastSent.set(`${row.e164}\n${row.signature}${row.body}`, Date.now());
		for (const memory of [this.#byId, this.#lastSent]) {
			const [oldest] = memory.keys();
			if (memory.size > limit && oldest !== undefined) memory.delete(oldest);
		}
	}

	/** Whether the same text was just sent to this number; false while `submailDuplicateMs` is 0. */
	isDuplicate(e164: string, text: string): boolean {
		const { submailDuplicateMs } = this.settings;
		if (submailDuplicateMs === 0) return false;
		const last = this.#lastSent.get(`${e164}\n${text}`) ?? -Infinity;
		return Date.now() - last < submailDuplicateMs;
	}

	/** Parts for the domestic app, money for the international one. */
	credit(kind: AppKind): number {
		const { submailCredit, submailMoney } = this.settings;
		return kind === 'domestic' ? submailCredit : submailMoney;
	}

	charge(kind: AppKind, fee: number): void {
		const left = roundMoney(this.credit(kind) - fee);
		this.world.configure(kind === 'domestic' ? { submailCredit: left } : { submailMoney: left });
	}

	#keepReport(id: string): void {
		const row = this.#byId.get(id);
		if (row) row.reportAt = this.seconds();
	}

	#keepReply({ from, to, text, at, messageId }: Reply): void {
		const row: MoRow = {
			from: from.replace(/^\+86/, ''),
			content: text,
			repliedAt: Math.floor((Date.parse(at) + this.settings.submailClockSkewMs) / 1000),
		};
		this.#mo.push(row);
		announceReply(this.world, row, this.#byId.get(messageId ?? '')?.appid ?? appOf(to));
	}

	#start(): void {
		this.cache.clear();
		this.#sent.clear();
		this.#byId.clear();
		this.#mo.clear();
		this.#lastSent.clear();
		this.addressBooks.clear();
		this.templates.clear();
		for (const template of seedTemplates(Math.floor(Date.now() / 1000))) {
			this.templates.set(template.id, template);
		}
		this.signatures.splice(0, Infinity, ...seedSignatures());
	}
}

/** International fees have three decimals (docs/providers/submail.md §5). */
export const roundMoney = (amount: number) => Math.round(amount * 1000) / 1000;

/** 32 hex digits, like the ids of the examples. */
export const newId = () => randomBytes(16).toString('hex');
