/** Temporary rules at a provider: while a question is open, one passes on what people reply by text. */
import { codeFrom, digitsOf, isCode } from '../../core/asking/reply';
import type { Failure } from '../../core/outcome';
import { settle } from '../../core/values';
import type { RuleResult } from '../receiving/webhook-rules';

/** A rule that calls an address for received texts. */
export interface TextRule {
	readonly id: string;
	readonly name: string;
	readonly address: string;
}

/** The rules for received texts of one account. */
export interface TextRules {
	/** All rules of the account, also those of other people. */
	list(): Promise<RuleResult<readonly TextRule[]>>;
	/**
	 * Adds a rule, and gives its id.
	 *
	 * @param rule `contains`: what a text has to contain; absent: it acts on all texts
	 */
	add(
		rule: Omit<TextRule, 'id'> & { readonly contains?: string },
	): Promise<RuleResult<TextRule['id']>>;
	/** Removes a rule; one that is gone already counts as removed. */
	remove(id: string): Promise<RuleResult<void>>;
}

/** The rule of a question. */
export interface OpenRule {
	readonly id: string;
	readonly code: string;
	/** Ids of rules whose time is over. */
	readonly stale: readonly string[];
}

/** How long a question without a limit can be answered by text, in milliseconds. */
const WITHOUT_LIMIT_MS = 30 * 24 * 60 * 60_000;

const nameOf = (code: string, until: number): string =>
	`n8n question ${code} until ${new Date(until).toISOString()}`;

const NAME = /^n8n question (\w{3}) until (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

interface Ours {
	readonly code: string;
	/** Milliseconds since 1970. */
	readonly until: number;
}

/** What a rule of a question says; `undefined` for all other rules, which are never touched. */
function readOurs({ name, address }: TextRule): Ours | undefined {
	const [, code = '', until = ''] = NAME.exec(name) ?? [];
	const time = Date.parse(until);
	if (!isCode(code) || Number.isNaN(time) || !URL.canParse(address)) return undefined;
	const { searchParams } = new URL(address);
	const isSigned = [...searchParams.values()].some((value) => value.startsWith('text-'));
	return isSigned && searchParams.has('signature') ? { code, until: time } : undefined;
}

function isBefore(one: string, other: string): boolean {
	const difference = Number(one) - Number(other);
	return difference ? difference < 0 : one < other;
}

const NO_CODE: Failure = {
	class: 'configuration',
	code: 'NO_CODE',
	message: 'other questions that are open have the same codes',
};

/** How often another rule is tried, if another question has taken the code at the same moment. */
const MOST_ATTEMPTS = 5;

/**
 * Up to this many rules, that of a question acts on all texts: how a provider compares texts is not
 * known for sure. With more, it looks for the digits of the code, because a provider may run only some
 * of the rules that match.
 */
const FEW = 5;

/** Whether a rule was added is unknown: the provider may have carried out the request. */
async function removeUnsure(rules: TextRules, address: string): Promise<void> {
	const listed = await rules.list();
	const added = listed.ok ? listed.value.filter((one) => one.address === address) : [];
	for (const { id } of added) await rules.remove(id);
}

/**
 * Adds the rule of a question. The code is claimed by adding the rule first, and then reading the list:
 * of two questions that add the same code at the same moment, at least one sees the other, and the later
 * rule gives way. If it fails, no rule is left; the question is urgent, so nothing waits for that.
 *
 * @param question `until`: the limit in milliseconds since 1970; `code`: the one of an earlier attempt of
 *                 the same execution
 * @param seed hexadecimal digits from which the code is chosen
 */
export async function openRule(
	rules: TextRules,
	{ address, until, code: known }: { address: string; until?: number; code?: string },
	seed: string,
	now: number,
): Promise<RuleResult<OpenRule>> {
	let looksForCode = false;
	let taken = new Set<string>();
	let code = known ?? codeFrom(seed, taken);
	for (let attempt = 0; attempt < MOST_ATTEMPTS && code !== undefined; attempt++) {
		const rule = { name: nameOf(code, until ?? now + WITHOUT_LIMIT_MS), address };
		const contains = looksForCode ? digitsOf(code) : undefined;
		const added = await rules.add({ ...rule, contains });
		if (!added.ok) {
			if (added.failure.class === 'unknownOutcome') void settle(removeUnsure(rules, address));
			return added;
		}
		const id = added.value;
		const listed = await rules.list();
		if (!listed.ok) {
			void settle(rules.remove(id));
			return listed;
		}
		const others = listed.value.flatMap((one) => {
			const ours = one.id === id ? undefined : readOurs(one);
			return ours ? [{ ...one, ...ours }] : [];
		});
		// An earlier attempt of this execution may have left one with the same address.
		const isStale = (one: TextRule & Ours) => one.until <= now || one.address === address;
		const open = others.filter((one) => !isStale(one));
		const isTaken = open.some((one) => one.code === code && isBefore(one.id, id));
		const isCrowded: boolean = !looksForCode && listed.value.length > FEW;
		if (!isTaken && !isCrowded) {
			return { ok: true, value: { id, code, stale: others.filter(isStale).map((one) => one.id) } };
		}
		void settle(rules.remove(id));
		looksForCode ||= isCrowded;
		if (!isTaken) continue;
		taken = new Set(open.map((one) => one.code));
		code = codeFrom(seed, taken);
	}
	return { ok: false, failure: NO_CODE };
}

/** Rules that one question removes: a provider counts requests. */
const MOST_SWEPT = 10;

/** Removes rules whose time is over. What fails is left to the next question. */
export async function sweep(rules: TextRules, stale: readonly string[]): Promise<void> {
	for (const id of stale.slice(0, MOST_SWEPT)) {
		if (!(await rules.remove(id)).ok) return;
	}
}
