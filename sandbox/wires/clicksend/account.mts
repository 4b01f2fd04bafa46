import { RateLimiter } from '../../rate.mts';
import { type World } from '../../world.mts';
import { Mailbox } from './mailbox.mts';
import { seedContacts, seedLists, seedTemplates } from './seed.mts';
import { SentLog } from './sent.mts';
import {
	type Campaign,
	type ChannelName,
	type Contact,
	type List,
	type Template,
} from './shapes.mts';

/** The account behind the ClickSend wire, reached directly or through Maton. */
export class ClickSendAccount {
	readonly world: World;
	readonly rate = new RateLimiter();
	readonly sent: Readonly<Record<ChannelName, SentLog>> = {
		sms: new SentLog(),
		mms: new SentLog(),
		voice: new SentLog(),
	};
	readonly templates = new Map<number, Template>();
	readonly lists = new Map<number, List>();
	readonly contacts = new Map<number, Contact>();
	readonly campaigns = new Map<number, Campaign>();
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

	charge(price: number): void {
		if (price === 0) return;
		const { balance } = this.world.settings;
		this.world.configure({ balance: Math.round((balance - price) * 1e6) / 1e6 });
	}

	#start(): void {
		this.rate.clear();
		for (const log of Object.values(this.sent)) log.clear();
		this.templates.clear();
		this.lists.clear();
		this.contacts.clear();
		this.campaigns.clear();
		this.mailbox.clear();
		for (const template of seedTemplates()) this.templates.set(template.template_id, template);
		for (const list of seedLists()) this.lists.set(list.list_id, list);
		for (const contact of seedContacts()) this.contacts.set(contact.contact_id, contact);
		this.#nextId = 600_000;
	}
}
