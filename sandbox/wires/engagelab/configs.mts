/** Shared by signs and templates of the current generation (docs/providers/engagelab.md §3.4). */
import { type EngageLabAccount } from './account.mts';
import { Refusal } from './refusal.mts';

export const success = { code: 0, message: 'success' };

export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** HTTP 400 with code 400, for every invalid call. */
export const badConfig = (message: string): Refusal => new Refusal(400, 400, message);

/** The sign or template that the path names. */
export function findConfig<T>(
	known: ReadonlyMap<string, T>,
	id: string,
	kind: 'sign' | 'template',
): T {
	if (!/^\d+$/.test(id)) throw badConfig(`invalid ${kind}Id`);
	const found = known.get(id);
	if (found === undefined) throw badConfig(`${kind} config not exist`);
	return found;
}

/** Refuses to change or delete what a scheduled send uses, in the same words for both. */
export function checkUnplanned(
	{ id }: { id: string },
	account: EngageLabAccount,
	kind: 'sign' | 'template',
): void {
	if (account.isPlanned(id)) {
		throw badConfig(`there are pending or running plans using current ${kind}, can not update`);
	}
}

/** Refuses to change what is under review or used by a scheduled send. */
export function checkChangeable(
	one: { id: string; status: number },
	account: EngageLabAccount,
	kind: 'sign' | 'template',
): void {
	if (one.status === 1) throw badConfig(`can not update pending status ${kind}`);
	checkUnplanned(one, account, kind);
}

/** The result of the review, which is a setting because the sandbox has no reviewers. */
export const reviewed = ({ world }: EngageLabAccount): number =>
	({ pending: 1, approved: 2, rejected: 3 })[world.settings.engageLabReview];
