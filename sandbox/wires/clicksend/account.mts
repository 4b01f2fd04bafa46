import { RateLimiter } from '../../rate.mts';
import { type World } from '../../world.mts';
import { Mailbox } from './mailbox.mts';
import { seedContacts, seedLists, seedTemplates } from './seed.mts';
import { type Contact, type List, type SendRow, type SentRow, type Template } from './shapes.mts';

const limit = 20_000;

function forgetOldest(memory: Map<string, unknown>): void {
	const [oldest] = memory.keys();
	if (memory.size > limit && oldest !== undefined) memory.delete(oldest);
}

/** The account behind the ClickSend wire, reached directly or through Maton. */
export class ClickSendAccount {
	readonly world: World;
	readonly rate = new RateLimiter();
	/** Accepted rows by message id, in order of acceptance. */
	readonly sent = new Map<string, SentRow>();
	/** When a text last went to a number, for THROTTLED. */
	readonly lastSent = new Map<string, number>();
	readonly templates = new Map<number, Template>();
	readonly lists = new Map<number, List>();
	readonly contacts = new Map<number, Contact>();
	readonly mailbox: Mailbox;
	#nextId = 0;

	constructor(world: World) {
		this.world = world;
		this.mailbox = new Mailbox(world, this.sent);
		world.onReset(() => this.#start());
		this.#start();
	}

	nextId(): number {
		return this.#nextId++;
	}

	contactsOf(listId: number): Contact[] {
		return [...this.contacts.values()].filter(({ list_id }) => list_id === listId);
	}

	/** Keeps what was sent for the history; as bounded as the phones. */
	remember(row: SendRow): void {
		const now = Date.now();
		this.sent.set(row.message_id, { row, acceptedAt: now });
		this.lastSent.set(`${row.to}\n${row.body}`, now);
		forgetOldest(this.sent);
		forgetOldest(this.lastSent);
	}

	charge(price: number): void {
		if (price === 0) return;
		const { balance } = this.world.settings;
		this.world.configure({ balance: Math.round((balance - price) * 1e6) / 1e6 });
	}

	#start(): void {
		this.rate.clear();
		this.sent.clear();
		this.lastSent.clear();
		this.templates.clear();
		this.lists.clear();
		this.contacts.clear();
		this.mailbox.clear();
		for (const template of seedTemplates()) this.templates.set(template.template_id, template);
		for (const list of seedLists()) this.lists.set(list.list_id, list);
		for (const contact of seedContacts()) this.contacts.set(contact.contact_id, contact);
		this.#nextId = 600_000;
	}
}
