import { type Fields } from '../../values.mts';
import { type World } from '../../world.mts';

export interface Sign {
	id: string;
	name: string;
	/** 1 pending, 2 approved, 3 rejected; the legacy generation does not review signs. */
	status: number;
	createdAt: number;
	updatedAt: number;
}

export interface Template {
	id: string;
	name: string;
	/** `utility`, `marketing`, `authentication`; legacy: 0 code, 1 notice, 2 marketing. */
	type: string | number;
	content: string;
	/** Current: 1 pending, 2 approved, 3 rejected. Legacy: 0, 1, -1, -2 not submitted. */
	status: number;
	remark: string;
	signId: string;
	/** Current: 0 none, 1 prefix, 2 suffix. */
	signPosition: number;
	countryCodes: string;
	createdAt: number;
	updatedAt: number;
}

/** A scheduled send, and the template and sign it uses. */
interface Plan {
	templateId: string;
	signId: string;
	dueAt: number;
}

/** What callbacks need to know about an accepted message. */
export interface Sent {
	to: string;
	template: Template;
	/** As given in the request; empty in the legacy generation. */
	customArgs: Fields;
	segments: number;
}

const limit = 20_000;

type Seed = () => { signs: Sign[]; templates: Template[] };

/** The account of one generation. The generations share nothing. */
export class EngageLabAccount {
	readonly world: World;
	readonly signs = new Map<string, Sign>();
	readonly templates = new Map<string, Template>();
	readonly plans: Plan[] = [];
	readonly #sent = new Map<string, Sent>();
	readonly #seed: Seed;
	readonly #firstId: bigint;
	#made = 0n;

	constructor(world: World, firstId: bigint, seed: Seed) {
		this.world = world;
		this.#firstId = firstId;
		this.#seed = seed;
		world.onReset(() => this.#start());
		this.#start();
	}

	nextId(first = this.#firstId): string {
		return String(first + ++this.#made);
	}

	/** Whether a scheduled send uses this template or sign. */
	isPlanned(id: string): boolean {
		const now = Date.now();
		return this.plans.some(
			({ templateId, signId, dueAt }) => dueAt > now && (templateId === id || signId === id),
		);
	}

	remember(id: string, sent: Sent): void {
		this.#sent.set(id, sent);
		const [oldest] = this.#sent.keys();
		if (this.#sent.size > limit && oldest !== undefined) this.#sent.delete(oldest);
	}

	sent(id: string): Sent | undefined {
		return this.#sent.get(id);
	}

	#start(): void {
		this.#made = 0n;
		this.signs.clear();
		this.templates.clear();
		this.plans.length = 0;
		this.#sent.clear();
		const { signs, templates } = this.#seed();
		for (const sign of signs) this.signs.set(sign.id, sign);
		for (const template of templates) this.templates.set(template.id, template);
	}
}
