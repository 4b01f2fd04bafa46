import { Bounded } from '../../bounded.mts';
import { RateLimiter } from '../../rate.mts';
import { type World } from '../../world.mts';
import { seedContacts, seedGroups, seedReport } from './seed.mts';
import { type Contact, type Group, type Report } from './shapes.mts';

/** The API token of the sandbox's account, in the form of Laravel Sanctum (docs/providers/gotone.md §1). */
export const token = '1|gotone-sandbox-token';

/** The account behind both paths of the GoTone wire. */
export class GoToneAccount {
	readonly world: World;
	readonly rate = new RateLimiter();
	readonly groups = new Map<string, Group>();
	readonly contacts = new Map<string, Contact>();
	readonly #reports = new Bounded<Report>(20_000);
	#count = 0;

	constructor(world: World) {
		this.world = world;
		world.onReset(() => this.#start());
		this.#start();
	}

	nextId(): number {
		return ++this.#count;
	}

	/** 13 hexadecimal digits, like those of PHP's uniqid. */
	nextUid(): string {
		const seconds = Math.floor(Date.now() / 1000).toString(16);
		return `${seconds}${this.nextId().toString(16).padStart(5, '0')}`;
	}

	contactsOf(group: string): Contact[] {
		return [...this.contacts.values()].filter((contact) => contact.group === group);
	}

	remember(report: Report): void {
		this.#reports.push(report);
	}

	/** Newest first. */
	reports(): Report[] {
		return this.#reports.newest().reverse();
	}

	charge(cost: number): void {
		const { gotoneBalance } = this.world.settings;
		this.world.configure({ gotoneBalance: gotoneBalance - cost });
	}

	#start(): void {
		this.rate.clear();
		this.groups.clear();
		this.contacts.clear();
		this.#reports.clear();
		this.#count = 1000;
		for (const group of seedGroups()) this.groups.set(group.uid, group);
		for (const contact of seedContacts()) this.contacts.set(contact.uid, contact);
		this.#reports.push(seedReport());
	}
}
